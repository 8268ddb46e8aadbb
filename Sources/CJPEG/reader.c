#include "jpeg_codec.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

// A progressive file of a few kilobytes can ask for thousands of passes over a large image.
enum { scan_limit = 500 };

struct winnow_jpeg_reader {
    struct jpeg_decompress_struct decoder;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    char *message;
};

static void leave(j_common_ptr decoder) {
    winnow_jpeg_reader *reader = decoder->client_data;
    char text[JMSG_LENGTH_MAX];
    decoder->err->format_message(decoder, text);
    snprintf(reader->message, WINNOW_JPEG_MESSAGE_CAPACITY, "%s", text);
    longjmp(reader->escape, 1);
}

static void refuse_warning(j_common_ptr decoder, int level) {
    // Levels from 0 up are traces; below 0, data are missing or wrong and the library would fill in grey.
    if (level < 0) leave(decoder);
}

static void stay_silent(j_common_ptr decoder) { (void)decoder; }

static void limit_scans(j_common_ptr decoder) {
    winnow_jpeg_reader *reader = decoder->client_data;
    if (reader->decoder.input_scan_number > scan_limit) {
        snprintf(reader->message, WINNOW_JPEG_MESSAGE_CAPACITY, "more than %d scans", scan_limit);
        longjmp(reader->escape, 1);
    }
}

static int is_supported(J_COLOR_SPACE space) {
    return space == JCS_GRAYSCALE || space == JCS_YCbCr || space == JCS_RGB;
}

int winnow_jpeg_reader_open(const uint8_t *bytes, size_t count, winnow_jpeg_reader **output, uint32_t *width,
                            uint32_t *height, char *message) {
    *output = NULL;
    winnow_jpeg_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        snprintf(message, WINNOW_JPEG_MESSAGE_CAPACITY, "no memory");
        return 1;
    }
    reader->message = message;
    reader->decoder.err = jpeg_std_error(&reader->errors);
    reader->decoder.client_data = reader;
    reader->errors.error_exit = leave;
    reader->errors.emit_message = refuse_warning;
    reader->errors.output_message = stay_silent;
    if (setjmp(reader->escape)) {
        winnow_jpeg_reader_close(reader);
        return 1;
    }
    jpeg_create_decompress(&reader->decoder);
    reader->progress.progress_monitor = limit_scans;
    reader->decoder.progress = &reader->progress;
    jpeg_mem_src(&reader->decoder, bytes, count);
    jpeg_read_header(&reader->decoder, TRUE);
    if (!is_supported(reader->decoder.jpeg_color_space)) {
        int is_print = reader->decoder.num_components == 4;
        snprintf(message, WINNOW_JPEG_MESSAGE_CAPACITY,
                 is_print ? "its colours are CMYK, made for print; convert it to RGB"
                          : "%d colour components, where 1 or 3 are understood",
                 reader->decoder.num_components);
        winnow_jpeg_reader_close(reader);
        return 1;
    }
    *width = reader->decoder.image_width;
    *height = reader->decoder.image_height;
    *output = reader;
    return 0;
}

static void start(winnow_jpeg_reader *reader) {
    reader->decoder.out_color_space = JCS_RGB;
    reader->decoder.dct_method = JDCT_ISLOW;
    jpeg_start_decompress(&reader->decoder);
}

uint64_t winnow_jpeg_reader_block_count(const winnow_jpeg_reader *reader) {
    uint64_t count = 0;
    for (int index = 0; index < reader->decoder.num_components; index++) {
        const jpeg_component_info *component = &reader->decoder.comp_info[index];
        count += (uint64_t)component->width_in_blocks * component->height_in_blocks;
    }
    return count;
}

int winnow_jpeg_reader_decode(winnow_jpeg_reader *reader, uint8_t *pixels, char *message) {
    reader->message = message;
    if (setjmp(reader->escape)) return 1;
    start(reader);
    size_t stride = (size_t)reader->decoder.output_width * 3;
    while (reader->decoder.output_scanline < reader->decoder.output_height) {
        JSAMPROW row = pixels + stride * reader->decoder.output_scanline;
        jpeg_read_scanlines(&reader->decoder, &row, 1);
    }
    jpeg_finish_decompress(&reader->decoder);
    return 0;
}

int winnow_jpeg_reader_check(winnow_jpeg_reader *reader, char *message) {
    reader->message = message;
    if (setjmp(reader->escape)) return 1;
    start(reader);
    struct jpeg_decompress_struct *decoder = &reader->decoder;
    JSAMPARRAY row = decoder->mem->alloc_sarray((j_common_ptr)decoder, JPOOL_IMAGE, decoder->output_width * 3, 1);
    // Skipped rows are decoded as far as the file's codes go; skipping the last one would end the reading early.
    if (decoder->output_height > 1) jpeg_skip_scanlines(decoder, decoder->output_height - 1);
    while (decoder->output_scanline < decoder->output_height) jpeg_read_scanlines(decoder, row, 1);
    jpeg_finish_decompress(decoder);
    return 0;
}

void winnow_jpeg_reader_close(winnow_jpeg_reader *reader) {
    jpeg_destroy_decompress(&reader->decoder);
    free(reader);
}
