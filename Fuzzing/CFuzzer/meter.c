#include "fuzzer.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// In C, because the hooks run inside the allocator, where Swift may not allocate.

int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void *, size_t),
                                              void (*freed)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *block);
void __sanitizer_set_death_callback(void (*callback)(void));

static _Atomic int64_t current, limit = INT64_MAX;
static pid_t process;

static void count_allocated(const volatile void *block, size_t size) {
    (void)block;
    int64_t now = atomic_fetch_add(&current, (int64_t)size) + (int64_t)size;
    // What a trial of a file takes in a process of its own does not count.
    if (now <= atomic_load(&limit) || getpid() != process) return;
    fprintf(stderr, "fuzz: %lld bytes of memory, of which these last %zu are too many\n", (long long)now, size);
    // What libFuzzer takes to write the input down is not the input's.
    atomic_store(&limit, INT64_MAX);
    abort();
}

static void count_freed(const volatile void *block) {
    if (block) atomic_fetch_sub(&current, (int64_t)__sanitizer_get_allocated_size(block));
}

/// In the process of a trial: that it dies of an input is what it is for, and no finding to be written down.
static void forget_findings(void) { __sanitizer_set_death_callback(NULL); }

void winnow_meter_start(size_t bytes) {
    if (!process) {
        process = getpid();
        if (!__sanitizer_install_malloc_and_free_hooks(count_allocated, count_freed)) abort();
        if (pthread_atfork(NULL, NULL, forget_findings) != 0) abort();
    }
    atomic_store(&current, 0);
    atomic_store(&limit, (int64_t)bytes);
}

void winnow_meter_stop(void) { atomic_store(&limit, INT64_MAX); }
