"""A family of operations' fixtures: operations/NAME.json and operations/NAME.safetensors.

A case names an operation, its attributes and its inputs. Inputs, the cotangent g and the directions v are drawn from the
streams `case/input`, `case/cotangent` and `case/direction/input` (fixture_random.py), so only results are stored:

    case/output             y = f(x…)
    case/state/…            running statistics after the step, where there are any
    case/gradient/input     the gradient of sum(y · g) with respect to each differentiable input
    case/second/input       the gradient of s = Σ sum(gradient · v) with respect to each differentiable input …
    case/second/cotangent   … and with respect to g

Results of more than 64 elements are stored as a sketch (fixture_sketch.py), whose weights are drawn from the stream
`…/sketch` of the result's name. Where an operation has a kink, a draw of the inputs is chosen that keeps clear of it: draws
after the first come from the streams `case#draw/…`.

`deviation` is how far PyTorch's own single-precision run is off, in units of each result's root mean square (of 0.001
where that is less). All is computed in double precision.
"""

import math

import torch
from fixture_output import deviation, write_json, write_safetensors
from fixture_random import uniform
from fixture_sketch import LARGEST_WHOLE, sketch


class Family:
    """The cases of one file."""

    def __init__(self, name: str):
        self.name = name
        self.cases = []
        self.tensors = {}

    def add(self, name, operation, inputs, function, order=2, constants=(), kink=None, **attributes):
        """`inputs` maps names to a shape in [-1, 1) or to (shape, low, high); `constants` names those without a gradient.

        `function` takes the inputs in that order and returns the output, or the output and a dictionary of states. `kink`
        takes them too and returns what must not be near 0."""
        path = f"{self.name}/{name}"
        specifications = {
            key: value if isinstance(value, tuple) else (value, -1.0, 1.0) for key, value in inputs.items()
        }
        draw = clear_draw(path, specifications, kink) if kink else 0
        results = {
            dtype: evaluate(stream(path, draw), specifications, constants, function, order, dtype)
            for dtype in (torch.float64, torch.float32)
        }
        exact = results[torch.float64]
        self.cases.append(
            {
                "name": path,
                "draw": draw,
                "operation": operation,
                "attributes": attributes,
                "inputs": [
                    {
                        "name": key,
                        "shape": list(shape),
                        "low": low,
                        "high": high,
                        "is_differentiable": key not in constants,
                    }
                    for key, (shape, low, high) in specifications.items()
                ],
                "order": order,
                "output_shape": list(exact["output"].shape),
                "deviation": deviation(exact, results[torch.float32], floor=1e-3),
            }
        )
        for key, tensor in exact.items():
            key = f"{path}/{key}"
            is_whole = tensor.numel() <= LARGEST_WHOLE
            self.tensors[key] = tensor if is_whole else sketch(tensor, f"{key}/sketch")

    def write(self):
        for case in self.cases:
            assert math.isfinite(case["deviation"]), case
        write_json(f"operations/{self.name}.json", self.cases)
        write_safetensors(f"operations/{self.name}.safetensors", self.tensors)


def stream(path: str, draw: int) -> str:
    return path if draw == 0 else f"{path}#{draw}"


def clear_draw(path, specifications, kink) -> int:
    """The first draw at which no number that `kink` gives is nearer to 0 than a thousandth of their root mean square."""
    for draw in range(1000):
        inputs = [
            torch.from_numpy(uniform(f"{stream(path, draw)}/{key}", *specification)).double()
            for key, specification in specifications.items()
        ]
        numbers = kink(*inputs)
        if numbers.abs().min() > 1e-3 * numbers.square().mean().sqrt():
            return draw
    raise ValueError(f"{path}: every draw has numbers near the kink")


def evaluate(path, specifications, constants, function, order, dtype):
    def draw(name, shape, low=-1.0, high=1.0):
        return torch.from_numpy(uniform(f"{path}/{name}", shape, low, high)).to(dtype)

    inputs = {key: draw(key, *specification) for key, specification in specifications.items()}
    variables = [key for key in inputs if key not in constants]
    for key in variables:
        inputs[key].requires_grad_()
    output = function(*inputs.values())
    output, states = output if isinstance(output, tuple) else (output, {})
    results = {"output": output} | {f"state/{key}": state for key, state in states.items()}
    if order == 0:
        return results

    cotangent = draw("cotangent", output.shape).requires_grad_()
    gradients = torch.autograd.grad(
        (output * cotangent).sum(), [inputs[key] for key in variables], create_graph=True
    )
    results |= {f"gradient/{key}": gradient for key, gradient in zip(variables, gradients)}
    if order == 1:
        return results

    scalar = sum(
        (gradient * draw(f"direction/{key}", gradient.shape)).sum()
        for key, gradient in zip(variables, gradients)
    )
    seconds = torch.autograd.grad(
        scalar, [*(inputs[key] for key in variables), cotangent], allow_unused=True, materialize_grads=True
    )
    return results | {f"second/{key}": second for key, second in zip([*variables, "cotangent"], seconds)}
