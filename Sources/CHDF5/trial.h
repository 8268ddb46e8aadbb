#pragma once
#include <errno.h>
#include <fcntl.h>
#include <hdf5.h>
#include "shim.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/// A trial of a file in a process of its own: the library crashes on some forged files, and a child that is gone says so.
///
/// Between fork and _exit the child calls nothing but the library, memory allocation, which glibc keeps usable there, and
/// system calls. No other thread may be inside the library meanwhile.

enum { WINNOW_TRIAL_OBJECTS = 64, WINNOW_TRIAL_SECONDS = 20, WINNOW_TRIAL_MAPPINGS = 1 << 20 };
/// Reading the attributes may take this many bytes, and this many more for each byte of the file.
enum { WINNOW_TRIAL_SPARE_BYTES = 1 << 20, WINNOW_TRIAL_MULTIPLE = 16 };
/// Larger rows and attributes are not read on trial.
static const hsize_t winnow_trial_bytes = 1 << 26;

/// What became of a trial.
enum winnow_trial_outcome {
    WINNOW_TRIAL_PASSED,
    /// An attribute cannot be read, or only with more memory than its file accounts for.
    WINNOW_TRIAL_BAD_ATTRIBUTE,
    /// The library crashed or was stuck.
    WINNOW_TRIAL_CRASHED
};

/// How many bytes of addresses this process has; 0 where the system does not say.
static inline rlim_t winnow_trial_address_bytes(void) {
    char text[32] = "";
    int file = open("/proc/self/statm", O_RDONLY);
    if (file < 0) return 0;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    return count <= 0 ? 0 : strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

/// Whether an attribute of the root group can be read, or is none that the program would read.
static inline int winnow_trial_attribute(hid_t file, hsize_t index) {
    hid_t attribute = H5Aopen_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, index, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0) return 1;
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    hssize_t count = H5Sget_simple_extent_npoints(space);
    size_t size = H5Tget_size(type);
    if (count <= 0 || size == 0 || (hsize_t)count > winnow_trial_bytes / size) return 1;
    // Texts of any length are pointers in memory, which are larger than what the file says of them on no machine.
    void *values = calloc((size_t)count, size < sizeof(hvl_t) ? sizeof(hvl_t) : size);
    return values && H5Aread(attribute, type, values) >= 0;
}

/// Whether the attributes of the root group can be read with memory in proportion to the file's size, in bytes: the library takes
/// what a forged length claims.
static inline int winnow_trial_attributes(hid_t file, rlim_t size) {
    struct rlimit usual, limited;
    const rlim_t now = winnow_trial_address_bytes();
    // Where there can be no limit, the attributes are tried all the same.
    const int is_limited = now > 0 && getrlimit(RLIMIT_AS, &usual) == 0;
    if (is_limited) {
        limited = usual;
        limited.rlim_cur = now + WINNOW_TRIAL_SPARE_BYTES + WINNOW_TRIAL_MULTIPLE * size;
        setrlimit(RLIMIT_AS, &limited);
    }
    int are_good = 1;
    for (hsize_t index = 0; index < WINNOW_TRIAL_OBJECTS && are_good; index++)
        are_good = winnow_trial_attribute(file, index);
    if (is_limited) setrlimit(RLIMIT_AS, &usual);
    return are_good;
}

static inline void winnow_trial_mappings(hid_t list) {
    size_t count = 0;
    if (H5Pget_virtual_count(list, &count) < 0 || count > WINNOW_TRIAL_MAPPINGS) return;
    for (size_t index = 0; index < count; index++) {
        hsize_t first[H5S_MAX_RANK], last[H5S_MAX_RANK];
        hid_t spaces[2] = {H5Pget_virtual_vspace(list, index), H5Pget_virtual_srcspace(list, index)};
        for (int side = 0; side < 2; side++) {
            if (H5Sget_simple_extent_ndims(spaces[side]) <= H5S_MAX_RANK)
                H5Sget_select_bounds(spaces[side], first, last);
            H5Sget_select_npoints(spaces[side]);
            H5Sclose(spaces[side]);
        }
    }
}

/// Reads a row.
static inline void winnow_trial_row(hid_t dataset, hid_t type, hid_t space, int rank, const hsize_t *extents, hsize_t row) {
    hsize_t start[H5S_MAX_RANK] = {row}, count[H5S_MAX_RANK] = {1}, size = H5Tget_size(type);
    for (int axis = 1; axis < rank; axis++) {
        count[axis] = extents[axis];
        if (count[axis] == 0 || size > winnow_trial_bytes / count[axis]) return;
        size *= count[axis];
    }
    hid_t memory = H5Screate_simple(rank, count, NULL);
    void *values = malloc(size ? size : 1);
    if (values && H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0)
        H5Dread(dataset, type, memory, space, H5P_DEFAULT, values);
    free(values);
    H5Sclose(memory);
}

static inline void winnow_trial_dataset(hid_t file, const char *name) {
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    if (dataset < 0) return;
    hid_t list = H5Dget_create_plist(dataset);
    H5D_layout_t layout = H5Pget_layout(list);
    if (layout == H5D_VIRTUAL) winnow_trial_mappings(list);
    if (layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED && layout != H5D_COMPACT) return;
    if (H5Pget_external_count(list) != 0) return;
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
    H5T_class_t kind = H5Tget_class(type);
    int rank = H5Sget_simple_extent_ndims(space);
    hsize_t extents[H5S_MAX_RANK];
    if ((kind != H5T_INTEGER && kind != H5T_FLOAT) || rank < 1 || rank > H5S_MAX_RANK) return;
    if (H5Sget_simple_extent_dims(space, extents, NULL) < 0 || extents[0] == 0) return;
    winnow_trial_row(dataset, type, space, rank, extents, 0);
    winnow_trial_row(dataset, type, space, rank, extents, extents[0] - 1);
}

static inline enum winnow_trial_outcome winnow_trial(const char *path) {
    struct stat status;
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0 || stat(path, &status) < 0) return WINNOW_TRIAL_PASSED;
    if (!winnow_trial_attributes(file, (rlim_t)status.st_size)) return WINNOW_TRIAL_BAD_ATTRIBUTE;
    for (hsize_t index = 0; index < WINNOW_TRIAL_OBJECTS; index++) {
        char name[256];
        ssize_t length =
            H5Lget_name_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, index, name, sizeof name, H5P_DEFAULT);
        if (length < 0) break;
        if (length < (ssize_t)sizeof name && winnow_h5_link_is_hard(file, name) == 1) winnow_trial_dataset(file, name);
    }
    H5Fclose(file);
    return WINNOW_TRIAL_PASSED;
}

/// Tries the file's attributes, links and data sets.
///
/// Where no process can be had, the file passes: it is then as safe as without a trial.
static inline enum winnow_trial_outcome winnow_h5_try(const char *path) {
    pid_t child = fork();
    if (child < 0) return WINNOW_TRIAL_PASSED;
    if (child == 0) {
        const int fatal[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM};
        for (size_t index = 0; index < sizeof fatal / sizeof *fatal; index++) signal(fatal[index], SIG_DFL);
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        // The C library says there why it aborts.
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
        setenv("LIBC_FATAL_STDERR_", "1", 1);
        alarm(WINNOW_TRIAL_SECONDS);
        _exit(winnow_trial(path));
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return WINNOW_TRIAL_PASSED;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > WINNOW_TRIAL_CRASHED) return WINNOW_TRIAL_CRASHED;
    return (enum winnow_trial_outcome)WEXITSTATUS(status);
}
