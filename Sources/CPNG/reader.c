#include "png_codec.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <png.h>

struct winnow_png_reader {
    png_structp decoder;
    png_infop info;
    const uint8_t *bytes;
    size_t remaining;
    char *message;
};

static void leave(png_structp decoder, png_const_charp reason) {
    winnow_png_reader *reader = png_get_error_ptr(decoder);
    snprintf(reader->message, WINNOW_PNG_MESSAGE_CAPACITY, "%s", reason);
    png_longjmp(decoder, 1);
}

// Warnings are about colour profiles, times and texts, none of which change a pixel here.
static void ignore_warning(png_structp decoder, png_const_charp reason) {
    (void)decoder;
    (void)reason;
}

static void take_bytes(png_structp decoder, png_bytep output, size_t count) {
    winnow_png_reader *reader = png_get_io_ptr(decoder);
    if (count > reader->remaining) png_error(decoder, "Premature end of PNG file");
    memcpy(output, reader->bytes, count);
    reader->bytes += count;
    reader->remaining -= count;
}

int winnow_png_reader_open(const uint8_t *bytes, size_t count, winnow_png_reader **output, uint32_t *width,
                           uint32_t *height, char *message) {
    *output = NULL;
    winnow_png_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        snprintf(message, WINNOW_PNG_MESSAGE_CAPACITY, "no memory");
        return 1;
    }
    reader->bytes = bytes;
    reader->remaining = count;
    reader->message = message;
    snprintf(message, WINNOW_PNG_MESSAGE_CAPACITY, "no memory");
    reader->decoder = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, leave, ignore_warning);
    reader->info = reader->decoder ? png_create_info_struct(reader->decoder) : NULL;
    if (!reader->info || setjmp(png_jmpbuf(reader->decoder))) {
        winnow_png_reader_close(reader);
        return 1;
    }
    png_set_read_fn(reader->decoder, reader, take_bytes);
    // The caller compares width times height with a limit of its own, and says so in its own words.
    png_set_user_limits(reader->decoder, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_read_info(reader->decoder, reader->info);
    *width = png_get_image_width(reader->decoder, reader->info);
    *height = png_get_image_height(reader->decoder, reader->info);
    *output = reader;
    return 0;
}

uint64_t winnow_png_reader_unpacked_count(const winnow_png_reader *reader) {
    return (uint64_t)png_get_rowbytes(reader->decoder, reader->info) * png_get_image_height(reader->decoder, reader->info);
}

int winnow_png_reader_decode(winnow_png_reader *reader, uint8_t *pixels, char *message) {
    png_structp decoder = reader->decoder;
    reader->message = message;
    if (setjmp(png_jmpbuf(decoder))) return 1;
    png_set_expand(decoder);
    png_set_strip_16(decoder);
    png_set_gray_to_rgb(decoder);
    png_set_strip_alpha(decoder);
    int passes = png_set_interlace_handling(decoder);
    png_read_update_info(decoder, reader->info);
    size_t height = png_get_image_height(decoder, reader->info);
    size_t stride = (size_t)png_get_image_width(decoder, reader->info) * 3;
    if (png_get_rowbytes(decoder, reader->info) != stride) png_error(decoder, "rows are not RGB");
    for (int pass = 0; pass < passes; pass++)
        for (size_t row = 0; row < height; row++) png_read_row(decoder, pixels + row * stride, NULL);
    png_read_end(decoder, NULL);
    return 0;
}

void winnow_png_reader_close(winnow_png_reader *reader) {
    png_destroy_read_struct(&reader->decoder, &reader->info, NULL);
    free(reader);
}
