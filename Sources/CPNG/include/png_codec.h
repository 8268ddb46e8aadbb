#pragma once
#include <stddef.h>
#include <stdint.h>

// PNG through libpng, whose errors leave by longjmp: every jump stays inside this target, and every function returns 0, or
// another number and a reason in `message`.

#define WINNOW_PNG_MESSAGE_CAPACITY 256

typedef struct winnow_png_reader winnow_png_reader;

/// Reads the header. `bytes` must stay where they are until the reader is closed. No memory for pixels is taken.
/// On failure there is no reader to close.
int winnow_png_reader_open(const uint8_t *bytes, size_t count, winnow_png_reader **reader, uint32_t *width,
                           uint32_t *height, char *message);

/// How many bytes the rows take before they are packed; what interlacing adds is left out. To be called before decoding.
uint64_t winnow_png_reader_unpacked_count(const winnow_png_reader *reader);

/// Decodes to RGB, width * height * 3 bytes: grey is spread over the three, a palette is looked up, of 16 bits the upper 8
/// stay, alpha is dropped. May be called once.
int winnow_png_reader_decode(winnow_png_reader *reader, uint8_t *pixels, char *message);

void winnow_png_reader_close(winnow_png_reader *reader);

/// How many bytes an encoded image takes at most.
size_t winnow_png_size_limit(uint32_t width, uint32_t height);

/// Encodes RGB pixels into `output`, which has room for winnow_png_size_limit bytes; says how many it took.
int winnow_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t *output, size_t *output_count,
                      char *message);
