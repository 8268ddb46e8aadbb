"""The numbers that fixtures are drawn from: Philox4x32-10 streams, the same as Swift's `RandomStream`.

Run as a script it writes fixture_random.json, which pins the first numbers of a few streams, and sample.json, one sampled
tensor.
"""

import math

import numpy
import torch
from fixture_output import sample, write_json

SEED = 20_260_101
LOW_WORD = numpy.uint64(0xFFFF_FFFF)
WORD = numpy.uint64(32)


def stream_number(name: str) -> int:
    """FNV-1a over the name."""
    number = 0xCBF29CE484222325
    for byte in name.encode():
        number = ((number ^ byte) * 0x100000001B3) & 0xFFFF_FFFF_FFFF_FFFF
    return number


def words(name: str, count: int, seed: int = SEED) -> numpy.ndarray:
    """The first `count` 64-bit words of the stream: two from each Philox block."""
    counter = numpy.arange((count + 1) // 2, dtype=numpy.uint64)
    number = stream_number(name)
    x, y = counter & LOW_WORD, counter >> WORD
    z = numpy.full_like(counter, number & 0xFFFF_FFFF)
    w = numpy.full_like(counter, number >> 32)
    key = [seed & 0xFFFF_FFFF, seed >> 32]
    for _ in range(10):
        first = x * numpy.uint64(0xD2511F53)
        second = z * numpy.uint64(0xCD9E8D57)
        x, y, z, w = (
            (second >> WORD) ^ y ^ numpy.uint64(key[0]),
            second & LOW_WORD,
            (first >> WORD) ^ w ^ numpy.uint64(key[1]),
            first & LOW_WORD,
        )
        key = [(key[0] + 0x9E3779B9) & 0xFFFF_FFFF, (key[1] + 0xBB67AE85) & 0xFFFF_FFFF]
    return numpy.stack([x | y << WORD, z | w << WORD], axis=1).reshape(-1)[:count]


def uniform(name: str, shape, low: float, high: float) -> numpy.ndarray:
    """Numbers in [low, high): scaled in double precision, rounded to single."""
    count = math.prod(shape)
    unit = (words(name, count) >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-53
    return (low + (high - low) * unit).astype(numpy.float32).reshape(shape)


def parameter(name: str, shape, prefix: str = "") -> numpy.ndarray:
    """A parameter's first value; see `FixtureRandom.parameter` in Tests/TestSupport."""
    if len(shape) >= 2:
        limit = 1 / math.sqrt(math.prod(shape[1:]))
        low, high = -limit, limit
    elif name.endswith("weight"):
        low, high = 0.5, 1.5
    else:
        low, high = -0.1, 0.1
    return uniform(prefix + name, shape, low, high)


def main():
    streams = {
        name: {
            "words": [str(word) for word in words(name, 5)],
            "uniform": [float(number) for number in uniform(name, [5], -0.25, 0.75)],
        }
        for name in ["", "images", "layer1.0.conv1.weight", "généré"]
    }
    parameters = [
        {"name": name, "shape": shape, "last": float(parameter(name, shape, "model/").reshape(-1)[-1])}
        for name, shape in [
            ("conv1.weight", [7, 3, 5, 5]),
            ("bn1.weight", [9]),
            ("bn1.bias", [9]),
            ("fc.weight", [3, 11]),
        ]
    ]
    pins = {"seed": SEED, "streams": streams, "parameters": parameters}
    write_json("fixture_random.json", pins, indent=1)
    write_json("sample.json", sample(torch.from_numpy(uniform("sample", [5, 7], -1, 1))), indent=1)


if __name__ == "__main__":
    main()
