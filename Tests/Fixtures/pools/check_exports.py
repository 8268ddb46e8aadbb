"""Exports a pool, opens each export with the tools it is for, and takes images back in: python check_exports.py WINNOW POOL [SELECTION]

WINNOW is the program, POOL a pool's folder. Needs h5py, numpy, pillow, torch, torchvision and webdataset. Counts, labels and pixels
have to be equal to what h5py reads from the pool; the script ends with a line for each tool.
"""

import csv
import filecmp
import json
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import torchvision
import webdataset
from PIL import Image


class Pool:
    """What h5py sees of a pool, or of a selection in its order."""

    def __init__(self, folder, selection=None):
        folder = pathlib.Path(folder)
        with h5py.File(folder / "pool.h5", "r") as file:
            self.labels = list(file.attrs["labels"])
            self.multi_label = file.attrs["task"] == "multi-label"
            everything = {key: file[key][:] for key in file}
        count = len(everything["images"])
        self.index = np.arange(count)
        self.score = None
        if selection:
            with h5py.File(folder / f"selections/{selection}.h5", "r") as file:
                self.index, self.score = file["index"][:], file["score"][:]
        self.columns = {key: values[self.index] for key, values in everything.items()}
        self.scores, self.probabilities = {}, {}
        for path in sorted((folder / "scores").glob("*.h5")):
            with h5py.File(path, "r") as file:
                self.scores[path.stem] = file["score"][:][self.index]
                if "probability" in file:
                    self.probabilities[path.stem] = file["probability"][:][self.index]
        self.width = max(5, len(str(count - 1)))

    def __len__(self):
        return len(self.index)

    def key(self, place):
        return str(self.index[place]).zfill(self.width)

    def text(self, label, separator=" & "):
        if not self.multi_label:
            return self.labels[label]
        return separator.join(np.array(self.labels)[label == 1]) or "none"


def winnow(*arguments):
    subprocess.run([sys.argv[1], *map(str, arguments), "--quiet"], check=True, stdout=subprocess.DEVNULL)


def check_image_folder(pool, folder):
    data = torchvision.datasets.ImageFolder(folder)
    assert len(data) == len(pool), (len(data), len(pool))
    places = {pool.key(place): place for place in range(len(pool))}
    for path, label in data.samples:
        place = places.pop(pathlib.Path(path).stem)
        np.testing.assert_array_equal(np.asarray(Image.open(path)), pool.columns["images"][place])
        assert data.classes[label] == pool.text(pool.columns["target"][place], "+"), path
    assert not places
    with open(folder / "metadata.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(pool)
    for place, row in enumerate(rows):
        assert (folder / row["file_name"]).stem == pool.key(place), row
        assert row["target"] == pool.text(pool.columns["target"][place]), row
        if "source" in pool.columns:
            assert row["source"] == pool.text(pool.columns["source"][place]), row
            assert int(row["source_index"]) == pool.columns["source_index"][place], row
            assert np.float32(row["realism"]) == pool.columns["realism"][place], row
        for policy, score in pool.scores.items():
            assert np.float32(row[f"score_{policy}"]) == score[place], row
        if pool.score is not None:
            assert np.float32(row["score"]) == pool.score[place], row
    return f"torchvision {torchvision.__version__} ImageFolder: {len(data)} images in {len(data.classes)} folders"


def check_webdataset(pool, folder):
    shards = sorted(str(path) for path in folder.glob("*.tar"))
    place = 0
    for sample in webdataset.WebDataset(shards, shardshuffle=False).decode("rgb8"):
        assert sample["__key__"] == pool.key(place), sample["__key__"]
        np.testing.assert_array_equal(sample["png"], pool.columns["images"][place])
        facts, target = sample["json"], pool.columns["target"][place]
        assert facts["index"] == pool.index[place]
        if pool.multi_label:
            assert facts["target"] == dict(zip(pool.labels, target.tolist())) and "cls" not in sample
        else:
            assert facts["target"] == pool.labels[target] and sample["cls"] == target
        if "source" in pool.columns:
            assert facts["source_index"] == pool.columns["source_index"][place]
            assert np.float32(facts["realism"]) == pool.columns["realism"][place]
        assert {policy: np.float32(score) for policy, score in facts["scores"].items()} == {
            policy: score[place] for policy, score in pool.scores.items()}
        place += 1
    assert place == len(pool), (place, len(pool))
    return f"webdataset {webdataset.__version__}: {place} samples in {len(shards)} tar files"


def check_hdf5(pool, path):
    with h5py.File(path, "r") as file:
        imgs, labels = file["imgs"], file["labels"]
        assert imgs.dtype == np.uint8 and labels.dtype == np.int64
        np.testing.assert_array_equal(imgs[:], pool.columns["images"].transpose(0, 3, 1, 2))
        np.testing.assert_array_equal(labels[:], pool.columns["target"])
        np.testing.assert_array_equal(file["index"][:], pool.index)
        assert list(file.attrs["label_names"]) == pool.labels
        return f"h5py {h5py.__version__}: imgs {imgs.shape}, labels {labels.shape}"


def check_numpy(pool, folder):
    def load(name):
        return np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)

    assert load("labels").tolist() == pool.labels
    np.testing.assert_array_equal(load("index"), pool.index)
    for name in ["target", "source", "source_index", "realism"]:
        if name in pool.columns:
            assert load(name).dtype == pool.columns[name].dtype, name
            np.testing.assert_array_equal(load(name), pool.columns[name])
    for policy, score in pool.scores.items():
        np.testing.assert_array_equal(load(f"scores/{policy}"), score)
    for policy, probability in pool.probabilities.items():
        np.testing.assert_array_equal(load(f"probabilities/{policy}"), probability)
    if pool.score is not None:
        np.testing.assert_array_equal(load("score"), pool.score)
    return f"numpy {np.__version__}: {len(pool)} rows, scores by {', '.join(pool.scores) or 'nobody'}"


def check_import(pool, folder, what):
    """An imported pool holds the images and labels, in order, and nothing that nobody knows."""
    back = Pool(folder)
    assert sorted(back.columns) == ["images", "target"], sorted(back.columns)
    assert back.labels == pool.labels
    np.testing.assert_array_equal(back.columns["images"], pool.columns["images"])
    np.testing.assert_array_equal(back.columns["target"], pool.columns["target"])
    return f"imported {what}: {len(back)} images"


def write_studiogan(pool, path, **options):
    """As src/utils/hdf5.py of PyTorch-StudioGAN writes it, in chunks and grown by batches."""
    images, labels = pool.columns["images"].transpose(0, 3, 1, 2), pool.columns["target"].astype(np.int64)
    with h5py.File(path, "w") as file:
        for name, values in [("imgs", images), ("labels", labels)]:
            chunks = (min(500, len(values)), *values.shape[1:])
            dataset = file.create_dataset(
                name, values[:1].shape, dtype=values.dtype, maxshape=values.shape, chunks=chunks, **options)
            dataset.resize(len(values), axis=0)
            dataset[:] = values


def main():
    folder, selections = sys.argv[2], sys.argv[3:4]
    checks = {"imagefolder": check_image_folder, "webdataset": check_webdataset, "hdf5": check_hdf5, "numpy": check_numpy}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for selection in [None, *selections]:
            pool = Pool(folder, selection)
            print(f"{folder}: {selection or 'the whole pool'}, {len(pool)} samples")
            options = ["--selection", selection] if selection else []
            for format, check in checks.items():
                out = [scratch / f"{selection}-{format}-{turn}" for turn in "ab"]
                for path in out:
                    winnow("pool", "export", folder, *options, "--format", format, "--tar-size", "100", "--out", path)
                print("  " + check(pool, out[0]))
                if out[0].is_file():
                    assert filecmp.cmp(*out, shallow=False)
                else:
                    files = [path.relative_to(out[0]) for path in out[0].rglob("*") if path.is_file()]
                    _, differ, errors = filecmp.cmpfiles(*out, files, shallow=False)
                    assert not differ and not errors, (differ, errors)

        pool = Pool(folder)
        names = ["--labels", ",".join(pool.labels)]
        task = ["--task", "multi-label" if pool.multi_label else "single-label"]
        winnow("pool", "import", scratch / "None-imagefolder-a", *names, *task, "--out", scratch / "from-folder")
        print("  " + check_import(pool, scratch / "from-folder", "our ImageFolder"))
        (scratch / "own.hdf5").symlink_to(scratch / "None-hdf5-a")
        winnow("pool", "import", scratch / "own.hdf5", "--out", scratch / "from-own")
        print("  " + check_import(pool, scratch / "from-own", "our HDF5 file"))
        for name, options in [("plain", {}), ("gzip", {"compression": "gzip", "shuffle": True})]:
            write_studiogan(pool, scratch / f"{name}.hdf5", **options)
            winnow("pool", "import", scratch / f"{name}.hdf5", *names, "--out", scratch / f"from-{name}")
            print("  " + check_import(pool, scratch / f"from-{name}", f"StudioGAN's HDF5 ({name})"))
    print("counts, labels and pixels are equal, and so are the bytes of a second export")


main()
