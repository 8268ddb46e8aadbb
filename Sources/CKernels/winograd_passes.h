// Winograd's passes for groups of `GROUP` channels side by side, inlined wherever they are called, so that the scheme and the types
// are known to the compiler there.
#pragma once
#include "winograd.h"
#include <stdint.h>
#include <string.h>

#define INLINED static inline __attribute__((always_inline))

// Everything that takes or gives a group is inlined, so that no calling convention is concerned.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float group __attribute__((ext_vector_type(GROUP)));

INLINED group load(const float *from) {
    group value;
    memcpy(&value, from, sizeof value);
    return value;
}

INLINED void store(float *to, group value) { memcpy(to, &value, sizeof value); }

typedef uint16_t halves __attribute__((ext_vector_type(GROUP)));
typedef uint32_t words __attribute__((ext_vector_type(GROUP)));
typedef __bf16 rounded __attribute__((ext_vector_type(GROUP)));

// A group of an image's channels. `is_bf16` is known to the compiler wherever these are inlined.
INLINED group load_pixel(const void *elements, ptrdiff_t offset, int is_bf16) {
    if (!is_bf16) return load((const float *)elements + offset);
    halves upper;
    memcpy(&upper, (const uint16_t *)elements + offset, sizeof upper);
    const words bits = __builtin_convertvector(upper, words) << 16;
    group value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// Rounds to bf16 as kernels.c does, a group at a time.
INLINED void store_pixel(void *elements, ptrdiff_t offset, int is_bf16, group value) {
    if (!is_bf16) {
        store((float *)elements + offset, value);
        return;
    }
    words bits;
    memcpy(&bits, &value, sizeof bits);
    const words nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16, quiet = (bits >> 16) | 0x40u;
    const words is_nan = (words)(value != value);
    const halves upper = __builtin_convertvector((is_nan & quiet) | (~is_nan & nearest), halves);
    memcpy((uint16_t *)elements + offset, &upper, sizeof upper);
}

// A group of a matrix's entries. Processors with AVX-512 BF16 round in one instruction.
INLINED group load_entry(winnow_matrices matrices, size_t offset) { return load((const float *)matrices.elements + offset); }

INLINED void store_entry(winnow_matrices matrices, size_t offset, int is_bf16, group value) {
    if (!is_bf16) {
        store((float *)matrices.elements + offset, value);
        return;
    }
    const rounded entries = __builtin_convertvector(value, rounded);
    memcpy((uint16_t *)matrices.elements + offset, &entries, sizeof entries);
}

// The matrices of a scheme, by the construction of Toom and Cook from n − 1 points and infinity. Points of both signs and of
// sizes on both sides of 1 keep the rounding errors near those of a direct sum.
typedef struct {
    int outputs, taps;           // m and r
    const float *input;          // Bᵀ, n × n
    const float *weight;         // G, n × r
    const float *output;         // Aᵀ, m × n
} scheme_matrices;

// Points 0, 1, −1.
static const float f2_3_input[] = {-1, 0, 1, 0, 0, 1, 1, 0, 0, -1, 1, 0, 0, -1, 0, 1};
static const float f2_3_weight[] = {-1, 0, 0, 1 / 2.f, 1 / 2.f, 1 / 2.f, 1 / 2.f, -1 / 2.f, 1 / 2.f, 0, 0, 1};
static const float f2_3_output[] = {1, 1, 1, 0, 0, 1, -1, 1};

// Points 0, 1, −1, ½, −2.
static const float f4_3_input[] = {
    1, -3 / 2.f, -2, 3 / 2.f, 1, 0, 0, -1, 1 / 2.f, 5 / 2.f, 1, 0, 0, 1, -5 / 2.f, 1 / 2.f, 1, 0,
    0, -2, -1, 2, 1, 0, 0, 1 / 2.f, -1, -1 / 2.f, 1, 0, 0, 1, -3 / 2.f, -2, 3 / 2.f, 1};
static const float f4_3_weight[] = {
    1, 0, 0, 1 / 3.f, 1 / 3.f, 1 / 3.f, -1 / 3.f, 1 / 3.f, -1 / 3.f,
    -16 / 15.f, -8 / 15.f, -4 / 15.f, 1 / 15.f, -2 / 15.f, 4 / 15.f, 0, 0, 1};
static const float f4_3_output[] = {
    1, 1, 1, 1, 1, 0, 0, 1, -1, 1 / 2.f, -2, 0, 0, 1, 1, 1 / 4.f, 4, 0, 0, 1, -1, 1 / 8.f, -8, 1};

// Points 0, 1, −1, ½.
static const float f4_2_input[] = {
    1 / 2.f, -1, -1 / 2.f, 1, 0, 0, -1 / 2.f, 1 / 2.f, 1, 0, 0, 1 / 2.f, -3 / 2.f, 1, 0,
    0, -1, 0, 1, 0, 0, 1 / 2.f, -1, -1 / 2.f, 1};
static const float f4_2_weight[] = {2, 0, 1, 1, -1 / 3.f, 1 / 3.f, -8 / 3.f, -4 / 3.f, 0, 1};
static const float f4_2_output[] = {1, 1, 1, 1, 0, 0, 1, -1, 1 / 2.f, 0, 0, 1, 1, 1 / 4.f, 0, 0, 1, -1, 1 / 8.f, 1};

static const scheme_matrices f2_3 = {2, 3, f2_3_input, f2_3_weight, f2_3_output};
static const scheme_matrices f4_3 = {4, 3, f4_3_input, f4_3_weight, f4_3_output};
static const scheme_matrices f4_2 = {4, 2, f4_2_input, f4_2_weight, f4_2_output};

enum { MOST = 6, MOST_SQUARED = MOST * MOST };

// y = T x along one direction, T of `rows` × `columns`; with `adjoint` T is stored transposed. All of it is unrolled: only the
// entries that are not 0 are left.
INLINED void combine(
    const float *matrix, int adjoint, int rows, int columns, const group *x, int x_step, group *y, int y_step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
        group sum = {0};
#pragma clang loop unroll(full)
        for (int j = 0; j < columns; j++) {
            const float factor = adjoint ? matrix[j * rows + i] : matrix[i * columns + j];
            if (factor == 1) sum += x[j * x_step];
            else if (factor == -1) sum -= x[j * x_step];
            else if (factor != 0) sum += factor * x[j * x_step];
        }
        y[i * y_step] = sum;
    }
}

// T x Tᵀ of a square x.
INLINED void transform(const float *matrix, int adjoint, int rows, int columns, const group *x, group *y) {
    group half[MOST_SQUARED];
#pragma clang loop unroll(full)
    for (int j = 0; j < columns; j++) combine(matrix, adjoint, rows, columns, x + j, columns, half + j, columns);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) combine(matrix, adjoint, rows, columns, half + i * columns, 1, y + i * rows, 1);
}

// Where a group of channels begins in a pixel.
INLINED ptrdiff_t group_offset(winnow_images images, size_t channel) {
    const size_t within = images.groups_per_block - 1;
    return (ptrdiff_t)(channel >> within) * images.block + (ptrdiff_t)(channel & within) * GROUP;
}

// Where a tile lies: the offset of its image, and the tile's row and column in it.
typedef struct {
    ptrdiff_t image, row, column;
} place;

INLINED place place_of(winnow_images images, winnow_tiles tiles, size_t index) {
    const size_t tile = tiles.first + index, row = tile / tiles.across;
    return (place){
        (ptrdiff_t)(row / tiles.down) * images.image, (ptrdiff_t)(row % tiles.down), (ptrdiff_t)(tile % tiles.across)};
}

// The corner of a square of pixels in an image, `step` pixels from one to the next, and which of them the image has.
typedef struct {
    ptrdiff_t top, left, step;
    int is_inside;
} window;

INLINED window window_at(winnow_images images, ptrdiff_t top, ptrdiff_t left, ptrdiff_t step, int side) {
    const ptrdiff_t reach = step * (side - 1);
    return (window){
        top, left, step,
        top >= 0 && left >= 0 && top + reach < images.height && left + reach < images.width};
}

INLINED int has(winnow_images images, window at, int i, int j) {
    const ptrdiff_t row = at.top + at.step * i, column = at.left + at.step * j;
    return row >= 0 && row < images.height && column >= 0 && column < images.width;
}

INLINED window input_window(winnow_images images, winnow_tiles tiles, place at, int m, int n, size_t phase) {
    const ptrdiff_t stride = tiles.stride;
    return window_at(
        images, stride * m * at.row + (ptrdiff_t)phase / stride - tiles.padding,
        stride * m * at.column + (ptrdiff_t)phase % stride - tiles.padding, stride, n);
}

// Where a group of channels begins in the pixel at a window's corner, which may lie outside the image.
INLINED ptrdiff_t corner(winnow_images images, place tile, window at, size_t channel) {
    return tile.image + group_offset(images, channel) + at.top * images.row + at.left * images.column;
}

// What lies outside the image counts as 0.
INLINED void read_window(winnow_images images, int is_bf16, window at, ptrdiff_t corner, int side, group *tile) {
    const ptrdiff_t row = at.step * images.row, column = at.step * images.column;
    if (at.is_inside) {
#pragma clang loop unroll(full)
        for (int i = 0; i < side; i++)
#pragma clang loop unroll(full)
            for (int j = 0; j < side; j++)
                tile[i * side + j] = load_pixel(images.elements, corner + i * row + j * column, is_bf16);
    } else {
        for (int i = 0; i < side; i++)
            for (int j = 0; j < side; j++)
                tile[i * side + j] =
                    has(images, at, i, j) ? load_pixel(images.elements, corner + i * row + j * column, is_bf16) : (group){0};
    }
}

INLINED void gather(
    scheme_matrices scheme, int is_bf16, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin,
    size_t end, int rounds) {
    const int m = scheme.outputs, n = m + scheme.taps - 1;
    const size_t phases = (size_t)(tiles.stride * tiles.stride);
    for (size_t index = begin; index < end; index++) {
        const place at = place_of(images, tiles, index);
        for (size_t phase = 0; phase < phases; phase++) {
            const window square = input_window(images, tiles, at, m, n, phase);
            for (size_t channel = 0; channel < images.groups; channel++) {
                group tile[MOST_SQUARED], result[MOST_SQUARED];
                read_window(images, is_bf16, square, corner(images, at, square, channel), n, tile);
                transform(scheme.input, 0, n, n, tile, result);
                const size_t entry = index * matrices.width + (phase * images.groups + channel) * GROUP;
#pragma clang loop unroll(full)
                for (int position = 0; position < n * n; position++)
                    store_entry(matrices, entry + (size_t)position * matrices.size, rounds, result[position]);
            }
        }
    }
}

INLINED void scatter(
    scheme_matrices scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end) {
    const int m = scheme.outputs, n = m + scheme.taps - 1;
    for (size_t index = 0; index < tiles.count; index++) {
        const place at = place_of(images, tiles, index);
        for (size_t column = begin; column < end; column++) {
            const size_t phase = column / images.groups, channel = column % images.groups;
            const window square = input_window(images, tiles, at, m, n, phase);
            float *pixels = (float *)images.elements + corner(images, at, square, channel);
            const size_t entry = index * matrices.width + column * GROUP;
            group tile[MOST_SQUARED], result[MOST_SQUARED];
#pragma clang loop unroll(full)
            for (int position = 0; position < n * n; position++)
                tile[position] = load_entry(matrices, entry + (size_t)position * matrices.size);
            transform(scheme.input, 1, n, n, tile, result);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) {
                    if (!square.is_inside && !has(images, square, i, j)) continue;
                    float *pixel = pixels + i * square.step * images.row + j * square.step * images.column;
                    store(pixel, load(pixel) + result[i * n + j]);
                }
        }
    }
}

INLINED void finish(
    scheme_matrices scheme, int is_bf16, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin,
    size_t end, const float *bias, float slope) {
    const int m = scheme.outputs, n = m + scheme.taps - 1;
    for (size_t index = begin; index < end; index++) {
        const place at = place_of(images, tiles, index);
        const window square = window_at(images, m * at.row, m * at.column, 1, m);
        for (size_t channel = 0; channel < images.groups; channel++) {
            const ptrdiff_t first = corner(images, at, square, channel);
            const size_t entry = index * matrices.width + channel * GROUP;
            group tile[MOST_SQUARED], result[MOST_SQUARED];
#pragma clang loop unroll(full)
            for (int position = 0; position < n * n; position++)
                tile[position] = load_entry(matrices, entry + (size_t)position * matrices.size);
            transform(scheme.output, 0, m, n, tile, result);
            const group shift = bias ? load(bias + channel * GROUP) : (group){0};
            for (int i = 0; i < m; i++)
                for (int j = 0; j < m; j++) {
                    if (!square.is_inside && !has(images, square, i, j)) continue;
                    const group value = result[i * m + j] + shift;
                    store_pixel(
                        images.elements, first + i * images.row + j * images.column, is_bf16, value > 0 ? value : slope * value);
                }
        }
    }
}

INLINED void unfinish(
    scheme_matrices scheme, int is_bf16, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin,
    size_t end, int rounds) {
    const int m = scheme.outputs, n = m + scheme.taps - 1;
    for (size_t index = begin; index < end; index++) {
        const place at = place_of(images, tiles, index);
        const window square = window_at(images, m * at.row, m * at.column, 1, m);
        for (size_t channel = 0; channel < images.groups; channel++) {
            const size_t entry = index * matrices.width + channel * GROUP;
            group tile[MOST_SQUARED], result[MOST_SQUARED];
            read_window(images, is_bf16, square, corner(images, at, square, channel), m, tile);
            transform(scheme.output, 1, n, m, tile, result);
#pragma clang loop unroll(full)
            for (int position = 0; position < n * n; position++)
                store_entry(matrices, entry + (size_t)position * matrices.size, rounds, result[position]);
        }
    }
}

// The weights of one phase, channel and group of outputs: where tap (0, 0) is, and how far it is to the next down and across.
typedef struct {
    size_t first, down, across;
} taps;

INLINED taps taps_of(scheme_matrices scheme, size_t channels, size_t outputs, size_t stride, size_t phase, size_t channel, size_t output) {
    const size_t side = (size_t)scheme.taps * stride, pixel = channels * outputs;
    return (taps){
        ((phase / stride) * side + phase % stride) * pixel + channel * outputs + output, stride * side * pixel, stride * pixel};
}

INLINED void weights(
    scheme_matrices scheme, const float *weight, size_t channels, size_t outputs, ptrdiff_t stride, winnow_matrices matrices,
    size_t begin, size_t end, int rounds) {
    const int r = scheme.taps, n = scheme.outputs + r - 1;
    const size_t phases = (size_t)(stride * stride);
    for (size_t channel = begin; channel < end; channel++)
        for (size_t phase = 0; phase < phases; phase++)
            for (size_t output = 0; output < outputs; output += GROUP) {
                const taps at = taps_of(scheme, channels, outputs, (size_t)stride, phase, channel, output);
                group tile[MOST_SQUARED], result[MOST_SQUARED];
                for (int i = 0; i < r; i++)
                    for (int j = 0; j < r; j++)
                        tile[i * r + j] = load(weight + at.first + (size_t)i * at.down + (size_t)j * at.across);
                transform(scheme.weight, 0, n, r, tile, result);
                const size_t entry = (phase * channels + channel) * matrices.width + output;
#pragma clang loop unroll(full)
                for (int position = 0; position < n * n; position++)
                    store_entry(matrices, entry + (size_t)position * matrices.size, rounds, result[position]);
            }
}

INLINED void weight_gradient(
    scheme_matrices scheme, float *gradient, size_t channels, size_t outputs, ptrdiff_t stride, winnow_matrices matrices,
    size_t begin, size_t end) {
    const int r = scheme.taps, n = scheme.outputs + r - 1;
    const size_t phases = (size_t)(stride * stride);
    for (size_t channel = begin; channel < end; channel++)
        for (size_t phase = 0; phase < phases; phase++)
            for (size_t output = 0; output < outputs; output += GROUP) {
                const taps at = taps_of(scheme, channels, outputs, (size_t)stride, phase, channel, output);
                const size_t entry = (phase * channels + channel) * matrices.width + output;
                group tile[MOST_SQUARED], result[MOST_SQUARED];
#pragma clang loop unroll(full)
                for (int position = 0; position < n * n; position++)
                    tile[position] = load_entry(matrices, entry + (size_t)position * matrices.size);
                transform(scheme.weight, 1, r, n, tile, result);
                for (int i = 0; i < r; i++)
                    for (int j = 0; j < r; j++)
                        store(gradient + at.first + (size_t)i * at.down + (size_t)j * at.across, result[i * r + j]);
            }
}
