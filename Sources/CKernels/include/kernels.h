// Loops over float arrays that must run at the speed of memory on any processor of the family: each is compiled for
// several instruction sets, and the one that fits is picked when the program starts. All are single-threaded; the caller
// splits the work.
#pragma once
#include <stddef.h>
#include <stdint.h>

// y[i] = f(x[i]).
void winnow_absolute(const float *x, float *y, size_t count);
void winnow_sign(const float *x, float *y, size_t count);
void winnow_square(const float *x, float *y, size_t count);
void winnow_square_root(const float *x, float *y, size_t count);
void winnow_reciprocal(const float *x, float *y, size_t count);
void winnow_exponential(const float *x, float *y, size_t count);
void winnow_logarithm(const float *x, float *y, size_t count);
void winnow_tanh(const float *x, float *y, size_t count);
void winnow_sigmoid(const float *x, float *y, size_t count);
void winnow_softplus(const float *x, float *y, size_t count);
void winnow_leaky_relu(const float *x, float *y, size_t count, float slope);
void winnow_affine(const float *x, float *y, size_t count, float scale, float shift);
void winnow_clamp(const float *x, float *y, size_t count, float low, float high);

// y[i] = f(a[i], b[i]); y may be a.
void winnow_add(const float *a, const float *b, float *y, size_t count);
void winnow_subtract(const float *a, const float *b, float *y, size_t count);
void winnow_multiply(const float *a, const float *b, float *y, size_t count);
void winnow_divide(const float *a, const float *b, float *y, size_t count);
void winnow_maximum(const float *a, const float *b, float *y, size_t count);
void winnow_leaky_relu_gradient(const float *gradient, const float *point, float *y, size_t count, float slope);
void winnow_add_relu(const float *a, const float *b, float *y, size_t count);

// The same of bf16, the upper halves of floats.
void winnow_leaky_relu_bf16(const uint16_t *x, uint16_t *y, size_t count, float slope);
void winnow_add_bf16(const uint16_t *a, const uint16_t *b, uint16_t *y, size_t count);
void winnow_multiply_bf16(const uint16_t *a, const uint16_t *b, uint16_t *y, size_t count);
void winnow_add_relu_bf16(const uint16_t *a, const uint16_t *b, uint16_t *y, size_t count);
void winnow_leaky_relu_gradient_bf16(
    const uint16_t *gradient, const uint16_t *point, uint16_t *y, size_t count, float slope);

void winnow_fill(float *y, size_t count, float value);
int winnow_all_finite(const float *x, size_t count);
double winnow_sum(const float *x, size_t count);

// y[inner] = Σ over rows of x[row · stride + inner], in double precision, for `inner` of at most 64 elements at a time.
void winnow_sum_rows(const float *x, float *y, size_t rows, size_t inner, size_t stride);
void winnow_maximum_rows(const float *x, float *y, size_t rows, size_t inner, size_t stride);
// total[j] += Σ over rows of x[row · width + j]; `width` is at most 64.
void winnow_accumulate_rows(const float *x, double *total, size_t rows, size_t width);

// One image of `pixels` pixels with `channels` interleaved bytes to planes of byte · scale[c] + shift[c].
void winnow_planes_from_bytes(
    const uint8_t *bytes, float *planes, size_t pixels, size_t channels, const float *scale, const float *shift);

// The reverse: planes to interleaved bytes, value · scale + shift rounded and kept in 0…255.
void winnow_bytes_from_planes(
    const float *planes, uint8_t *bytes, size_t pixels, size_t channels, float scale, float shift);

// Multiplies and adds in registers, as fast as the processor can. Returns how many floating-point operations that were.
double winnow_multiply_add_rounds(size_t rounds);
// The same by bf16 instructions; only where the processor has them.
double winnow_multiply_add_rounds_bf16(size_t rounds);

// Optimizer steps in place.
void winnow_sgd(
    float *parameter, float *velocity, const float *gradient, size_t count, float learning_rate, float momentum,
    int nesterov, float weight_decay, int is_first);
void winnow_adam(
    float *parameter, float *first, float *second, const float *gradient, size_t count, float step_size, float beta1,
    float beta2, float epsilon, float second_correction, float weight_decay);

// Random words by Philox4x32-10 (Salmon et al., SC 2011), many at a time.
//
// `words` gets two for each block from `first` on: the block's first two numbers with the second in the upper half, then the
// other two likewise.
void winnow_philox_words(uint64_t key, uint64_t stream, uint64_t first, size_t block_count, uint64_t *words);
