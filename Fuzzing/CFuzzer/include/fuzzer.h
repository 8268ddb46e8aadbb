#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own mutations: changes some bytes in place; returns how many there are now, at most `limit`.
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t limit);

// A meter of the memory that an input takes, by AddressSanitizer's hooks.

/// Starts to count allocations at 0.
void winnow_meter_start(void);

/// The most bytes that were allocated at a time since the start, in all threads together.
size_t winnow_meter_peak(void);
