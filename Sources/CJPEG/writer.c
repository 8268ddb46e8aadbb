#include "jpeg_codec.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
#include <jerror.h>

enum { first_capacity = 1 << 16 };

// The library's own memory destination loses its buffer when an error leaves by longjmp; this one keeps it in sight.
struct writer {
    struct jpeg_compress_struct encoder;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    jmp_buf escape;
    char *message;
    uint8_t *buffer;
    size_t capacity;
    size_t count;
};

static void leave(j_common_ptr encoder) {
    struct writer *writer = encoder->client_data;
    char text[JMSG_LENGTH_MAX];
    encoder->err->format_message(encoder, text);
    snprintf(writer->message, WINNOW_JPEG_MESSAGE_CAPACITY, "%s", text);
    longjmp(writer->escape, 1);
}

static void stay_silent(j_common_ptr encoder) { (void)encoder; }

static void grow(struct writer *writer, size_t capacity) {
    uint8_t *larger = realloc(writer->buffer, capacity);
    if (!larger) ERREXIT1(&writer->encoder, JERR_OUT_OF_MEMORY, 0);
    writer->buffer = larger;
    writer->destination.next_output_byte = larger + writer->capacity;
    writer->destination.free_in_buffer = capacity - writer->capacity;
    writer->capacity = capacity;
}

static void begin(j_compress_ptr encoder) { grow(encoder->client_data, first_capacity); }

static boolean make_room(j_compress_ptr encoder) {
    struct writer *writer = encoder->client_data;
    grow(writer, writer->capacity * 2);
    return TRUE;
}

static void end(j_compress_ptr encoder) {
    struct writer *writer = encoder->client_data;
    writer->count = writer->capacity - writer->destination.free_in_buffer;
}

int winnow_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int quality, uint8_t **output,
                       size_t *output_count, char *message) {
    *output = NULL;
    *output_count = 0;
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        snprintf(message, WINNOW_JPEG_MESSAGE_CAPACITY, "no memory");
        return 1;
    }
    writer->message = message;
    writer->encoder.err = jpeg_std_error(&writer->errors);
    writer->encoder.client_data = writer;
    writer->errors.error_exit = leave;
    writer->errors.output_message = stay_silent;
    if (setjmp(writer->escape)) {
        jpeg_destroy_compress(&writer->encoder);
        free(writer->buffer);
        free(writer);
        return 1;
    }
    jpeg_create_compress(&writer->encoder);
    writer->destination.init_destination = begin;
    writer->destination.empty_output_buffer = make_room;
    writer->destination.term_destination = end;
    writer->encoder.dest = &writer->destination;
    writer->encoder.image_width = width;
    writer->encoder.image_height = height;
    writer->encoder.input_components = 3;
    writer->encoder.in_color_space = JCS_RGB;
    jpeg_set_defaults(&writer->encoder);
    jpeg_set_quality(&writer->encoder, quality, TRUE);
    jpeg_start_compress(&writer->encoder, TRUE);
    size_t stride = (size_t)width * 3;
    while (writer->encoder.next_scanline < height) {
        // The library takes rows as mutable and only reads them.
        JSAMPROW row = (JSAMPROW)(pixels + stride * writer->encoder.next_scanline);
        jpeg_write_scanlines(&writer->encoder, &row, 1);
    }
    jpeg_finish_compress(&writer->encoder);
    *output = writer->buffer;
    *output_count = writer->count;
    jpeg_destroy_compress(&writer->encoder);
    free(writer);
    return 0;
}

void winnow_jpeg_free(uint8_t *output) { free(output); }
