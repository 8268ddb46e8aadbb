#pragma once
#include <hdf5.h>

/// 1 where the link is a hard link of this file, 0 where it is a soft, external or user-defined one, negative where
/// there is none. In C, because HDF5 1.10 has a function of this name and later releases a macro.
static inline int winnow_h5_link_is_hard(hid_t location, const char *name) {
    H5L_info_t information;
    if (H5Lget_info(location, name, &information, H5P_DEFAULT) < 0) return -1;
    return information.type == H5L_TYPE_HARD;
}

/// Whether all chunks that hold some rows of a data set lie in the file, which has so many bytes, by the places and sizes that it
/// claims for them; the library takes memory of that size to read one. More chunks than the file has words do not lie in it.
static inline int winnow_h5_chunks_lie_inside(
    hid_t dataset, int rank, const hsize_t *extents, const hsize_t *chunk, hsize_t first, hsize_t last, hsize_t byte_count) {
    for (int axis = 0; axis < rank; axis++)
        if (chunk[axis] == 0) return 0;
    hsize_t offset[H5S_MAX_RANK] = {first / chunk[0] * chunk[0]};
    hsize_t count = 0;
    for (int axis = 0; axis >= 0;) {
        unsigned skipped_filters;
        haddr_t address;
        hsize_t size;
        if (++count > byte_count / sizeof(haddr_t)) return 0;
        if (H5Dget_chunk_info_by_coord(dataset, offset, &skipped_filters, &address, &size) < 0) return 0;
        // A chunk that nothing was written to has no place.
        if (address != HADDR_UNDEF && (size > byte_count || address > byte_count - size)) return 0;
        for (axis = rank - 1; axis >= 0; axis--) {
            offset[axis] += chunk[axis];
            if (offset[axis] < (axis == 0 ? last + 1 : extents[axis])) break;
            if (axis > 0) offset[axis] = 0;
        }
    }
    return 1;
}
