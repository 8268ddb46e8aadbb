// The passes over memory of Winograd's minimal filtering for convolutions (Lavin and Gray, 2016, "Fast Algorithms for
// Convolutional Neural Networks"). A tile of n × n pixels becomes n² matrices' entries, products of matrices take the place of
// the convolution, and m × m results (n = m + r − 1 for windows of r × r) come back. Each pass has an adjoint, which is what the
// gradients need. All are single-threaded; the caller splits the work.
//
// Channels go in groups of eight, or of sixteen in the passes that make factors in bf16. A convolution of stride 2 with a
// window of 2r is, in each direction, the sum of two of stride 1 with a window of r, on the even and on the odd pixels: its
// phases. Entry (phase, channel) of a row of a matrix is column phase · channels + channel.
#pragma once
#include <stddef.h>

typedef enum {
    WINNOW_F2_3,  // m = 2, r = 3: 2¼ times fewer multiplications
    WINNOW_F4_3,  // m = 4, r = 3: four times
    WINNOW_F4_2,  // m = 4, r = 2: 2.56 times
} winnow_winograd_scheme;

// How images lie in memory; distances are counted in elements.
typedef struct {
    void *elements;
    int is_bf16;  // whether they are bf16, the upper halves of floats, and not floats
    ptrdiff_t image, block, row, column;  // from one image, block of channels, row, pixel to the next
    ptrdiff_t height, width;
    size_t groups, groups_per_block;  // of channels; those of a block (one or two) lie side by side
} winnow_images;

// The tiles of a batch: `down` × `across` in an image, numbered by image, row and column. `first` and `count` say which of them
// the matrices hold, one a row.
typedef struct {
    size_t down, across, first, count;
    ptrdiff_t stride, padding;  // the convolution's
} winnow_tiles;

// Some n² matrices, one behind the other: `size` elements each, `width` a row.
typedef struct {
    void *elements;
    int is_bf16;  // and not floats: factors alone, with WINNOW_F2_3 and a processor that has AVX-512 BF16
    size_t size, width;
} winnow_matrices;

// The transformed inputs of tiles `begin` to `end` of those that the matrices hold: Bᵀ d B. Where the matrices are bf16, the images
// must be, in groups of sixteen.
void winnow_winograd_gather(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end);

// The adjoint: adds B v Bᵀ to the images, which must be floats, for groups of columns `begin` to `end`.
void winnow_winograd_scatter(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end);

// Outputs Aᵀ m A of tiles `begin` to `end`, plus a bias where there is one, those below 0 times `slope`.
void winnow_winograd_finish(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end,
    const float *bias, float slope);

// Its adjoint: A d Aᵀ of the outputs' gradient. Where the matrices are bf16, the images must be, in groups of sixteen.
void winnow_winograd_unfinish(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end);

// The transformed weights G w Gᵀ of channels `begin` to `end`. The weights lie [kH, kW, C, O]; the matrices' rows are
// (phase, channel), their columns the outputs.
void winnow_winograd_weights(
    winnow_winograd_scheme scheme, const float *weights, size_t channels, size_t outputs, ptrdiff_t stride,
    winnow_matrices matrices, size_t begin, size_t end);

// The adjoint: the weights' gradient Gᵀ u G.
void winnow_winograd_weight_gradient(
    winnow_winograd_scheme scheme, float *gradient, size_t channels, size_t outputs, ptrdiff_t stride,
    winnow_matrices matrices, size_t begin, size_t end);
