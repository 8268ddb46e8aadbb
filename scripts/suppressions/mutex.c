#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// What Swift's Mutex calls where a thread has to wait, and where one waits for it. The rest of it is compiled into its users, where the
// thread sanitizer sees it; these it does not see, and takes what they guard for unguarded. Loaded ahead of Swift's library, this tells it.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

typedef SWIFT void lock_function(uint32_t thread, SELF);
typedef SWIFT void unlock_function(SELF);

// Missing in processes that are not compiled for the sanitizer.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

SWIFT void winnow_lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void winnow_unlock(SELF) __asm__(UNLOCK);

SWIFT void winnow_lock(uint32_t thread, SELF) {
    ((lock_function *)dlsym(RTLD_NEXT, LOCK))(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void winnow_unlock(SELF) {
    if (__tsan_release) __tsan_release(mutex);
    ((unlock_function *)dlsym(RTLD_NEXT, UNLOCK))(mutex);
}
