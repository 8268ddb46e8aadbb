// How fast the processor multiplies and adds: chains of multiply-adds that touch no memory. Each instruction set has a function
// of its own, because the chains must fill its registers and not more: a chain that is kept in memory is timed with its loads.
#include "kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The compiler must not know the numbers, or it computes ahead, nor drop the loop: empty statements set and use them.
#define HIDDEN(variable) __asm__ volatile("" : "+m"(variable))

// `expression` makes the next value of the chain `value`.
#define ROUNDS(name, attributes, register_bytes, chain_count, expression) \
    attributes static double name(size_t rounds) { \
        typedef float lanes __attribute__((vector_size(register_bytes))); \
        lanes chains[chain_count]; \
        for (int chain = 0; chain < chain_count; chain++) { \
            chains[chain] = (lanes){0} + (float)chain; \
            HIDDEN(chains[chain]); \
        } \
        lanes factor = (lanes){0} + 0.999f, term = (lanes){0} + 0.001f; \
        HIDDEN(factor); \
        HIDDEN(term); \
        for (size_t round = 0; round < rounds; round++) { \
            _Pragma("clang loop unroll(full)") \
            for (int chain = 0; chain < chain_count; chain++) { \
                const lanes value = chains[chain]; \
                chains[chain] = (expression); \
            } \
        } \
        for (int chain = 0; chain < chain_count; chain++) HIDDEN(chains[chain]); \
        return 2.0 * chain_count * (register_bytes / sizeof(float)) * (double)rounds; \
    }

#if defined(__x86_64__)
// Two units with a latency of four or five cycles keep ten chains busy. There are 16 registers, from AVX-512 on 32; two hold
// the factor and the term.
ROUNDS(rounds_avx512, __attribute__((target("avx512f"))), 64, 12, value * factor + term)
ROUNDS(rounds_fma, __attribute__((target("avx2,fma"))), 32, 12, value * factor + term)
ROUNDS(rounds_avx, __attribute__((target("avx"))), 32, 12, value * factor + term)
ROUNDS(rounds_sse, , 16, 12, value * factor + term)

double winnow_multiply_add_rounds(size_t rounds) {
    if (__builtin_cpu_supports("avx512f")) return rounds_avx512(rounds);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return rounds_fma(rounds);
    if (__builtin_cpu_supports("avx")) return rounds_avx(rounds);
    return rounds_sse(rounds);
}

__attribute__((target("avx512f,avx512bf16"))) double winnow_multiply_add_rounds_bf16(size_t rounds) {
    enum { chain_count = 12, operations = 2 * 32 };
    __m512 chains[chain_count];
    for (int chain = 0; chain < chain_count; chain++) {
        chains[chain] = _mm512_set1_ps((float)chain);
        HIDDEN(chains[chain]);
    }
    __m512bh factors = _mm512_cvtne2ps_pbh(_mm512_set1_ps(0.999f), _mm512_set1_ps(0.001f));
    HIDDEN(factors);
    for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
        for (int chain = 0; chain < chain_count; chain++)
            chains[chain] = _mm512_dpbf16_ps(chains[chain], factors, factors);
    }
    for (int chain = 0; chain < chain_count; chain++) HIDDEN(chains[chain]);
    return (double)operations * chain_count * (double)rounds;
}
#else
// arm64 has 32 registers of 16 bytes, and up to four units with a latency of four cycles. Its multiply-add writes over the term.
ROUNDS(rounds_plain, , 16, 24, factor * term + value)

double winnow_multiply_add_rounds(size_t rounds) { return rounds_plain(rounds); }

// Never called: no other processor is known to have bf16 here.
double winnow_multiply_add_rounds_bf16(size_t rounds) { return rounds_plain(rounds); }
#endif
