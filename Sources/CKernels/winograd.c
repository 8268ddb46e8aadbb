#include "cloned.h"
#include "winograd_rounding.h"

enum { GROUP = 8 };
#include "winograd_passes.h"

// One copy of a pass for each scheme, its matrices known to the compiler.
#define FOR_SCHEME(name, ...) \
    switch (scheme) { \
    case WINNOW_F2_3: name(f2_3, __VA_ARGS__); break; \
    case WINNOW_F4_3: name(f4_3, __VA_ARGS__); break; \
    case WINNOW_F4_2: name(f4_2, __VA_ARGS__); break; \
    }

// And one for each type of images.
#define FOR_SCHEME_AND_TYPE(name, images, ...) \
    if (images.is_bf16) { \
        FOR_SCHEME(name, 1, images, __VA_ARGS__) \
    } else { \
        FOR_SCHEME(name, 0, images, __VA_ARGS__) \
    }

CLONED_BY_LEVEL void winnow_winograd_gather(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin,
    size_t end) {
    if (matrices.is_bf16) {
        winnow_winograd_gather_rounding(images, tiles, matrices, begin, end);
    } else {
        FOR_SCHEME_AND_TYPE(gather, images, tiles, matrices, begin, end, 0)
    }
}

CLONED_BY_LEVEL void winnow_winograd_scatter(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin,
    size_t end) {
    FOR_SCHEME(scatter, images, tiles, matrices, begin, end)
}

CLONED_BY_LEVEL void winnow_winograd_finish(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin,
    size_t end, const float *bias, float slope) {
    FOR_SCHEME_AND_TYPE(finish, images, tiles, matrices, begin, end, bias, slope)
}

CLONED_BY_LEVEL void winnow_winograd_unfinish(
    winnow_winograd_scheme scheme, winnow_images images, winnow_tiles tiles, winnow_matrices matrices, size_t begin,
    size_t end) {
    if (matrices.is_bf16) {
        winnow_winograd_unfinish_rounding(images, tiles, matrices, begin, end);
    } else {
        FOR_SCHEME_AND_TYPE(unfinish, images, tiles, matrices, begin, end, 0)
    }
}

CLONED_BY_LEVEL void winnow_winograd_weights(
    winnow_winograd_scheme scheme, const float *weight, size_t channels, size_t outputs, ptrdiff_t stride,
    winnow_matrices matrices, size_t begin, size_t end) {
    if (matrices.is_bf16) {
        winnow_winograd_weights_rounding(weight, channels, outputs, stride, matrices, begin, end);
    } else {
        FOR_SCHEME(weights, weight, channels, outputs, stride, matrices, begin, end, 0)
    }
}

CLONED_BY_LEVEL void winnow_winograd_weight_gradient(
    winnow_winograd_scheme scheme, float *gradient, size_t channels, size_t outputs, ptrdiff_t stride,
    winnow_matrices matrices, size_t begin, size_t end) {
    FOR_SCHEME(weight_gradient, gradient, channels, outputs, stride, matrices, begin, end)
}
