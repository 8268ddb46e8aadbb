// What the engine needs of oneDNN's C API, in one vocabulary: layouts go in and come out as plain structures, and each
// primitive descriptor is made by one call. Differences between generations of the library belong in this file alone.
#pragma once
#include <dnnl.h>
#include <stdint.h>
#include <string.h>

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

static inline dnnl_status_t winnow_dnnl_descriptor(dnnl_memory_desc_t *result, const winnow_dnnl_layout *layout) {
    const dnnl_data_type_t type = layout->is_bf16 ? dnnl_bf16 : dnnl_f32;
    dnnl_dims_t extents;
    memset(extents, 0, sizeof extents);
    for (int axis = 0; axis < layout->rank; axis++) extents[axis] = layout->extents[axis];
    if (layout->is_any)
        return dnnl_memory_desc_init_by_tag(result, layout->rank, extents, type, dnnl_format_tag_any);
    dnnl_dims_t strides;
    memset(strides, 0, sizeof strides);
    for (int axis = 0; axis < layout->rank; axis++) strides[axis] = layout->strides[axis];
    if (layout->block_count == 0)
        return dnnl_memory_desc_init_by_strides(result, layout->rank, extents, type, strides);
    memset(result, 0, sizeof *result);
    result->ndims = layout->rank;
    result->data_type = type;
    result->format_kind = dnnl_blocked;
    for (int axis = 0; axis < layout->rank; axis++) {
        result->dims[axis] = layout->extents[axis];
        result->padded_dims[axis] = layout->padded[axis];
        result->format_desc.blocking.strides[axis] = layout->strides[axis];
    }
    result->format_desc.blocking.inner_nblks = layout->block_count;
    for (int block = 0; block < layout->block_count; block++) {
        result->format_desc.blocking.inner_blks[block] = layout->block_sizes[block];
        result->format_desc.blocking.inner_idxs[block] = layout->block_axes[block];
    }
    return dnnl_success;
}

// Reads the layout that a primitive expects for one of its memories.
static inline dnnl_status_t winnow_dnnl_query_layout(
    const_dnnl_primitive_desc_t descriptor, int argument, winnow_dnnl_layout *layout) {
    const dnnl_memory_desc_t *memory = dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
    memset(layout, 0, sizeof *layout);
    if (memory == NULL || memory->ndims == 0) return dnnl_success;
    if (memory->format_kind != dnnl_blocked || memory->ndims > WINNOW_MAX_RANK || memory->extra.flags != 0)
        return dnnl_unimplemented;
    layout->rank = memory->ndims;
    for (int axis = 0; axis < memory->ndims; axis++) {
        layout->extents[axis] = memory->dims[axis];
        layout->padded[axis] = memory->padded_dims[axis];
        layout->strides[axis] = memory->format_desc.blocking.strides[axis];
    }
    layout->block_count = memory->format_desc.blocking.inner_nblks;
    for (int block = 0; block < layout->block_count; block++) {
        layout->block_sizes[block] = memory->format_desc.blocking.inner_blks[block];
        layout->block_axes[block] = memory->format_desc.blocking.inner_idxs[block];
    }
    return dnnl_success;
}

// Makes the memory that a primitive expects for one of its arguments over existing bytes.
static inline dnnl_status_t winnow_dnnl_memory(
    dnnl_memory_t *result, const_dnnl_primitive_desc_t descriptor, int argument, dnnl_engine_t engine, void *data) {
    const dnnl_memory_desc_t *memory = dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
    if (memory == NULL) return dnnl_invalid_arguments;
    return dnnl_memory_create(result, memory, engine, data);
}

// How many bytes the memory of an argument takes; 0 where the primitive has no such argument.
static inline size_t winnow_dnnl_byte_count(const_dnnl_primitive_desc_t descriptor, int argument) {
    const dnnl_memory_desc_t *memory = dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
    return memory == NULL ? 0 : dnnl_memory_desc_get_size(memory);
}

#define WINNOW_CHECK(call) do { dnnl_status_t status_ = (call); if (status_ != dnnl_success) return status_; } while (0)

// Asks for a primitive, with a leaky ReLU behind it where `leaky_slope` is not negative. Scratch memory is the caller's:
// the library's own belongs to the thread that made the primitive, and no other may then run it.
static inline dnnl_status_t winnow_dnnl_create(
    dnnl_primitive_desc_t *result, const_dnnl_op_desc_t operation, dnnl_engine_t engine, const_dnnl_primitive_desc_t hint,
    float leaky_slope) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t post = NULL;
    WINNOW_CHECK(dnnl_primitive_attr_create(&attributes));
    dnnl_status_t status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (leaky_slope >= 0) {
        if (status == dnnl_success) status = dnnl_post_ops_create(&post);
        if (status == dnnl_success) status = dnnl_post_ops_append_eltwise(post, 1, dnnl_eltwise_relu, leaky_slope, 0);
        if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, post);
    }
    if (status == dnnl_success) status = dnnl_primitive_desc_create(result, operation, attributes, engine, hint);
    if (post) dnnl_post_ops_destroy(post);
    dnnl_primitive_attr_destroy(attributes);
    return status;
}

// Convolutions. `bias` may be NULL; `leaky_slope` below 0 means no activation. Winograd's algorithm is for 3×3 windows of
// stride 1 and takes the same layouts; where the library has none for a problem, it says dnnl_unimplemented.
static inline dnnl_alg_kind_t winnow_dnnl_convolution_algorithm(int winograd) {
    return winograd ? dnnl_convolution_winograd : dnnl_convolution_direct;
}

static inline dnnl_status_t winnow_dnnl_convolution_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *bias, const winnow_dnnl_layout *output, int64_t stride,
    int64_t padding, float leaky_slope) {
    dnnl_memory_desc_t input_md, weight_md, bias_md, output_md;
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&weight_md, weight));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    if (bias) WINNOW_CHECK(winnow_dnnl_descriptor(&bias_md, bias));
    dnnl_dims_t strides = {stride, stride}, paddings = {padding, padding};
    dnnl_convolution_desc_t operation;
    WINNOW_CHECK(dnnl_convolution_forward_desc_init(
        &operation, dnnl_forward_training, winnow_dnnl_convolution_algorithm(winograd), &input_md, &weight_md,
        bias ? &bias_md : NULL, &output_md, strides, paddings, paddings));
    return winnow_dnnl_create(result, &operation, engine, NULL, leaky_slope);
}

static inline dnnl_status_t winnow_dnnl_convolution_backward_data(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *output, int64_t stride, int64_t padding) {
    dnnl_memory_desc_t input_md, weight_md, output_md;
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&weight_md, weight));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    dnnl_dims_t strides = {stride, stride}, paddings = {padding, padding};
    dnnl_primitive_desc_t hint;
    WINNOW_CHECK(winnow_dnnl_convolution_forward(
        &hint, engine, winograd, input, weight, NULL, output, stride, padding, -1));
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_backward_data_desc_init(
        &operation, winnow_dnnl_convolution_algorithm(winograd), &input_md, &weight_md, &output_md, strides, paddings, paddings);
    if (status == dnnl_success) status = winnow_dnnl_create(result, &operation, engine, hint, -1);
    dnnl_primitive_desc_destroy(hint);
    return status;
}

static inline dnnl_status_t winnow_dnnl_convolution_backward_weights(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *output, int64_t stride, int64_t padding) {
    dnnl_memory_desc_t input_md, weight_md, output_md;
    // Parameters and their gradients are in single precision, whatever the activations are in.
    winnow_dnnl_layout weight_in_hint = *weight;
    weight_in_hint.is_bf16 = input->is_bf16;
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&weight_md, weight));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    dnnl_dims_t strides = {stride, stride}, paddings = {padding, padding};
    dnnl_primitive_desc_t hint;
    WINNOW_CHECK(winnow_dnnl_convolution_forward(
        &hint, engine, winograd, input, &weight_in_hint, NULL, output, stride, padding, -1));
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_backward_weights_desc_init(
        &operation, winnow_dnnl_convolution_algorithm(winograd), &input_md, &weight_md, NULL, &output_md, strides,
        paddings, paddings);
    if (status == dnnl_success) status = winnow_dnnl_create(result, &operation, engine, hint, -1);
    dnnl_primitive_desc_destroy(hint);
    return status;
}

// The product of a transposed matrix [inner, rows] and a matrix [inner, columns], in single precision.
static inline dnnl_status_t winnow_dnnl_transposed_product(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int is_bf16, int64_t inner, int64_t rows, int64_t columns) {
    const dnnl_data_type_t type = is_bf16 ? dnnl_bf16 : dnnl_f32;
    dnnl_dims_t first_extents = {rows, inner}, first_strides = {1, rows};
    dnnl_dims_t second_extents = {inner, columns}, second_strides = {columns, 1};
    dnnl_dims_t product_extents = {rows, columns}, product_strides = {columns, 1};
    dnnl_memory_desc_t first, second, product;
    WINNOW_CHECK(dnnl_memory_desc_init_by_strides(&first, 2, first_extents, type, first_strides));
    WINNOW_CHECK(dnnl_memory_desc_init_by_strides(&second, 2, second_extents, type, second_strides));
    WINNOW_CHECK(dnnl_memory_desc_init_by_strides(&product, 2, product_extents, dnnl_f32, product_strides));
    dnnl_matmul_desc_t operation;
    WINNOW_CHECK(dnnl_matmul_desc_init(&operation, &first, &second, NULL, &product));
    return winnow_dnnl_create(result, &operation, engine, NULL, -1);
}

// Batch normalization. `given_statistics`: mean and variance are inputs, and nothing is kept for a gradient.
static inline unsigned winnow_dnnl_normalization_flags(int given_statistics, int fused_relu) {
    return dnnl_use_scale | dnnl_use_shift | (given_statistics ? dnnl_use_global_stats : 0)
        | (fused_relu ? dnnl_fuse_norm_relu : 0);
}

static inline dnnl_status_t winnow_dnnl_normalization_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *input, float epsilon,
    int given_statistics, int fused_relu) {
    dnnl_memory_desc_t input_md;
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    dnnl_batch_normalization_desc_t operation;
    WINNOW_CHECK(dnnl_batch_normalization_forward_desc_init(
        &operation, given_statistics ? dnnl_forward_inference : dnnl_forward_training, &input_md, epsilon,
        winnow_dnnl_normalization_flags(given_statistics, fused_relu)));
    return winnow_dnnl_create(result, &operation, engine, NULL, -1);
}

static inline dnnl_status_t winnow_dnnl_normalization_backward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *input, float epsilon,
    int fused_relu) {
    dnnl_memory_desc_t input_md;
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    dnnl_primitive_desc_t hint;
    WINNOW_CHECK(winnow_dnnl_normalization_forward(&hint, engine, input, epsilon, 0, fused_relu));
    dnnl_batch_normalization_desc_t operation;
    dnnl_status_t status = dnnl_batch_normalization_backward_desc_init(
        &operation, dnnl_backward, &input_md, &input_md, epsilon, winnow_dnnl_normalization_flags(0, fused_relu));
    if (status == dnnl_success) status = winnow_dnnl_create(result, &operation, engine, hint, -1);
    dnnl_primitive_desc_destroy(hint);
    return status;
}

// Pooling; padding counts as zeros in an average.
static inline dnnl_status_t winnow_dnnl_pooling_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int maximum, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *output, int64_t kernel_height, int64_t kernel_width, int64_t stride, int64_t padding) {
    dnnl_memory_desc_t input_md, output_md;
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    dnnl_dims_t strides = {stride, stride}, kernel = {kernel_height, kernel_width}, paddings = {padding, padding};
    dnnl_pooling_desc_t operation;
    WINNOW_CHECK(dnnl_pooling_forward_desc_init(
        &operation, dnnl_forward_training, maximum ? dnnl_pooling_max : dnnl_pooling_avg_include_padding, &input_md,
        &output_md, strides, kernel, paddings, paddings));
    return winnow_dnnl_create(result, &operation, engine, NULL, -1);
}

static inline dnnl_status_t winnow_dnnl_pooling_backward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int maximum, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *output, int64_t kernel_height, int64_t kernel_width, int64_t stride, int64_t padding) {
    dnnl_memory_desc_t input_md, output_md;
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    dnnl_primitive_desc_t hint;
    WINNOW_CHECK(winnow_dnnl_pooling_forward(
        &hint, engine, maximum, input, output, kernel_height, kernel_width, stride, padding));
    dnnl_dims_t strides = {stride, stride}, kernel = {kernel_height, kernel_width}, paddings = {padding, padding};
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = dnnl_pooling_backward_desc_init(
        &operation, maximum ? dnnl_pooling_max : dnnl_pooling_avg_include_padding, &input_md, &output_md, strides,
        kernel, paddings, paddings);
    if (status == dnnl_success) status = winnow_dnnl_create(result, &operation, engine, hint, -1);
    dnnl_primitive_desc_destroy(hint);
    return status;
}

// A copy from one layout to another.
static inline dnnl_status_t winnow_dnnl_reorder(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *from, const winnow_dnnl_layout *to) {
    dnnl_memory_desc_t from_md, to_md;
    WINNOW_CHECK(winnow_dnnl_descriptor(&from_md, from));
    WINNOW_CHECK(winnow_dnnl_descriptor(&to_md, to));
    dnnl_primitive_attr_t attributes = NULL;
    WINNOW_CHECK(dnnl_primitive_attr_create(&attributes));
    dnnl_status_t status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success)
        status = dnnl_reorder_primitive_desc_create(result, &from_md, engine, &to_md, engine, attributes);
    dnnl_primitive_attr_destroy(attributes);
    return status;
}

// A processor engine and its stream.
static inline dnnl_status_t winnow_dnnl_open(dnnl_engine_t *engine, dnnl_stream_t *stream) {
    WINNOW_CHECK(dnnl_engine_create(engine, dnnl_cpu, 0));
    return dnnl_stream_create(stream, *engine, dnnl_stream_default_flags);
}

#undef WINNOW_CHECK
