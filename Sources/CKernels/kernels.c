#include "kernels.h"
#include "cloned.h"
#include <math.h>
#include <string.h>

#define UNARY(name, expression) \
    CLONED void winnow_##name(const float *restrict x, float *restrict y, size_t count) { \
        for (size_t i = 0; i < count; i++) { const float v = x[i]; y[i] = (expression); } \
    }

// 2ᵏ for k in −126…127.
static inline float power_of_two(int32_t k) {
    const int32_t bits = (k + 127) << 23;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

// eˣ, within two units in the last place, in a form that compilers turn into vector instructions: 2ᵏ · eʳ, |r| ≤ ln 2 / 2, by its series.
static inline float exponential(float x) {
    const float bounded = fmaxf(fminf(x, 89), -104);
    const float power = rintf(bounded * 1.44269504f);
    const float rest = (bounded - power * 0.693359375f) + power * 2.12194440e-4f;
    const float series =
        1 + rest * (1 + rest * (0.5f + rest * (1.6666667e-1f + rest * (4.1666667e-2f + rest * (8.3333333e-3f
        + rest * (1.3888889e-3f + rest * 1.9841270e-4f))))));
    // In two steps, as 2ᵏ alone may be too large or too small for a float.
    const int32_t k = (int32_t)power, half = k >> 1;
    const float result = series * power_of_two(half) * power_of_two(k - half);
    return x != x ? x : result;
}

// tanh, within three units in the last place: near 0 the continued fraction x / (1 + x² / (3 + x² / (5 + …))), else
// 1 − 2 / (e²ˣ + 1).
static inline float hyperbolic_tangent(float x) {
    const float size = fabsf(x), square = x * x;
    const float near = size / (1 + square / (3 + square / (5 + square / (7 + square / 9))));
    const float far = 1 - 2 / (exponential(2 * fminf(size, 10)) + 1);
    const float result = copysignf(size < 0.5f ? near : far, x);
    return x != x ? x : result;
}

UNARY(absolute, fabsf(v))
UNARY(sign, (float)((v > 0) - (v < 0)))
UNARY(square, v * v)
UNARY(square_root, sqrtf(v))
UNARY(reciprocal, 1.0f / v)
UNARY(exponential, exponential(v))
UNARY(logarithm, logf(v))
UNARY(tanh, hyperbolic_tangent(v))
UNARY(sigmoid, 1.0f / (1.0f + exponential(-v)))
UNARY(softplus, fmaxf(v, 0.0f) + log1pf(exponential(-fabsf(v))))

CLONED void winnow_leaky_relu(const float *restrict x, float *restrict y, size_t count, float slope) {
    for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

CLONED void winnow_affine(const float *restrict x, float *restrict y, size_t count, float scale, float shift) {
    for (size_t i = 0; i < count; i++) y[i] = scale * x[i] + shift;
}

// Written so that NaN stays NaN.
CLONED void winnow_clamp(const float *restrict x, float *restrict y, size_t count, float low, float high) {
    for (size_t i = 0; i < count; i++) {
        const float v = x[i] < low ? low : x[i];
        y[i] = v > high ? high : v;
    }
}

// The result may be one of the operands: elements meet only those of their own place, so vectors of them are safe.
#define IN_PLACE_TOO _Pragma("clang loop vectorize(assume_safety)")

#define BINARY(name, expression) \
    CLONED void winnow_##name(const float *a, const float *b, float *y, size_t count) { \
        IN_PLACE_TOO for (size_t i = 0; i < count; i++) { const float u = a[i], v = b[i]; y[i] = (expression); } \
    }

BINARY(add, u + v)
BINARY(subtract, u - v)
BINARY(multiply, u * v)
BINARY(divide, u / v)
BINARY(maximum, u > v ? u : v)
BINARY(add_relu, u + v < 0 ? 0.0f : u + v)

CLONED void winnow_leaky_relu_gradient(
    const float *gradient, const float *point, float *y, size_t count, float slope) {
    IN_PLACE_TOO for (size_t i = 0; i < count; i++) y[i] = point[i] > 0 ? gradient[i] : slope * gradient[i];
}

CLONED void winnow_fill(float *y, size_t count, float value) {
    for (size_t i = 0; i < count; i++) y[i] = value;
}

// A number is finite when its exponent bits are not all set.
CLONED int winnow_all_finite(const float *x, size_t count) {
    uint32_t bad = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        bad |= (bits & 0x7f800000u) == 0x7f800000u;
    }
    return bad == 0;
}

// Sixteen running sums in double precision: vectorizable, and the same order of additions on every processor.
CLONED double winnow_sum(const float *x, size_t count) {
    double lanes[16] = {0};
    size_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (int lane = 0; lane < 16; lane++) lanes[lane] += x[i + lane];
    double total = 0;
    for (int lane = 0; lane < 16; lane++) total += lanes[lane];
    for (; i < count; i++) total += x[i];
    return total;
}

CLONED void winnow_accumulate_rows(const float *x, double *total, size_t rows, size_t width) {
    double sums[64] = {0};
    for (size_t row = 0; row < rows; row++)
        for (size_t j = 0; j < width; j++) sums[j] += x[row * width + j];
    for (size_t j = 0; j < width; j++) total[j] += sums[j];
}

CLONED void winnow_sum_rows(const float *restrict x, float *restrict y, size_t rows, size_t inner, size_t stride) {
    for (size_t start = 0; start < inner; start += 64) {
        const size_t width = inner - start < 64 ? inner - start : 64;
        double sums[64] = {0};
        for (size_t row = 0; row < rows; row++)
            for (size_t j = 0; j < width; j++) sums[j] += x[row * stride + start + j];
        for (size_t j = 0; j < width; j++) y[start + j] = (float)sums[j];
    }
}

CLONED void winnow_maximum_rows(const float *restrict x, float *restrict y, size_t rows, size_t inner, size_t stride) {
    for (size_t j = 0; j < inner; j++) y[j] = x[j];
    for (size_t row = 1; row < rows; row++)
        for (size_t j = 0; j < inner; j++) y[j] = x[row * stride + j] > y[j] ? x[row * stride + j] : y[j];
}

CLONED void winnow_planes_from_bytes(
    const uint8_t *restrict bytes, float *restrict planes, size_t pixels, size_t channels, const float *restrict scale,
    const float *restrict shift) {
    for (size_t channel = 0; channel < channels; channel++) {
        const float factor = scale[channel], offset = shift[channel];
        for (size_t i = 0; i < pixels; i++)
            planes[channel * pixels + i] = (float)bytes[i * channels + channel] * factor + offset;
    }
}

CLONED void winnow_bytes_from_planes(
    const float *restrict planes, uint8_t *restrict bytes, size_t pixels, size_t channels, float scale, float shift) {
    for (size_t channel = 0; channel < channels; channel++)
        for (size_t i = 0; i < pixels; i++) {
            const float v = planes[channel * pixels + i] * scale + shift + 0.5f;
            bytes[i * channels + channel] = v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)v;
        }
}

CLONED void winnow_sgd(
    float *restrict parameter, float *restrict velocity, const float *restrict gradient, size_t count,
    float learning_rate, float momentum, int nesterov, float weight_decay, int is_first) {
    for (size_t i = 0; i < count; i++) {
        const float g = gradient[i] + weight_decay * parameter[i];
        const float v = is_first ? g : momentum * velocity[i] + g;
        velocity[i] = v;
        parameter[i] -= learning_rate * (nesterov ? g + momentum * v : v);
    }
}

CLONED void winnow_adam(
    float *restrict parameter, float *restrict first, float *restrict second, const float *restrict gradient,
    size_t count, float step_size, float beta1, float beta2, float epsilon, float second_correction,
    float weight_decay) {
    for (size_t i = 0; i < count; i++) {
        const float g = gradient[i] + weight_decay * parameter[i];
        first[i] = beta1 * first[i] + (1 - beta1) * g;
        second[i] = beta2 * second[i] + (1 - beta2) * g * g;
        parameter[i] -= step_size * first[i] / (sqrtf(second[i]) * second_correction + epsilon);
    }
}

// bf16, the upper half of a float: widened to compute, rounded to the nearest (ties to even) to keep.
static inline float widened(uint16_t half) {
    const uint32_t bits = (uint32_t)half << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint16_t rounded(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint32_t nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    // Rounding would carry some NaNs over to infinity.
    return (uint16_t)(value != value ? (bits >> 16) | 0x40u : nearest);
}

CLONED void winnow_leaky_relu_bf16(const uint16_t *restrict x, uint16_t *restrict y, size_t count, float slope) {
    for (size_t i = 0; i < count; i++) {
        const float v = widened(x[i]);
        y[i] = rounded(v > 0 ? v : slope * v);
    }
}

#define BINARY_BF16(name, expression) \
    CLONED void winnow_##name##_bf16(const uint16_t *a, const uint16_t *b, uint16_t *y, size_t count) { \
        IN_PLACE_TOO for (size_t i = 0; i < count; i++) { \
            const float v = widened(a[i]), w = widened(b[i]); \
            y[i] = rounded(expression); \
        } \
    }

BINARY_BF16(add, v + w)
BINARY_BF16(multiply, v * w)
BINARY_BF16(add_relu, v + w > 0 ? v + w : 0.0f)

CLONED void winnow_leaky_relu_gradient_bf16(
    const uint16_t *gradient, const uint16_t *point, uint16_t *y, size_t count, float slope) {
    IN_PLACE_TOO for (size_t i = 0; i < count; i++) {
        const float v = widened(gradient[i]);
        y[i] = widened(point[i]) > 0 ? gradient[i] : rounded(slope * v);
    }
}
