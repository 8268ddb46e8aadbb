#include "subnormals.h"

#if defined(__SSE__)
#include <xmmintrin.h>

enum { FLUSH_RESULTS = 0x8000, FLUSH_OPERANDS = 0x0040 };

unsigned winnow_flush_subnormals(void) {
    const unsigned previous = _mm_getcsr();
    _mm_setcsr(previous | FLUSH_RESULTS | FLUSH_OPERANDS);
    return previous;
}

void winnow_restore_subnormals(unsigned previous) { _mm_setcsr(previous); }
#else
unsigned winnow_flush_subnormals(void) { return 0; }

void winnow_restore_subnormals(unsigned previous) { (void)previous; }
#endif
