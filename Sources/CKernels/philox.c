#include "kernels.h"
#include "cloned.h"

CLONED void winnow_philox_words(uint64_t key, uint64_t stream, uint64_t first, size_t block_count, uint64_t *words) {
    enum { lanes = 16 };
    for (size_t start = 0; start < block_count; start += lanes) {
        uint32_t x[lanes], y[lanes], z[lanes], w[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            const uint64_t counter = first + start + lane;
            x[lane] = (uint32_t)counter;
            y[lane] = (uint32_t)(counter >> 32);
            z[lane] = (uint32_t)stream;
            w[lane] = (uint32_t)(stream >> 32);
        }
        uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
        for (int round = 0; round < 10; round++, low += 0x9E3779B9u, high += 0xBB67AE85u)
            for (int lane = 0; lane < lanes; lane++) {
                const uint64_t a = (uint64_t)x[lane] * 0xD2511F53u, b = (uint64_t)z[lane] * 0xCD9E8D57u;
                x[lane] = (uint32_t)(b >> 32) ^ y[lane] ^ low;
                y[lane] = (uint32_t)b;
                z[lane] = (uint32_t)(a >> 32) ^ w[lane] ^ high;
                w[lane] = (uint32_t)a;
            }
        const size_t count = block_count - start < lanes ? block_count - start : lanes;
        for (size_t lane = 0; lane < count; lane++) {
            words[2 * (start + lane)] = x[lane] | (uint64_t)y[lane] << 32;
            words[2 * (start + lane) + 1] = z[lane] | (uint64_t)w[lane] << 32;
        }
    }
}
