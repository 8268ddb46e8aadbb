#pragma once
#include <hdf5.h>

/// 1 where the link is a hard link of this file, 0 where it is a soft, external or user-defined one, negative where
/// there is none. In C, because HDF5 1.10 has a function of this name and later releases a macro.
static inline int winnow_h5_link_is_hard(hid_t location, const char *name) {
    H5L_info_t information;
    if (H5Lget_info(location, name, &information, H5P_DEFAULT) < 0) return -1;
    return information.type == H5L_TYPE_HARD;
}
