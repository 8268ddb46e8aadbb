#pragma once
#include <stddef.h>
#include <stdint.h>

// JPEG through libjpeg, whose errors leave by longjmp: every jump stays inside this target, and every function returns 0, or
// another number and a reason in `message`.

#define WINNOW_JPEG_MESSAGE_CAPACITY 256

typedef struct winnow_jpeg_reader winnow_jpeg_reader;

/// Reads the header. `bytes` must stay where they are until the reader is closed. No memory for pixels is taken.
/// On failure there is no reader to close.
int winnow_jpeg_reader_open(const uint8_t *bytes, size_t count, winnow_jpeg_reader **reader, uint32_t *width,
                            uint32_t *height, char *message);

/// How many blocks of 8×8 numbers the header promises, over all components.
uint64_t winnow_jpeg_reader_block_count(const winnow_jpeg_reader *reader);

/// Decodes to RGB, width * height * 3 bytes. Any warning of the library is a failure. May be called once.
int winnow_jpeg_reader_decode(winnow_jpeg_reader *reader, uint8_t *pixels, char *message);

/// Fails where decoding would, and makes no pixels, which is faster. May be called once, in place of decoding.
int winnow_jpeg_reader_check(winnow_jpeg_reader *reader, char *message);

void winnow_jpeg_reader_close(winnow_jpeg_reader *reader);

/// Encodes RGB pixels. `output` is to be freed with winnow_jpeg_free; on failure it is null.
int winnow_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int quality, uint8_t **output,
                       size_t *output_count, char *message);

void winnow_jpeg_free(uint8_t *output);
