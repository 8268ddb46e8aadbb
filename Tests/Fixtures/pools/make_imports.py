"""Makes HDF5 files as other generators' programs write them, with h5py alone: python make_imports.py

Images and labels are those of make_pools.py.
"""

import pathlib

import h5py
import numpy as np

from make_pools import columns

FOLDER = pathlib.Path(__file__).parent / "imports"

def write(name, **datasets):
    with h5py.File(FOLDER / f"{name}.h5", "w") as file:
        for key, (values, options) in datasets.items():
            file.create_dataset(key, data=values, **options)

FOLDER.mkdir(exist_ok=True)
single, multi = columns("single-label", 0, 12), columns("multi-label", 0, 12)
planar = single["images"].transpose(0, 3, 1, 2)
small = {"chunks": (5, 3, 4, 4)}
write("studiogan", imgs=(planar, {**small, "maxshape": planar.shape}), labels=(single["target"].astype(np.int64), {}))
write("gzip", imgs=(planar, {**small, "compression": "gzip", "shuffle": True, "fletcher32": True}),
      labels=(single["target"].astype(">i2"), {"compression": "gzip", "chunks": (12,)}))
write("multi-label", images=(multi["images"], {}), target=(multi["target"], {}))
write("no-labels", imgs=(planar, {}))
write("wrong-label", imgs=(planar, {}), labels=(np.full(12, 4), {}))
write("wrong-bit", images=(multi["images"], {}), target=(multi["target"] * 2, {}))
write("floats", imgs=(planar.astype(np.float32), {}), labels=(single["target"], {}))
write("oblong", imgs=(planar[:, :, :2], {}), labels=(single["target"], {}))
write("something", x=(planar, {}))
with h5py.File(FOLDER / "bomb.h5", "w") as file:
    # 2^40 bytes that are claimed and not there.
    file.create_dataset("imgs", (2**20, 3, 592, 592), np.uint8, chunks=(64, 3, 64, 64), compression="gzip")
    file.create_dataset("labels", (2**20,), np.int64, chunks=(2**20,), compression="gzip")
