#include "parallel.h"

// libgomp's entry to its pool, which compilers call for `#pragma omp parallel`.
void GOMP_parallel(void (*body)(void *), void *data, unsigned thread_count, unsigned flags);

#if defined(__clang__) && __has_feature(thread_sanitizer)
#include <sanitizer/tsan_interface.h>

// libgomp is not built for the thread sanitizer, which does not see that a team begins after what its caller did before, and
// that the caller goes on after the team. These calls tell it.
typedef struct {
    void (*body)(void *);
    void *data;
    char begin, end;
} winnow_team;

static void winnow_run(void *raw) {
    winnow_team *team = raw;
    __tsan_acquire(&team->begin);
    team->body(team->data);
    __tsan_release(&team->end);
}

void winnow_parallel(void (*body)(void *), void *data, unsigned thread_count) {
    winnow_team team = {body, data, 0, 0};
    __tsan_release(&team.begin);
    GOMP_parallel(winnow_run, &team, thread_count, 0);
    __tsan_acquire(&team.end);
}
#else
void winnow_parallel(void (*body)(void *), void *data, unsigned thread_count) {
    GOMP_parallel(body, data, thread_count, 0);
}
#endif
