// Two generations of oneDNN, 2 and 3, under one set of functions.
#include "CDNNL.h"
#include <string.h>

#define WINNOW_CHECK(call) do { dnnl_status_t status_ = (call); if (status_ != dnnl_success) return status_; } while (0)

// A description of memory: a structure in oneDNN 2, a handle in oneDNN 3. A variable lets go of it at the end of its scope.
static void winnow_dnnl_forget_memory(dnnl_memory_desc_t *description) {
#if DNNL_VERSION_MAJOR >= 3
    if (*description) dnnl_memory_desc_destroy(*description);
#else
    (void)description;
#endif
}
static void winnow_dnnl_forget_primitive(dnnl_primitive_desc_t *description) {
    if (*description) dnnl_primitive_desc_destroy(*description);
}
static void winnow_dnnl_forget_attributes(dnnl_primitive_attr_t *attributes) {
    if (*attributes) dnnl_primitive_attr_destroy(*attributes);
}
static void winnow_dnnl_forget_post_operations(dnnl_post_ops_t *operations) {
    if (*operations) dnnl_post_ops_destroy(*operations);
}
#define WINNOW_MEMORY(name) \
    dnnl_memory_desc_t name __attribute__((cleanup(winnow_dnnl_forget_memory))); \
    memset(&name, 0, sizeof name)
#define WINNOW_PRIMITIVE(name) \
    dnnl_primitive_desc_t name __attribute__((cleanup(winnow_dnnl_forget_primitive))) = NULL
#define WINNOW_ATTRIBUTES(name) \
    dnnl_primitive_attr_t name __attribute__((cleanup(winnow_dnnl_forget_attributes))) = NULL

#if DNNL_VERSION_MAJOR >= 3
// How a description is handed to a call.
#define WINNOW_OF(description) (description)
typedef const_dnnl_memory_desc_t winnow_dnnl_memory_reference;

static dnnl_status_t winnow_dnnl_read_layout(winnow_dnnl_memory_reference memory, winnow_dnnl_layout *layout) {
    dnnl_format_kind_t kind;
    int rank, blocks;
    const dnnl_dims_t *extents, *padded, *strides, *sizes, *axes;
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_ndims_s32, &rank));
    if (rank == 0) return dnnl_success;
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_format_kind, &kind));
    if (kind != dnnl_blocked || rank > WINNOW_MAX_RANK) return dnnl_unimplemented;
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_dims, &extents));
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_padded_dims, &padded));
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_strides, &strides));
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_inner_nblks_s32, &blocks));
    layout->rank = rank;
    for (int axis = 0; axis < rank; axis++) {
        layout->extents[axis] = (*extents)[axis];
        layout->padded[axis] = (*padded)[axis];
        layout->strides[axis] = (*strides)[axis];
    }
    layout->block_count = blocks;
    if (blocks == 0) return dnnl_success;
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_inner_blks, &sizes));
    WINNOW_CHECK(dnnl_memory_desc_query(memory, dnnl_query_inner_idxs, &axes));
    for (int block = 0; block < blocks; block++) {
        layout->block_sizes[block] = (*sizes)[block];
        layout->block_axes[block] = (*axes)[block];
    }
    return dnnl_success;
}

// Whether an axis has one outer block, so that its stride moves no element.
static int winnow_dnnl_is_one_block(const winnow_dnnl_layout *layout, int axis) {
    int64_t size = 1;
    for (int block = 0; block < layout->block_count; block++)
        if (layout->block_axes[block] == axis) size *= layout->block_sizes[block];
    return layout->padded[axis] == size;
}

// oneDNN 3 takes blocked layouts by name alone: the name is looked for whose blocks and strides are the ones wanted.
static dnnl_status_t winnow_dnnl_blocked_descriptor(
    dnnl_memory_desc_t *result, const winnow_dnnl_layout *layout, dnnl_dims_t extents, dnnl_data_type_t type) {
    for (int tag = dnnl_format_tag_any + 1; tag < dnnl_format_tag_last; tag++) {
        dnnl_memory_desc_t found = NULL;
        if (dnnl_memory_desc_create_with_tag(&found, layout->rank, extents, type, (dnnl_format_tag_t)tag) != dnnl_success)
            continue;
        winnow_dnnl_layout other;
        memset(&other, 0, sizeof other);
        int same = winnow_dnnl_read_layout(found, &other) == dnnl_success && other.block_count == layout->block_count;
        for (int axis = 0; same && axis < layout->rank; axis++)
            same = other.padded[axis] == layout->padded[axis]
                && (other.strides[axis] == layout->strides[axis] || winnow_dnnl_is_one_block(layout, axis));
        for (int block = 0; same && block < layout->block_count; block++)
            same = other.block_sizes[block] == layout->block_sizes[block]
                && other.block_axes[block] == layout->block_axes[block];
        if (same) {
            *result = found;
            return dnnl_success;
        }
        dnnl_memory_desc_destroy(found);
    }
    return dnnl_unimplemented;
}

static dnnl_status_t winnow_dnnl_strided_descriptor(
    dnnl_memory_desc_t *result, int rank, dnnl_dims_t extents, dnnl_data_type_t type, dnnl_dims_t strides) {
    return dnnl_memory_desc_create_with_strides(result, rank, extents, type, strides);
}

static dnnl_status_t winnow_dnnl_any_descriptor(
    dnnl_memory_desc_t *result, int rank, dnnl_dims_t extents, dnnl_data_type_t type) {
    return dnnl_memory_desc_create_with_tag(result, rank, extents, type, dnnl_format_tag_any);
}

static dnnl_status_t winnow_dnnl_append_leaky_relu(dnnl_post_ops_t operations, float slope) {
    return dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_relu, slope, 0);
}
#else
#define WINNOW_OF(description) (&(description))
typedef const dnnl_memory_desc_t *winnow_dnnl_memory_reference;

static dnnl_status_t winnow_dnnl_read_layout(winnow_dnnl_memory_reference memory, winnow_dnnl_layout *layout) {
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

static dnnl_status_t winnow_dnnl_blocked_descriptor(
    dnnl_memory_desc_t *result, const winnow_dnnl_layout *layout, dnnl_dims_t extents, dnnl_data_type_t type) {
    memset(result, 0, sizeof *result);
    result->ndims = layout->rank;
    result->data_type = type;
    result->format_kind = dnnl_blocked;
    for (int axis = 0; axis < layout->rank; axis++) {
        result->dims[axis] = extents[axis];
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

static dnnl_status_t winnow_dnnl_strided_descriptor(
    dnnl_memory_desc_t *result, int rank, dnnl_dims_t extents, dnnl_data_type_t type, dnnl_dims_t strides) {
    return dnnl_memory_desc_init_by_strides(result, rank, extents, type, strides);
}

static dnnl_status_t winnow_dnnl_any_descriptor(
    dnnl_memory_desc_t *result, int rank, dnnl_dims_t extents, dnnl_data_type_t type) {
    return dnnl_memory_desc_init_by_tag(result, rank, extents, type, dnnl_format_tag_any);
}

static dnnl_status_t winnow_dnnl_append_leaky_relu(dnnl_post_ops_t operations, float slope) {
    return dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_relu, slope, 0);
}
#endif

static dnnl_status_t winnow_dnnl_descriptor(dnnl_memory_desc_t *result, const winnow_dnnl_layout *layout) {
    const dnnl_data_type_t type = layout->is_bf16 ? dnnl_bf16 : dnnl_f32;
    dnnl_dims_t extents, strides;
    memset(extents, 0, sizeof extents);
    memset(strides, 0, sizeof strides);
    for (int axis = 0; axis < layout->rank; axis++) {
        extents[axis] = layout->extents[axis];
        strides[axis] = layout->strides[axis];
    }
    if (layout->is_any) return winnow_dnnl_any_descriptor(result, layout->rank, extents, type);
    if (layout->block_count == 0) return winnow_dnnl_strided_descriptor(result, layout->rank, extents, type, strides);
    return winnow_dnnl_blocked_descriptor(result, layout, extents, type);
}

dnnl_status_t winnow_dnnl_query_layout(
    const_dnnl_primitive_desc_t descriptor, int argument, winnow_dnnl_layout *layout) {
    memset(layout, 0, sizeof *layout);
    return winnow_dnnl_read_layout(dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument), layout);
}

dnnl_status_t winnow_dnnl_memory(
    dnnl_memory_t *result, const_dnnl_primitive_desc_t descriptor, int argument, dnnl_engine_t engine, void *data) {
    winnow_dnnl_memory_reference memory =
        dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
    if (memory == NULL) return dnnl_invalid_arguments;
    return dnnl_memory_create(result, memory, engine, data);
}

size_t winnow_dnnl_byte_count(const_dnnl_primitive_desc_t descriptor, int argument) {
    winnow_dnnl_memory_reference memory =
        dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
    return memory == NULL ? 0 : dnnl_memory_desc_get_size(memory);
}

// What every primitive is asked for with: scratch memory of the caller's, because the library's own belongs to the thread
// that made the primitive, and no other may then run it.
static dnnl_status_t winnow_dnnl_attributes(dnnl_primitive_attr_t *result) {
    WINNOW_CHECK(dnnl_primitive_attr_create(result));
    return dnnl_primitive_attr_set_scratchpad_mode(*result, dnnl_scratchpad_mode_user);
}

// The same, and behind the primitive the addition of a tensor where `addend` describes one, and a leaky ReLU where `leaky_slope` is
// not negative.
static dnnl_status_t winnow_dnnl_attributes_with(
    dnnl_primitive_attr_t *result, winnow_dnnl_memory_reference addend, float leaky_slope) {
    dnnl_post_ops_t post __attribute__((cleanup(winnow_dnnl_forget_post_operations))) = NULL;
    WINNOW_CHECK(winnow_dnnl_attributes(result));
    WINNOW_CHECK(dnnl_post_ops_create(&post));
    if (addend) WINNOW_CHECK(dnnl_post_ops_append_binary(post, dnnl_binary_add, addend));
    if (leaky_slope >= 0) WINNOW_CHECK(winnow_dnnl_append_leaky_relu(post, leaky_slope));
    return dnnl_primitive_attr_set_post_ops(*result, post);
}

static dnnl_alg_kind_t winnow_dnnl_convolution_algorithm(int winograd) {
    return winograd ? dnnl_convolution_winograd : dnnl_convolution_direct;
}

static dnnl_status_t winnow_dnnl_create_convolution(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, winnow_dnnl_memory_reference input,
    winnow_dnnl_memory_reference weight, winnow_dnnl_memory_reference bias, winnow_dnnl_memory_reference output,
    int64_t stride, int64_t padding, int64_t side_padding, const_dnnl_primitive_attr_t attributes) {
    const dnnl_alg_kind_t algorithm = winnow_dnnl_convolution_algorithm(winograd);
    dnnl_dims_t strides = {stride, stride}, paddings = {padding, side_padding};
#if DNNL_VERSION_MAJOR >= 3
    dnnl_dims_t dilations = {0, 0};
    return dnnl_convolution_forward_primitive_desc_create(
        result, engine, dnnl_forward_training, algorithm, input, weight, bias, output, strides, dilations, paddings,
        paddings, attributes);
#else
    dnnl_convolution_desc_t operation;
    WINNOW_CHECK(dnnl_convolution_forward_desc_init(
        &operation, dnnl_forward_training, algorithm, input, weight, bias, output, strides, paddings, paddings));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, NULL);
#endif
}

dnnl_status_t winnow_dnnl_convolution_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *bias, const winnow_dnnl_layout *output, int64_t stride,
    int64_t padding, int64_t side_padding, int adds, float leaky_slope) {
    WINNOW_MEMORY(input_md);
    WINNOW_MEMORY(weight_md);
    WINNOW_MEMORY(bias_md);
    WINNOW_MEMORY(output_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&weight_md, weight));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    if (bias) WINNOW_CHECK(winnow_dnnl_descriptor(&bias_md, bias));
    const winnow_dnnl_memory_reference bias_or_none = bias ? WINNOW_OF(bias_md) : NULL;
    WINNOW_CHECK(winnow_dnnl_attributes_with(&attributes, NULL, leaky_slope));
    if (!adds)
        return winnow_dnnl_create_convolution(
            result, engine, winograd, WINNOW_OF(input_md), WINNOW_OF(weight_md), bias_or_none, WINNOW_OF(output_md), stride,
            padding, side_padding, attributes);
    // The addend has to lie as the output does, which the library decides.
    WINNOW_PRIMITIVE(alone);
    WINNOW_ATTRIBUTES(adding);
    WINNOW_CHECK(winnow_dnnl_create_convolution(
        &alone, engine, winograd, WINNOW_OF(input_md), WINNOW_OF(weight_md), bias_or_none, WINNOW_OF(output_md), stride,
        padding, side_padding, attributes));
    const winnow_dnnl_memory_reference destination = dnnl_primitive_desc_query_md(alone, dnnl_query_dst_md, 0);
    WINNOW_CHECK(winnow_dnnl_attributes_with(&adding, destination, leaky_slope));
    return winnow_dnnl_create_convolution(
        result, engine, winograd, WINNOW_OF(input_md), WINNOW_OF(weight_md), bias_or_none, destination, stride, padding,
        side_padding, adding);
}

dnnl_status_t winnow_dnnl_convolution_backward_data(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *output, int64_t stride, int64_t padding,
    int64_t side_padding) {
    WINNOW_MEMORY(input_md);
    WINNOW_MEMORY(weight_md);
    WINNOW_MEMORY(output_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_PRIMITIVE(hint);
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&weight_md, weight));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    WINNOW_CHECK(winnow_dnnl_convolution_forward(
        &hint, engine, winograd, input, weight, NULL, output, stride, padding, side_padding, 0, -1));
    const dnnl_alg_kind_t algorithm = winnow_dnnl_convolution_algorithm(winograd);
    dnnl_dims_t strides = {stride, stride}, paddings = {padding, side_padding};
#if DNNL_VERSION_MAJOR >= 3
    dnnl_dims_t dilations = {0, 0};
    return dnnl_convolution_backward_data_primitive_desc_create(
        result, engine, algorithm, input_md, weight_md, output_md, strides, dilations, paddings, paddings, hint,
        attributes);
#else
    dnnl_convolution_desc_t operation;
    WINNOW_CHECK(dnnl_convolution_backward_data_desc_init(
        &operation, algorithm, &input_md, &weight_md, &output_md, strides, paddings, paddings));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, hint);
#endif
}

dnnl_status_t winnow_dnnl_convolution_backward_weights(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int winograd, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *weight, const winnow_dnnl_layout *output, int64_t stride, int64_t padding,
    int64_t side_padding) {
    // Parameters and their gradients are in single precision, whatever the activations are in.
    winnow_dnnl_layout weight_in_hint = *weight;
    weight_in_hint.is_bf16 = input->is_bf16;
    WINNOW_MEMORY(input_md);
    WINNOW_MEMORY(weight_md);
    WINNOW_MEMORY(output_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_PRIMITIVE(hint);
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&weight_md, weight));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    WINNOW_CHECK(winnow_dnnl_convolution_forward(
        &hint, engine, winograd, input, &weight_in_hint, NULL, output, stride, padding, side_padding, 0, -1));
    const dnnl_alg_kind_t algorithm = winnow_dnnl_convolution_algorithm(winograd);
    dnnl_dims_t strides = {stride, stride}, paddings = {padding, side_padding};
#if DNNL_VERSION_MAJOR >= 3
    dnnl_dims_t dilations = {0, 0};
    return dnnl_convolution_backward_weights_primitive_desc_create(
        result, engine, algorithm, input_md, weight_md, NULL, output_md, strides, dilations, paddings, paddings, hint,
        attributes);
#else
    dnnl_convolution_desc_t operation;
    WINNOW_CHECK(dnnl_convolution_backward_weights_desc_init(
        &operation, algorithm, &input_md, &weight_md, NULL, &output_md, strides, paddings, paddings));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, hint);
#endif
}

static dnnl_status_t winnow_dnnl_append_sum(dnnl_post_ops_t post) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_sum(post, 1, 0, dnnl_data_type_undef);
#else
    return dnnl_post_ops_append_sum(post, 1);
#endif
}

dnnl_status_t winnow_dnnl_products(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int is_bf16, int64_t count, int64_t rows, int64_t inner,
    int64_t columns, int transposes_first, int transposes_second, int adds) {
    const dnnl_data_type_t type = is_bf16 ? dnnl_bf16 : dnnl_f32;
    dnnl_dims_t first_extents = {count, rows, inner}, second_extents = {count, inner, columns};
    dnnl_dims_t product_extents = {count, rows, columns}, product_strides = {rows * columns, columns, 1};
    dnnl_dims_t first_strides = {rows * inner, transposes_first ? 1 : inner, transposes_first ? rows : 1};
    dnnl_dims_t second_strides = {inner * columns, transposes_second ? 1 : columns, transposes_second ? inner : 1};
    // A single product has no axis to count along.
    const int skipped = count == 1, rank = 3 - skipped;
    WINNOW_MEMORY(first);
    WINNOW_MEMORY(second);
    WINNOW_MEMORY(product);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_CHECK(winnow_dnnl_strided_descriptor(&first, rank, first_extents + skipped, type, first_strides + skipped));
    WINNOW_CHECK(winnow_dnnl_strided_descriptor(&second, rank, second_extents + skipped, type, second_strides + skipped));
    WINNOW_CHECK(
        winnow_dnnl_strided_descriptor(&product, rank, product_extents + skipped, dnnl_f32, product_strides + skipped));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    if (adds) {
        dnnl_post_ops_t post __attribute__((cleanup(winnow_dnnl_forget_post_operations))) = NULL;
        WINNOW_CHECK(dnnl_post_ops_create(&post));
        WINNOW_CHECK(winnow_dnnl_append_sum(post));
        WINNOW_CHECK(dnnl_primitive_attr_set_post_ops(attributes, post));
    }
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_matmul_primitive_desc_create(result, engine, first, second, NULL, product, attributes);
#else
    dnnl_matmul_desc_t operation;
    WINNOW_CHECK(dnnl_matmul_desc_init(&operation, &first, &second, NULL, &product));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, NULL);
#endif
}

static unsigned winnow_dnnl_normalization_flags(int given_statistics, int fused_relu) {
    return dnnl_use_scale | dnnl_use_shift | (given_statistics ? dnnl_use_global_stats : 0)
        | (fused_relu ? dnnl_fuse_norm_relu : 0);
}

dnnl_status_t winnow_dnnl_normalization_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *input, float epsilon,
    int given_statistics, int fused_relu) {
    WINNOW_MEMORY(input_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    const dnnl_prop_kind_t kind = given_statistics ? dnnl_forward_inference : dnnl_forward_training;
    const unsigned flags = winnow_dnnl_normalization_flags(given_statistics, fused_relu);
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_batch_normalization_forward_primitive_desc_create(
        result, engine, kind, input_md, input_md, epsilon, flags, attributes);
#else
    dnnl_batch_normalization_desc_t operation;
    WINNOW_CHECK(dnnl_batch_normalization_forward_desc_init(&operation, kind, &input_md, epsilon, flags));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, NULL);
#endif
}

dnnl_status_t winnow_dnnl_normalization_backward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *input, float epsilon,
    int fused_relu) {
    WINNOW_MEMORY(input_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_PRIMITIVE(hint);
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    WINNOW_CHECK(winnow_dnnl_normalization_forward(&hint, engine, input, epsilon, 0, fused_relu));
    const unsigned flags = winnow_dnnl_normalization_flags(0, fused_relu);
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_batch_normalization_backward_primitive_desc_create(
        result, engine, dnnl_backward, input_md, input_md, input_md, epsilon, flags, hint, attributes);
#else
    dnnl_batch_normalization_desc_t operation;
    WINNOW_CHECK(dnnl_batch_normalization_backward_desc_init(
        &operation, dnnl_backward, &input_md, &input_md, epsilon, flags));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, hint);
#endif
}

int winnow_dnnl_normalization_backward_takes_shift(void) { return DNNL_VERSION_MAJOR < 3; }

static dnnl_alg_kind_t winnow_dnnl_pooling_algorithm(int maximum) {
    return maximum ? dnnl_pooling_max : dnnl_pooling_avg_include_padding;
}

dnnl_status_t winnow_dnnl_pooling_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int maximum, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *output, int64_t kernel_height, int64_t kernel_width, int64_t stride, int64_t padding) {
    WINNOW_MEMORY(input_md);
    WINNOW_MEMORY(output_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    dnnl_dims_t strides = {stride, stride}, kernel = {kernel_height, kernel_width}, paddings = {padding, padding};
#if DNNL_VERSION_MAJOR >= 3
    dnnl_dims_t dilations = {0, 0};
    return dnnl_pooling_forward_primitive_desc_create(
        result, engine, dnnl_forward_training, winnow_dnnl_pooling_algorithm(maximum), input_md, output_md, strides,
        kernel, dilations, paddings, paddings, attributes);
#else
    dnnl_pooling_desc_t operation;
    WINNOW_CHECK(dnnl_pooling_forward_desc_init(
        &operation, dnnl_forward_training, winnow_dnnl_pooling_algorithm(maximum), &input_md, &output_md, strides,
        kernel, paddings, paddings));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, NULL);
#endif
}

dnnl_status_t winnow_dnnl_pooling_backward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, int maximum, const winnow_dnnl_layout *input,
    const winnow_dnnl_layout *output, int64_t kernel_height, int64_t kernel_width, int64_t stride, int64_t padding) {
    WINNOW_MEMORY(input_md);
    WINNOW_MEMORY(output_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_PRIMITIVE(hint);
    WINNOW_CHECK(winnow_dnnl_descriptor(&input_md, input));
    WINNOW_CHECK(winnow_dnnl_descriptor(&output_md, output));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    WINNOW_CHECK(winnow_dnnl_pooling_forward(
        &hint, engine, maximum, input, output, kernel_height, kernel_width, stride, padding));
    dnnl_dims_t strides = {stride, stride}, kernel = {kernel_height, kernel_width}, paddings = {padding, padding};
#if DNNL_VERSION_MAJOR >= 3
    dnnl_dims_t dilations = {0, 0};
    return dnnl_pooling_backward_primitive_desc_create(
        result, engine, winnow_dnnl_pooling_algorithm(maximum), input_md, output_md, strides, kernel, dilations,
        paddings, paddings, hint, attributes);
#else
    dnnl_pooling_desc_t operation;
    WINNOW_CHECK(dnnl_pooling_backward_desc_init(
        &operation, winnow_dnnl_pooling_algorithm(maximum), &input_md, &output_md, strides, kernel, paddings, paddings));
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, hint);
#endif
}

dnnl_status_t winnow_dnnl_reorder(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const winnow_dnnl_layout *from, const winnow_dnnl_layout *to) {
    WINNOW_MEMORY(from_md);
    WINNOW_MEMORY(to_md);
    WINNOW_ATTRIBUTES(attributes);
    WINNOW_CHECK(winnow_dnnl_descriptor(&from_md, from));
    WINNOW_CHECK(winnow_dnnl_descriptor(&to_md, to));
    WINNOW_CHECK(winnow_dnnl_attributes(&attributes));
    return dnnl_reorder_primitive_desc_create(
        result, WINNOW_OF(from_md), engine, WINNOW_OF(to_md), engine, attributes);
}

dnnl_status_t winnow_dnnl_open(dnnl_engine_t *engine, dnnl_stream_t *stream) {
    WINNOW_CHECK(dnnl_engine_create(engine, dnnl_cpu, 0));
    return dnnl_stream_create(stream, *engine, dnnl_stream_default_flags);
}
