// Work on libgomp's threads, which oneDNN runs on too.
#pragma once

// Calls body(data) on each thread of a team, the caller's among them, and returns when all are done.
void winnow_parallel(void (*body)(void *), void *data, unsigned thread_count);

// A thread's number in its team, and how many the team has.
int omp_get_thread_num(void);
int omp_get_num_threads(void);
// How many threads the calling thread's teams have.
int omp_get_max_threads(void);
void omp_set_num_threads(int count);
