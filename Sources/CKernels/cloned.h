#pragma once

/// Compiles a function once for each of these processors; the loader picks by what the processor has. It does so before a thread
/// sanitizer is set up, whose calls it would run into.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define CLONED_FOR(...) __attribute__((target_clones(__VA_ARGS__)))
#else
#define CLONED_FOR(...)
#endif

/// By the width of vectors.
#define CLONED CLONED_FOR("avx512f", "avx2", "default")
/// By all that processors of a generation have.
#define CLONED_BY_LEVEL CLONED_FOR("arch=x86-64-v4", "arch=x86-64-v3", "default")
