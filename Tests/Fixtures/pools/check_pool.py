"""Reads with h5py a pool that the tests wrote, and compares every value: python check_pool.py FOLDER

`WINNOW_POOL_OUT=FOLDER swift test --filter PoolsTests` leaves the pools in FOLDER/multi-label and FOLDER/single-label.
"""

import hashlib
import json
import pathlib
import shutil
import sys

import h5py
import numpy as np

from make_pools import ATTRIBUTES, EXPRESSIONS, columns


def check(folder, task):
    with h5py.File(folder / "pool.h5", "r") as file:
        expected = columns(task, 0, 12)
        assert sorted(file) == sorted(expected), sorted(file)
        for key, values in expected.items():
            assert file[key].is_virtual and file[key].dtype == values.dtype, (key, file[key].dtype)
            np.testing.assert_array_equal(file[key][:], values, err_msg=key)
        attributes = dict(file.attrs)
        names = ATTRIBUTES if task == "multi-label" else EXPRESSIONS
        assert list(attributes.pop("labels")) == names
        assert attributes == {
            "format": "winnow-pool", "version": 1, "task": task, "fold": 2.0, "seed": 7,
            "generator": "ab" * 32, "dataset": "cd" * 32, "library": "winnow tests",
        }, attributes
    with h5py.File(folder / "shards/00000.h5", "r") as shard:
        assert all(shard[key].fletcher32 and shard[key].chunks for key in shard)
    with h5py.File(folder / "scores/cl-sam.h5", "r") as scores:
        np.testing.assert_array_equal(scores["score"][:], (np.arange(12) * 7 % 12).astype(np.float32))
    with h5py.File(folder / "selections/best.h5", "r") as selection:
        assert selection["index"].dtype == np.int64 and selection["score"].dtype == np.float32
        np.testing.assert_array_equal(selection["label"][:], expected["target"][selection["index"][:]])
    for path, entry in json.loads((folder / "manifest.json").read_text())["files"].items():
        data = (folder / path).read_bytes()
        assert entry == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}, path


root = pathlib.Path(sys.argv[1])
for task in ["multi-label", "single-label"]:
    check(root / task, task)
    # The shards are named relative to pool.h5: the folder can be moved.
    moved = root / f"{task}-moved"
    shutil.copytree(root / task, moved)
    check(moved, task)
    shutil.rmtree(moved)
print("h5py reads what was written")
