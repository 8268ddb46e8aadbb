"""How fixtures are written: safetensors, samples of large tensors, JSON."""

import json
import struct
from pathlib import Path

import numpy
import torch

FOLDER = Path(__file__).resolve().parent
SAMPLE_COUNT = 6


def write_json(name: str, value, indent=None) -> None:
    text = json.dumps(value, indent=indent, separators=None if indent else (",", ":"))
    (FOLDER / name).write_text(text + "\n")


def write_safetensors(name: str, tensors: dict) -> None:
    """Writes single-precision tensors in the safetensors format, with nothing but the standard library."""
    header, body = {}, b""
    for key, tensor in tensors.items():
        data = numpy.ascontiguousarray(tensor.detach().numpy(force=True).astype("<f4")).tobytes()
        header[key] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (FOLDER / name).write_bytes(struct.pack("<Q", len(text)) + text + body)


def rounded(number: float) -> float:
    """Ten digits: far more than single precision carries, half the length of all of them."""
    return float(f"{float(number.detach() if isinstance(number, torch.Tensor) else number):.10g}")


def sample(tensor: torch.Tensor) -> dict:
    """Norm, sum, and the elements at ⌊i · count / 6⌋; `SampledTensor` in Tests/TestSupport reads it."""
    flat = tensor.detach().double().reshape(-1)
    count = flat.numel()
    return {
        "shape": list(tensor.shape),
        "norm": rounded(flat.norm()),
        "sum": rounded(flat.sum()),
        "values": [rounded(flat[i * count // SAMPLE_COUNT]) for i in range(SAMPLE_COUNT)],
    }


def samples(tensors: dict) -> dict:
    return {name: sample(tensor) for name, tensor in tensors.items()}


def deviation(exact: dict, single: dict, floor: float = 1e-12) -> float:
    """The largest difference between two sets of tensors, each held against its root mean square, or `floor` if that is more.

    Given a run in double and one in single precision it says what agreement single precision can give.
    """
    worst = 0.0
    for name, tensor in exact.items():
        reference = tensor.detach().double()
        difference = (reference - single[name].detach().double()).abs().max()
        worst = max(worst, float(difference / reference.pow(2).mean().sqrt().clamp_min(floor)))
    return float(f"{worst:.3g}")


def sample_deviation(exact: dict, single: dict) -> float:
    """As `deviation`, of what `sample` keeps: the smallest tolerance at which `SampledTensor` would let `single` pass."""
    worst = 0.0
    for name, tensor in exact.items():
        wanted, found = sample(tensor), sample(single[name])
        root = max(tensor.numel(), 1) ** 0.5
        size = max(wanted["norm"], 1e-12)
        elements = (abs(a - b) for a, b in zip(wanted["values"], found["values"]))
        worst = max(
            worst,
            max(elements) * root / size,
            abs(wanted["norm"] - found["norm"]) / size,
            abs(wanted["sum"] - found["sum"]) / (size * root),
        )
    return float(f"{worst:.3g}")
