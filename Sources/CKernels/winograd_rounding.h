// The passes that make factors in bf16: WINNOW_F2_3, images in bf16, groups of sixteen channels.
#pragma once
#include "winograd.h"

void winnow_winograd_gather_rounding(
    winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end);
void winnow_winograd_unfinish_rounding(
    winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end);
void winnow_winograd_weights_rounding(
    const float *weight, size_t channels, size_t outputs, ptrdiff_t stride, winnow_matrices matrices, size_t begin, size_t end);
