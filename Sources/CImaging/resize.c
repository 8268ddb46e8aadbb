#include "resize.h"
#include <string.h>

// Compiled three times on x86-64; the loader picks by what the processor has, before a thread sanitizer is set up, whose calls it would
// run into.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define CLONED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONED
#endif

enum { precision = WINNOW_RESIZE_PRECISION, half = 1 << (precision - 1) };

static inline uint8_t rounded(int32_t sum) {
    const int32_t value = sum >> precision;
    return value > 255 ? 255 : (uint8_t)value;
}

// A pixel of two rows side by side: red, green, blue and the byte behind them, twice.
typedef uint8_t two_pixels __attribute__((vector_size(8)));
typedef int32_t two_sums __attribute__((vector_size(32)));

// The byte behind each pixel has to be there.
static inline void resize_two_rows(const uint8_t *upper, const uint8_t *lower, uint8_t *upper_output, uint8_t *lower_output,
                                   size_t first_column, size_t column_count, int is_mirrored, winnow_resize_axis axis) {
    for (size_t column = 0; column < column_count; column++) {
        const size_t position = first_column + column;
        const size_t offset = (size_t)axis.first[position] * 3;
        const int32_t *weights = axis.weights + position * axis.taps;
        two_sums sums = (two_sums){0} + half;
        for (size_t tap = 0; tap < axis.taps; tap++) {
            two_pixels pixels;
            memcpy(&pixels, upper + offset + tap * 3, 4);
            memcpy((uint8_t *)&pixels + 4, lower + offset + tap * 3, 4);
            sums += __builtin_convertvector(pixels, two_sums) * weights[tap];
        }
        const two_sums values = __builtin_elementwise_min(sums >> precision, (two_sums){0} + 255);
        const two_pixels result = __builtin_convertvector(values, two_pixels);
        const size_t place = (is_mirrored ? column_count - 1 - column : column) * 3;
        memcpy(upper_output + place, &result, 3);
        memcpy(lower_output + place, (const uint8_t *)&result + 4, 3);
    }
}

static inline void resize_row(const uint8_t *row, uint8_t *output, size_t first_column, size_t column_count,
                                   int is_mirrored, winnow_resize_axis axis) {
    for (size_t column = 0; column < column_count; column++) {
        const size_t position = first_column + column;
        const uint8_t *pixel = row + (size_t)axis.first[position] * 3;
        const int32_t *weights = axis.weights + position * axis.taps;
        int32_t sums[3] = {half, half, half};
        for (size_t tap = 0; tap < axis.taps; tap++)
            for (int channel = 0; channel < 3; channel++) sums[channel] += pixel[tap * 3 + channel] * weights[tap];
        const size_t place = (is_mirrored ? column_count - 1 - column : column) * 3;
        for (int channel = 0; channel < 3; channel++) output[place + channel] = rounded(sums[channel]);
    }
}

CLONED void winnow_resize_rows(const uint8_t *input, size_t row_width, uint8_t *output, size_t row_count, size_t first_column,
                               size_t column_count, int is_mirrored, winnow_resize_axis axis) {
    const size_t input_stride = row_width * 3, output_stride = column_count * 3;
    size_t row = 0;
    for (; row + 2 < row_count; row += 2)
        resize_two_rows(input + row * input_stride, input + (row + 1) * input_stride, output + row * output_stride,
                        output + (row + 1) * output_stride, first_column, column_count, is_mirrored, axis);
    // The last row may have nothing behind it.
    for (; row < row_count; row++)
        resize_row(input + row * input_stride, output + row * output_stride, first_column, column_count, is_mirrored,
                        axis);
}

CLONED void winnow_resize_columns(const uint8_t *input, size_t skipped_rows, uint8_t *restrict output, size_t row_bytes,
                                  size_t first_row, size_t row_count, winnow_resize_axis axis) {
    enum { width = 32 };
    for (size_t row = 0; row < row_count; row++) {
        const size_t position = first_row + row;
        const int32_t *weights = axis.weights + position * axis.taps;
        const uint8_t *top = input + ((size_t)axis.first[position] - skipped_rows) * row_bytes;
        uint8_t *line = output + row * row_bytes;
        size_t x = 0;
        for (; x + width <= row_bytes; x += width) {
            int32_t sums[width];
            for (int lane = 0; lane < width; lane++) sums[lane] = half;
            for (size_t tap = 0; tap < axis.taps; tap++) {
                const uint8_t *bytes = top + tap * row_bytes + x;
                for (int lane = 0; lane < width; lane++) sums[lane] += bytes[lane] * weights[tap];
            }
            for (int lane = 0; lane < width; lane++) line[x + lane] = rounded(sums[lane]);
        }
        for (; x < row_bytes; x++) {
            int32_t sum = half;
            for (size_t tap = 0; tap < axis.taps; tap++) sum += top[tap * row_bytes + x] * weights[tap];
            line[x] = rounded(sum);
        }
    }
}
