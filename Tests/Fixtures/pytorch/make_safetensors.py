"""Writes reference.safetensors with the format's reference implementation (needs the packages safetensors and numpy), and
checks a file of ours with it where one is named on the command line."""

import sys
from pathlib import Path

import numpy
from safetensors.numpy import load_file, save_file

FOLDER = Path(__file__).resolve().parent


def main():
    for path in sys.argv[1:]:
        for name, array in load_file(path).items():
            print(path, name, array.dtype, array.shape)
    tensors = {
        "double": numpy.array([1.5]),
        "single": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 2,
        "half": numpy.array([0.5, -1], dtype=numpy.float16),
        "long": numpy.array([-1, 1 << 40]),
        "int": numpy.array([-2], dtype=numpy.int32),
        "short": numpy.array([-3], dtype=numpy.int16),
        "signed": numpy.array([-4], dtype=numpy.int8),
        "byte": numpy.array([250], dtype=numpy.uint8),
        "flags": numpy.array([True, False]),
        "scalar": numpy.array(3.25, dtype=numpy.float32),
        "empty": numpy.zeros([0, 4], dtype=numpy.float32),
    }
    metadata = {"format": "np", "note": 'é "x" \n 😀'}
    save_file(tensors, FOLDER / "reference.safetensors", metadata=metadata)


if __name__ == "__main__":
    main()
