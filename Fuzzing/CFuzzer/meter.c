#include "fuzzer.h"
#include <stdatomic.h>
#include <stdlib.h>

// In C, because the hooks run inside the allocator, where Swift may not allocate.

int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void *, size_t),
                                              void (*freed)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *block);

static _Atomic int64_t current, peak;

static void count_allocated(const volatile void *block, size_t size) {
    (void)block;
    int64_t now = atomic_fetch_add(&current, (int64_t)size) + (int64_t)size;
    int64_t highest = atomic_load(&peak);
    while (now > highest && !atomic_compare_exchange_weak(&peak, &highest, now)) {
    }
}

static void count_freed(const volatile void *block) {
    if (block) atomic_fetch_sub(&current, (int64_t)__sanitizer_get_allocated_size(block));
}

void winnow_meter_start(void) {
    static int is_installed;
    if (!is_installed) {
        if (!__sanitizer_install_malloc_and_free_hooks(count_allocated, count_freed)) abort();
        is_installed = 1;
    }
    atomic_store(&current, 0);
    atomic_store(&peak, 0);
}

size_t winnow_meter_peak(void) { return (size_t)atomic_load(&peak); }
