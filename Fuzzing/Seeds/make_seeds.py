"""Makes the seeds that are no fixtures of the tests and not written by hand (the lists): python make_seeds.py

Needs h5py and numpy. The fixtures of PyTorch's files and of pools have to be there.
"""

import collections
import hashlib
import json
import pathlib
import pickle
import zipfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent.parent / "Tests/Fixtures"


def pickles():
    """One with every kind of value, and the pickles of three containers, which a container's checksums guard there."""
    values = {
        "integers": [1, -2, 300, 2**40, -(2**70)],
        "constants": (1.5, True, False, None),
        "text": "text é",
        "bytes": b"bytes",
        ("tuple", 1, 2, 3): collections.OrderedDict(x=1),
    }
    for protocol in (0, 2, 4):
        (HERE / f"pickle/values.protocol-{protocol}.pkl").write_bytes(pickle.dumps(values, protocol))
    for name in ("small.zip", "module", "nested"):
        with zipfile.ZipFile(FIXTURES / f"pytorch/weights/{name}.pth") as container:
            path = next(path for path in container.namelist() if path.endswith("data.pkl"))
            (HERE / f"pickle/{name.split('.')[0]}.pkl").write_bytes(container.read(path))


def selection():
    """Four samples of the multi-label fixture."""
    files = json.loads((FIXTURES / "pools/multi-label/manifest.json").read_text())["files"]
    shards = sorted(path for path in files if path.startswith("shards/"))
    identity = hashlib.sha256("".join(f"{path} {files[path]['sha256']}\n" for path in shards).encode()).hexdigest()
    index = np.array([3, 0, 11, 6], dtype=np.int64)
    (HERE / "pools").mkdir(exist_ok=True)
    with h5py.File(HERE / "pools/selection.h5", "w") as file:
        file.attrs["format"] = "winnow-selection"
        file.attrs["version"] = 1
        file.attrs["name"] = "best"
        file.attrs["pool"] = identity
        file.attrs["task"] = "multi-label"
        file.attrs["labels"] = ["Black_Hair", "Blond_Hair", "Male"]
        file["index"] = index
        file["score"] = np.array([4, 3, 2, 1], dtype=np.float32)
        file["label"] = np.stack([index >> bit & 1 for bit in range(3)], axis=1).astype(np.uint8)


if __name__ == "__main__":
    pickles()
    selection()
