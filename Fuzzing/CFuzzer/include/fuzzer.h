#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own mutations: changes some bytes in place; returns how many there are now, at most `limit`.
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t limit);

// A meter of the memory that an input takes, by AddressSanitizer's hooks.

/// Starts to count allocations at 0; where more than `limit` bytes are allocated at a time, by all threads together, the process
/// aborts on the spot.
void winnow_meter_start(size_t limit);

/// Lets any number of bytes be allocated again.
void winnow_meter_stop(void);
