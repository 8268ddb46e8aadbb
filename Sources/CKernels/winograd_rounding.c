#include "winograd_rounding.h"

enum { GROUP = 16 };
#include "winograd_passes.h"

// Only processors with AVX-512 BF16 come here, and they round sixteen numbers in one instruction.
#ifdef __x86_64__
#define ROUNDING __attribute__((target("arch=x86-64-v4,avx512bf16")))
#else
#define ROUNDING
#endif

ROUNDING void winnow_winograd_gather_rounding(
    winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end) {
    gather(f2_3, 1, images, tiles, matrices, begin, end, 1);
}

ROUNDING void winnow_winograd_unfinish_rounding(
    winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin, size_t end) {
    unfinish(f2_3, 1, images, tiles, matrices, begin, end, 1);
}

ROUNDING void winnow_winograd_weights_rounding(
    const float *weight, size_t channels, size_t outputs, ptrdiff_t stride, winnow_matrices matrices, size_t begin, size_t end) {
    weights(f2_3, weight, channels, outputs, stride, matrices, begin, end, 1);
}
