// What the engine needs of oneDNN's C API, in one vocabulary: layouts go in and come out as plain structures, and each
// primitive descriptor is made by one call. Differences between generations of the library lie behind these declarations.
#pragma once
#include <dnnl.h>
#include <stdint.h>

#define WINNOW_MAX_RANK 6

// A tensor's extents, type and where its elements lie. `is_any` leaves the layout to the library.
typedef struct {
    int rank;
    int is_any;
    int is_bf16;
    int64_t extents[WINNOW_MAX_RANK];
    int64_t padded[WINNOW_MAX_RANK];
    int64_t strides[WINNOW_MAX_RANK];
    int block_count;
    int64_t block_sizes[WINNOW_MAX_RANK];
    int64_t block_axes[WINNOW_MAX_RANK];
} winnow_dnnl_layout;

// Reads the layout that a primitive expects for one of its memories.
dnnl_status_t winnow_dnnl_query_layout(
    const_dnnl_primitive_desc_t descriptor, int argument, winnow_dnnl_layout *layout);

// The argument of the tensor that is added behind a convolution.
static const int32_t winnow_dnnl_addend = DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1;

// Makes the memory that a primitive expects for one of its arguments over existing bytes.
dnnl_status_t winnow_dnnl_memory(
    dnnl_memory_t *result, const_dnnl_primitive_desc_t descriptor, int argument, dnnl_engine_t engine, void *data);

// How many bytes the memory of an argument takes; 0 where the primitive has no such argument.
size_t winnow_dnnl_byte_count(const_dnnl_primitive_desc_t descriptor, int argument);

// The descriptors of primitives. All say dnnl_unimplemented where the library has none for the problem.
//
// Convolutions: `padding` is above and below, `side_padding` left and right. A weight of five axes has the groups of channels in
// front. `bias` may be NULL; where `adds` is not 0, a tensor in the layout of the output is added to the result before the
// activation; `leaky_slope` below 0 means no activation. Winograd's algorithm is for 3×3 windows of stride 1 and takes the same
// layouts.
dnnl_status_t winnow_dnnl_convolution_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *bias, const winnow_dnnl_layout *output, int64_t stride,
    int64_t padding, int64_t side_padding, int adds, float leaky_slope);
dnnl_status_t winnow_dnnl_convolution_backward_data(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *output, int64_t stride, int64_t padding,
    int64_t side_padding);
dnnl_status_t winnow_dnnl_convolution_backward_weights(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *output, int64_t stride, int64_t padding,
    int64_t side_padding);

// Products of `count` pairs of matrices [rows, inner] and [inner, columns], in single precision. A factor that `transposes` is
// stored the other way round; what `adds` is added to what is there.
dnnl_status_t winnow_dnnl_products(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int is_bf16, int64_t count, int64_t rows, int64_t inner,
    int64_t columns, int transposes_first, int transposes_second, int adds);

// Batch normalization. `given_statistics`: mean and variance are inputs, and nothing is kept for a gradient.
dnnl_status_t winnow_dnnl_normalization_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *input, float epsilon,
    int given_statistics, int fused_relu);
dnnl_status_t winnow_dnnl_normalization_backward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *input, float epsilon,
    int fused_relu);
// Whether that gradient takes the shift, on which nothing in it depends: oneDNN 2 asks for it, and oneDNN 3 refuses it.
int winnow_dnnl_normalization_backward_takes_shift(void);

// Pooling; padding counts as zeros in an average.
dnnl_status_t winnow_dnnl_pooling_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int maximum, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *output, int64_t kernel_height, int64_t kernel_width, int64_t stride, int64_t padding);
dnnl_status_t winnow_dnnl_pooling_backward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int maximum, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *output, int64_t kernel_height, int64_t kernel_width, int64_t stride, int64_t padding);

// A copy from one layout to another.
dnnl_status_t winnow_dnnl_reorder(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *from, const winnow_dnnl_layout *to);

// A processor engine and its stream.
dnnl_status_t winnow_dnnl_open(dnnl_engine_t *engine, dnnl_stream_t *stream);
