"""Makes shards and indices of a pool that a stranger could send, with h5py alone: python make_hostile.py

Each stands in for `shards/00001.h5` or `pool.h5` of the pool of make_pools.py, and leads or grows out of it in its own way. Each has to be
refused before anything outside is opened and before memory is taken.
"""

import pathlib
import struct

import h5py
import numpy as np

from make_pools import COUNTS, attributes, columns

FOLDER = pathlib.Path(__file__).parent / "hostile"
TASK = "multi-label"
OUTSIDE = "../outside.h5"


def shard(name, change):
    """A sound second shard, after `change`."""
    with h5py.File(FOLDER / f"{name}.h5", "w", track_order=False) as file:
        attributes(file, TASK)
        for key, values in columns(TASK, COUNTS[0], COUNTS[1]).items():
            file.create_dataset(key, data=values)
        change(file)


def without(file, key):
    values = file[key][:]
    del file[key]
    return values


def soft_link(file):
    file["hidden"] = without(file, "images")
    file["images"] = h5py.SoftLink("/hidden")


def external_link(file):
    without(file, "images")
    file["images"] = h5py.ExternalLink(OUTSIDE, "/images")


def external_storage(file):
    values = without(file, "images")
    file.create_dataset("images", values.shape, values.dtype, external=[(OUTSIDE, 0, values.nbytes)])


def virtual(file):
    values = without(file, "images")
    layout = h5py.VirtualLayout(values.shape, values.dtype)
    layout[:] = h5py.VirtualSource(OUTSIDE, "images", values.shape)
    file.create_virtual_dataset("images", layout)


def virtual_growing(file):
    """Of an unlimited mapping the library opens the source already to tell the shape."""
    values = without(file, "images")
    shape, limit = values.shape, (None, *values.shape[1:])
    layout = h5py.VirtualLayout(shape, values.dtype, maxshape=limit)
    source = h5py.VirtualSource(OUTSIDE, "images", shape, maxshape=limit)
    layout[:h5py.h5s.UNLIMITED] = source[:h5py.h5s.UNLIMITED]
    file.create_virtual_dataset("images", layout)


def member(file):
    file.create_group("more")["elsewhere"] = h5py.ExternalLink(OUTSIDE, "/images")


def odd_bits(file):
    """Numbers whose bits lie outside of their bytes."""
    without(file, "source_index")
    bits = h5py.h5t.STD_I64LE.copy()
    bits.set_precision(7)
    bits.set_offset(50)
    space = h5py.h5s.create_simple((COUNTS[1],))
    h5py.h5d.create(file.id, b"source_index", bits, space)


def compressed(file):
    values = without(file, "images")
    file.create_dataset("images", data=values, compression="gzip", chunks=values.shape)


def packed(file):
    values = without(file, "images")
    file.create_dataset("images", data=values, scaleoffset=8, chunks=values.shape)


def giant(file):
    shape = without(file, "images").shape
    file.create_dataset("images", (2**44, *shape[1:]), np.uint8, chunks=(1, *shape[1:]))


def giant_chunk(file):
    shape = without(file, "images").shape
    file.create_dataset("images", (2**20, *shape[1:]), np.uint8, chunks=(2**20, *shape[1:]))


def overflowing(file):
    without(file, "images")
    file.create_dataset("images", (2**31, 2**31, 2**31, 3), np.uint8, chunks=(1, 1, 1, 3))


def shared_text(count=200, length=4096):
    """Many texts of one attribute that are one and the same text: together they are far longer than the file."""
    def change(file):
        file.attrs["labels"] = ["x" * length] + ["y"] * (count - 1)

    shard("shard-shared-text", change)
    path = FOLDER / "shard-shared-text.h5"
    content = path.read_bytes()
    # A text's place: its length, the address of its heap, and its number there, which is 1 for the first.
    size, first = 16, struct.pack("<I", length)
    start = next(
        place for place in range(len(content) - 2 * size)
        if content[place : place + 4] == first and content[place + size : place + size + 4] == struct.pack("<I", 1)
    )
    path.write_bytes(content[:start] + content[start : start + size] * count + content[start + size * count :])


def index(name, change):
    """A sound index, after `change` of the mapping: a function of key and sources."""
    with h5py.File(FOLDER / f"{name}.h5", "w", track_order=False) as file:
        attributes(file, TASK)
        for key, values in columns(TASK, 0, sum(COUNTS)).items():
            layout = h5py.VirtualLayout(values.shape, values.dtype)
            sources = [
                h5py.VirtualSource(f"shards/{number:05}.h5", key, (count, *values.shape[1:]))
                for number, count in enumerate(COUNTS)
            ]
            change(file, key, layout, sources)


def whole(file, key, layout, sources):
    layout[: COUNTS[0]], layout[COUNTS[0] :] = sources
    file.create_virtual_dataset(key, layout)


def other_file(file, key, layout, sources):
    if key == "target":
        sources[1] = h5py.VirtualSource(OUTSIDE, key, sources[1].shape)
    whole(file, key, layout, sources)


def absolute_file(file, key, layout, sources):
    if key == "realism":
        sources[0] = h5py.VirtualSource("/etc/hostname", key, sources[0].shape)
    whole(file, key, layout, sources)


def other_data_set(file, key, layout, sources):
    if key == "target":
        sources[0] = h5py.VirtualSource("shards/00000.h5", "source", sources[0].shape)
    whole(file, key, layout, sources)


def repeated(file, key, layout, sources):
    """The last five samples are shown as the first five of the first shard."""
    if key == "source":
        layout[: COUNTS[0]] = sources[0]
        layout[COUNTS[0] :] = sources[0][: COUNTS[1]]
        file.create_virtual_dataset(key, layout)
    else:
        whole(file, key, layout, sources)


def partial(file, key, layout, sources):
    """A sample that no shard gives reads as zeros."""
    if key == "source_index":
        layout[: COUNTS[0]] = sources[0]
        layout[COUNTS[0] + 1 :] = sources[1][1:]
        file.create_virtual_dataset(key, layout)
    else:
        whole(file, key, layout, sources)


def index_link(file, key, layout, sources):
    if key == "realism":
        file[key] = h5py.ExternalLink(OUTSIDE, "/realism")
    else:
        whole(file, key, layout, sources)


def plain(file, key, layout, sources):
    if key == "target":
        file[key] = np.zeros(layout.shape, layout.dtype)
    else:
        whole(file, key, layout, sources)


FOLDER.mkdir(exist_ok=True)
for change in [soft_link, external_link, external_storage, virtual, virtual_growing, member, odd_bits, compressed, packed, giant,
               giant_chunk, overflowing]:
    shard("shard-" + change.__name__.replace("_", "-"), change)
shared_text()
for change in [other_file, absolute_file, other_data_set, repeated, partial, index_link, plain]:
    index("index-" + change.__name__.replace("_", "-"), change)
