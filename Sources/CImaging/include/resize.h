#pragma once
#include <stddef.h>
#include <stdint.h>

// Resizing of RGB images by weighted sums in 22-bit fixed point: along the rows, then along the columns, each rounded to bytes.

/// Bits of a weight behind the point: 8 bits of a pixel, one of sign and one to spare fit beside them in 32.
#define WINNOW_RESIZE_PRECISION 22

/// For every output position along one axis, which inputs it takes and with what weights.
typedef struct {
    /// How many inputs every position takes, some of them with the weight 0.
    size_t taps;
    /// The first input of each position; it and the `taps - 1` behind it are there.
    const int32_t *first;
    /// `taps` weights for each position, in 1/2²².
    const int32_t *weights;
} winnow_resize_axis;

/// Weighted sums along the rows.
///
/// `output` has `row_count` rows of `column_count` pixels, those of the axis' positions from `first_column` on; `is_mirrored`
/// writes them from right to left. The input's next row begins `row_width` pixels behind a row.
void winnow_resize_rows(const uint8_t *input, size_t row_width, uint8_t *output, size_t row_count, size_t first_column,
                        size_t column_count, int is_mirrored, winnow_resize_axis axis);

/// Weighted sums along the columns, for the axis' positions from `first_row` on.
///
/// Both images have rows of `row_bytes` bytes; `input` begins with the row `skipped_rows` of those that the axis counts.
void winnow_resize_columns(const uint8_t *input, size_t skipped_rows, uint8_t *output, size_t row_bytes, size_t first_row,
                           size_t row_count, winnow_resize_axis axis);
