#pragma once
#include <errno.h>
#include <fcntl.h>
#include <hdf5.h>
#include <malloc.h>
#include "shim.h"
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/// A trial of a file in a process of its own: the library crashes on some forged files, and a child that is gone says so.
///
/// Where a text of variable length lies is believed by the library without a look: what it reads there may crash one process and
/// not the next. So the child reads all such texts, and hands them over; the program itself never asks the library for them.
///
/// Between fork and _exit the child calls nothing but the library, memory allocation, which glibc keeps usable there, and
/// system calls. No other thread may be inside the library meanwhile.

enum { WINNOW_TRIAL_OBJECTS = 64, WINNOW_TRIAL_SECONDS = 20, WINNOW_TRIAL_MAPPINGS = 1 << 20 };
/// Opening the file and what is in it may take this many bytes, and so many more for each byte of the file: few for its attributes, more
/// for its data sets, because a virtual one is many small parts.
enum { WINNOW_TRIAL_SPARE_BYTES = 1 << 20, WINNOW_TRIAL_ATTRIBUTE_MULTIPLE = 16, WINNOW_TRIAL_MULTIPLE = 64 };
/// Texts of variable length may take so many bytes for each byte of the file.
enum { WINNOW_TRIAL_TEXT_MULTIPLE = 4 };
/// Reading a row may take this many bytes besides the row itself and its chunk.
enum { WINNOW_TRIAL_ROW_SPARE_BYTES = 1 << 19 };
/// Larger rows, chunks and attributes are not read on trial.
static const hsize_t winnow_trial_bytes = 1 << 26;

/// What became of a trial. The child exits with it, so the first is none that anything else in the child would exit with: a
/// sanitizer that finds fault with the library ends with 1.
enum winnow_trial_outcome {
    WINNOW_TRIAL_PASSED = 32,
    /// The file cannot be opened, or only with more memory than its size accounts for.
    WINNOW_TRIAL_BAD_FILE,
    /// The same of reading an attribute.
    WINNOW_TRIAL_BAD_ATTRIBUTE,
    /// The same of opening a data set, or reading a row of it.
    WINNOW_TRIAL_BAD_OBJECT,
    /// The library crashed or was stuck.
    WINNOW_TRIAL_CRASHED,
    /// There was no process to be had for it.
    WINNOW_TRIAL_IMPOSSIBLE
};

/// The texts that a trial read. Of each attribute with such: its name, how many texts it has, and these. A number takes four bytes
/// as the processor has them; a name or text begins with how many bytes follow, and one more for a text that is there.
struct winnow_h5_texts {
    /// To be freed; NULL where there are none.
    char *bytes;
    size_t count;
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

/// Whether texts of variable length are no longer than a file of so many bytes can hold: each lies there by itself, with some bytes for
/// where it lies. Only forged ones share bytes, or claim more than there are.
static inline int winnow_trial_texts_fit(char *const *texts, hssize_t count, rlim_t byte_count) {
    rlim_t taken = 0;
    for (hssize_t index = 0; index < count; index++)
        if (texts[index]) taken += malloc_usable_size(texts[index]);
    return taken <= WINNOW_TRIAL_TEXT_MULTIPLE * byte_count;
}

/// Hands bytes over to the program; returns whether it takes them.
static inline int winnow_trial_send(int program, const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = write(program, next, count);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return 0;
        next += written;
        count -= (size_t)written;
    }
    return 1;
}

static inline int winnow_trial_send_number(int program, size_t number) {
    const uint32_t narrow = (uint32_t)number;
    return number <= UINT32_MAX && winnow_trial_send(program, &narrow, sizeof narrow);
}

static inline int winnow_trial_send_texts(int program, hid_t attribute, char *const *texts, hssize_t count) {
    char name[256];
    ssize_t length = H5Aget_name(attribute, sizeof name, name);
    if (length < 0) return 0;
    // The program asks for no such name.
    if (length >= (ssize_t)sizeof name) return 1;
    if (!winnow_trial_send_number(program, (size_t)length) || !winnow_trial_send(program, name, (size_t)length)) return 0;
    if (!winnow_trial_send_number(program, (size_t)count)) return 0;
    for (hssize_t index = 0; index < count; index++) {
        const size_t bytes = texts[index] ? strlen(texts[index]) : 0;
        if (!winnow_trial_send_number(program, texts[index] ? bytes + 1 : 0)) return 0;
        if (!winnow_trial_send(program, texts[index], bytes)) return 0;
    }
    return 1;
}

/// Takes what a child hands over until it ends; returns whether that is no more than `limit` bytes.
static inline int winnow_trial_receive(int child, struct winnow_h5_texts *texts, size_t limit) {
    size_t room = 0;
    for (;;) {
        if (texts->count == room) {
            room += 1 << 14;
            char *larger = realloc(texts->bytes, room);
            if (!larger) return 0;
            texts->bytes = larger;
        }
        ssize_t count = read(child, texts->bytes + texts->count, room - texts->count);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return 0;
        if (count == 0) return 1;
        texts->count += (size_t)count;
        if (texts->count > limit) return 0;
    }
}

/// Whether an attribute of the root group of a file of so many bytes can be read, or is none that the program would read.
static inline int winnow_trial_attribute(hid_t file, hsize_t index, rlim_t byte_count, int program) {
    hid_t attribute = H5Aopen_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, index, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0) return 0;
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    hssize_t count = H5Sget_simple_extent_npoints(space);
    size_t size = H5Tget_size(type);
    if (count <= 0 || size == 0 || (hsize_t)count > winnow_trial_bytes / size) return 1;
    // Texts of any length are pointers in memory, which are larger than what the file says of them on no machine.
    void *values = calloc((size_t)count, size < sizeof(hvl_t) ? sizeof(hvl_t) : size);
    if (!values || H5Aread(attribute, type, values) < 0) return 0;
    if (H5Tis_variable_str(type) <= 0) return 1;
    return winnow_trial_texts_fit(values, count, byte_count) && winnow_trial_send_texts(program, attribute, values, count);
}

/// What memory is limited by: the library takes what a forged length claims.
struct winnow_trial_memory {
    /// The limit on addresses of before.
    struct rlimit usual;
    /// How many of them were in use at the start; 0 where that is not known, and there can be no limit.
    rlim_t used;
    /// The file's bytes.
    rlim_t size;
};

/// Limits how many bytes may be taken beyond those that are in use.
static inline void winnow_trial_limit(const struct winnow_trial_memory *memory, rlim_t used, rlim_t bytes) {
    struct rlimit limited = memory->usual;
    limited.rlim_cur = used + bytes;
    if (used > 0 && limited.rlim_cur < memory->usual.rlim_cur) setrlimit(RLIMIT_AS, &limited);
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

/// A data set of numbers whose rows are read.
struct winnow_trial_rows {
    hid_t dataset, type, space;
    int rank;
    hsize_t extents[H5S_MAX_RANK];
    int has_chunks;
    hsize_t chunk[H5S_MAX_RANK];
    const struct winnow_trial_memory *memory;
};

/// Looks for a want of memory among the reasons of an error.
static inline herr_t winnow_trial_note_want(unsigned depth, const H5E_error2_t *error, void *lacks_memory) {
    (void)depth;
    if (error->min_num == H5E_NOSPACE || error->min_num == H5E_CANTALLOC) *(int *)lacks_memory = 1;
    return 0;
}

/// Reads a row; returns whether memory in proportion to the row and its chunk was enough. That of a chunk is taken by a size that
/// the file claims for it apart from the chunk's extents.
static inline int winnow_trial_row(const struct winnow_trial_rows *rows, hsize_t row) {
    hsize_t start[H5S_MAX_RANK] = {row}, count[H5S_MAX_RANK] = {1};
    hsize_t size = H5Tget_size(rows->type), chunk_size = size;
    if (size > winnow_trial_bytes) return 1;
    for (int axis = 1; axis < rows->rank; axis++) {
        count[axis] = rows->extents[axis];
        if (count[axis] == 0 || size > winnow_trial_bytes / count[axis]) return 1;
        size *= count[axis];
    }
    for (int axis = 0; rows->has_chunks && axis < rows->rank; axis++) {
        if (rows->chunk[axis] == 0 || chunk_size > winnow_trial_bytes / rows->chunk[axis]) return 1;
        chunk_size *= rows->chunk[axis];
    }
    const rlim_t byte_count = rows->memory->size;
    if (rows->has_chunks
        && !winnow_h5_chunks_lie_inside(rows->dataset, rows->rank, rows->extents, rows->chunk, row, row, byte_count))
        return 1;
    int lacks_memory = 0;
    hid_t memory = H5Screate_simple(rows->rank, count, NULL);
    void *values = malloc(size ? size : 1);
    if (values && H5Sselect_hyperslab(rows->space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0) {
        // Filters take the chunk as it is in the file, and as it is without them, more than once.
        winnow_trial_limit(
            rows->memory, winnow_trial_address_bytes(), WINNOW_TRIAL_ROW_SPARE_BYTES + 2 * byte_count + 4 * chunk_size);
        if (H5Dread(rows->dataset, rows->type, memory, rows->space, H5P_DEFAULT, values) < 0)
            H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, winnow_trial_note_want, &lacks_memory);
        setrlimit(RLIMIT_AS, &rows->memory->usual);
    }
    free(values);
    H5Sclose(memory);
    return !lacks_memory;
}

/// Reads the first and the last row of a data set; returns whether the memory for it was enough.
static inline int winnow_trial_dataset(hid_t dataset, const struct winnow_trial_memory *memory) {
    hid_t list = H5Dget_create_plist(dataset);
    H5D_layout_t layout = H5Pget_layout(list);
    if (layout == H5D_VIRTUAL) winnow_trial_mappings(list);
    if (layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED && layout != H5D_COMPACT) return 1;
    if (H5Pget_external_count(list) != 0) return 1;
    struct winnow_trial_rows rows = {
        .dataset = dataset, .type = H5Dget_type(dataset), .space = H5Dget_space(dataset), .memory = memory};
    H5T_class_t kind = H5Tget_class(rows.type);
    rows.rank = H5Sget_simple_extent_ndims(rows.space);
    if ((kind != H5T_INTEGER && kind != H5T_FLOAT) || rows.rank < 1 || rows.rank > H5S_MAX_RANK) return 1;
    if (H5Sget_simple_extent_dims(rows.space, rows.extents, NULL) < 0 || rows.extents[0] == 0) return 1;
    rows.has_chunks = layout == H5D_CHUNKED;
    if (rows.has_chunks && H5Pget_chunk(list, rows.rank, rows.chunk) != rows.rank) return 1;
    return winnow_trial_row(&rows, 0) && winnow_trial_row(&rows, rows.extents[0] - 1);
}

/// Opens what the root group holds, and, where `reads_rows` is not 0, reads rows of its data sets; returns whether all could be
/// opened, and read with the memory that they account for.
static inline int winnow_trial_objects(hid_t file, const struct winnow_trial_memory *memory, int reads_rows) {
    H5G_info_t group;
    if (H5Gget_info(file, &group) < 0) return 0;
    for (hsize_t index = 0; index < group.nlinks && index < WINNOW_TRIAL_OBJECTS; index++) {
        char name[256];
        ssize_t length =
            H5Lget_name_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, index, name, sizeof name, H5P_DEFAULT);
        if (length < 0) return 0;
        if (length >= (ssize_t)sizeof name || winnow_h5_link_is_hard(file, name) != 1) continue;
        hid_t object = H5Oopen(file, name, H5P_DEFAULT);
        if (object < 0) return 0;
        if (reads_rows && H5Iget_type(object) == H5I_DATASET && !winnow_trial_dataset(object, memory)) return 0;
        H5Oclose(object);
    }
    return 1;
}

static inline enum winnow_trial_outcome winnow_trial(const char *path, size_t byte_count, int program) {
    struct winnow_trial_memory memory = {.used = winnow_trial_address_bytes(), .size = byte_count};
    if (getrlimit(RLIMIT_AS, &memory.usual) < 0) return WINNOW_TRIAL_PASSED;

    winnow_trial_limit(
        &memory, memory.used, WINNOW_TRIAL_SPARE_BYTES + WINNOW_TRIAL_ATTRIBUTE_MULTIPLE * memory.size);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0) return WINNOW_TRIAL_BAD_FILE;
    hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
    const int attributes = H5Aget_num_attrs(root);
    if (attributes < 0) return WINNOW_TRIAL_BAD_ATTRIBUTE;
    for (int index = 0; index < attributes && index < WINNOW_TRIAL_OBJECTS; index++)
        if (!winnow_trial_attribute(file, (hsize_t)index, memory.size, program)) return WINNOW_TRIAL_BAD_ATTRIBUTE;

    winnow_trial_limit(&memory, memory.used, WINNOW_TRIAL_SPARE_BYTES + WINNOW_TRIAL_MULTIPLE * memory.size);
    if (!winnow_trial_objects(file, &memory, 0)) return WINNOW_TRIAL_BAD_OBJECT;

    setrlimit(RLIMIT_AS, &memory.usual);
    if (!winnow_trial_objects(file, &memory, 1)) return WINNOW_TRIAL_BAD_OBJECT;
    H5Gclose(root);
    H5Fclose(file);
    return WINNOW_TRIAL_PASSED;
}

/// Tries the attributes, links and data sets of a file of so many bytes.
///
/// `texts` has to be empty; it gets the texts of variable length of the root group's attributes, and is to be freed whatever the outcome.
static inline enum winnow_trial_outcome winnow_h5_try(
    const char *path, size_t byte_count, struct winnow_h5_texts *texts) {
    int ends[2];
    if (pipe(ends) < 0) return WINNOW_TRIAL_IMPOSSIBLE;
    for (int end = 0; end < 2; end++) fcntl(ends[end], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child < 0) {
        for (int end = 0; end < 2; end++) close(ends[end]);
        return WINNOW_TRIAL_IMPOSSIBLE;
    }
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
        close(ends[0]);
        _exit(winnow_trial(path, byte_count, ends[1]));
    }
    close(ends[1]);
    // The texts, the numbers before them, and the names.
    const size_t limit = 2 * WINNOW_TRIAL_TEXT_MULTIPLE * byte_count + (1 << 16);
    const int has_all = winnow_trial_receive(ends[0], texts, limit);
    close(ends[0]);
    if (!has_all) kill(child, SIGKILL);
    int code = 0;
    while (waitpid(child, &code, 0) < 0)
        if (errno != EINTR) return WINNOW_TRIAL_IMPOSSIBLE;
    if (!has_all || !WIFEXITED(code)) return WINNOW_TRIAL_CRASHED;
    const int outcome = WEXITSTATUS(code);
    const int is_known = outcome >= WINNOW_TRIAL_PASSED && outcome < WINNOW_TRIAL_CRASHED;
    return is_known ? (enum winnow_trial_outcome)outcome : WINNOW_TRIAL_CRASHED;
}
