"""What the fixtures of operations keep of a larger tensor: a count sketch (Charikar, Chen and Farach-Colton, 2002)."""

import torch
from fixture_random import uniform

# Tensors up to this size are kept whole.
LARGEST_WHOLE = 64
COUNT = 8


def sketch(tensor: torch.Tensor, stream: str) -> torch.Tensor:
    """Eight weighted sums, of which the i-th takes every eighth element from the i-th on, and the norm; all elements count.

    The weights are uniform in ±1. `StoredTensor` in Tests/TestSupport makes the same of the engine's tensor."""
    flat = tensor.detach().double().reshape(-1)
    weighted = flat * torch.from_numpy(uniform(stream, flat.shape, -1, 1)).double()
    sums = [weighted[start::COUNT].sum() for start in range(COUNT)]
    return torch.stack([*sums, flat.norm()])
