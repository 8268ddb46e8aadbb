"""Makes the small pools that the tests read, with h5py alone: python make_pools.py

Each value follows from its place by the formulas below, which the tests repeat.
"""

import hashlib
import json
import pathlib
import shutil

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
SIZE = 4
COUNTS = [7, 5]
ATTRIBUTES = ["Black_Hair", "Blond_Hair", "Male"]
EXPRESSIONS = ["Neutral", "Happy", "Sad", "Surprise"]


def columns(task, first, count):
    sample = np.arange(first, first + count)
    y, x, channel = np.meshgrid(np.arange(SIZE), np.arange(SIZE), np.arange(3), indexing="ij")
    images = (sample[:, None, None, None] * 31 + y * 7 + x * 3 + channel * 11) % 256
    if task == "multi-label":
        target = np.stack([sample >> bit & 1 for bit in range(3)], axis=1).astype(np.uint8)
        source = np.stack([sample // 3 >> bit & 1 for bit in range(3)], axis=1).astype(np.uint8)
    else:
        target = (sample % 4).astype(np.int32)
        source = ((sample + 1) % 4).astype(np.int32)
    return {
        "images": images.astype(np.uint8),
        "target": target,
        "source": source,
        "source_index": (sample * 5 % 6).astype(np.int64),
        "realism": (sample * 0.25 - 1).astype(np.float32),
    }


def attributes(file, task):
    file.attrs["format"] = "winnow-pool"
    file.attrs["version"] = 1
    file.attrs["task"] = task
    file.attrs["labels"] = ATTRIBUTES if task == "multi-label" else EXPRESSIONS
    file.attrs["fold"] = 2.0
    file.attrs["seed"] = 7
    # One as fixed-length text, as np.bytes_ gives it: both kinds have to be read.
    file.attrs["generator"] = np.bytes_("ab" * 32)
    file.attrs["dataset"] = "cd" * 32
    file.attrs["library"] = f"h5py {h5py.__version__}"


def make(name, task):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "shards").mkdir(parents=True)
    (folder / "scores").mkdir()
    layouts = {}
    first = 0
    for index, count in enumerate(COUNTS):
        path = f"shards/{index:05}.h5"
        with h5py.File(folder / path, "w", track_order=False) as file:
            attributes(file, task)
            for key, values in columns(task, first, count).items():
                file.create_dataset(key, data=values, chunks=(2, *values.shape[1:]), fletcher32=True)
        for key, values in columns(task, first, count).items():
            if key not in layouts:
                layouts[key] = h5py.VirtualLayout((sum(COUNTS), *values.shape[1:]), values.dtype)
            layouts[key][first : first + count] = h5py.VirtualSource(path, key, values.shape)
        first += count
    with h5py.File(folder / "pool.h5", "w", libver=("v110", "v110")) as file:
        attributes(file, task)
        for key, layout in layouts.items():
            file.create_virtual_dataset(key, layout)

    def entry(path):
        data = (folder / path).read_bytes()
        return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    shards = [f"shards/{index:05}.h5" for index in range(len(COUNTS))]
    identity = hashlib.sha256("".join(f"{path} {entry(path)['sha256']}\n" for path in shards).encode()).hexdigest()
    with h5py.File(folder / "scores/cl-sam.h5", "w") as file:
        file.attrs["format"] = "winnow-scores"
        file.attrs["version"] = 1
        file.attrs["policy"] = "cl-sam"
        file.attrs["pool"] = identity
        labels = 3 if task == "multi-label" else 4
        file["score"] = (np.arange(12) * 7 % 12).astype(np.float32)
        file["probability"] = (np.arange(12 * labels).reshape(12, labels) / 64).astype(np.float32)
    files = {path: entry(path) for path in ["pool.h5", *shards, "scores/cl-sam.h5"]}
    (folder / "manifest.json").write_text(
        json.dumps({"format": "winnow-manifest", "version": 1, "files": files}, indent=2, sort_keys=True) + "\n"
    )


if __name__ == "__main__":
    make("multi-label", "multi-label")
    make("single-label", "single-label")
