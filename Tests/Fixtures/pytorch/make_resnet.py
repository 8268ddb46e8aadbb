"""Writes resnet_even.json and resnet_odd.json, one training step of torchvision's ResNet-50, and resnet_state.json, the names
and shapes of its state.

Parameters are drawn from the streams `prefix + name` (fixture_random.py), images from `case/images/draw`; running statistics
start at 0 and 1. The last scale of each block is drawn from a lower range than other scales: fifty layers of the usual one
multiply a rounding error by a thousand. `deviation` is the tolerance that single precision needs (fixture_draws.py).
"""

import torch
import torch.nn.functional as F
from fixture_draws import perturbed, steadiest
from fixture_output import rounded, sample_deviation, samples, write_json
from fixture_random import parameter, uniform
from torchvision.models import resnet50

CLASSES = 5
LEARNING_RATE, MOMENTUM, WEIGHT_DECAY = 0.01, 0.9, 5e-4
PREFIX = "resnet/"
LAST_SCALE, LAST_SCALE_RANGE = "bn3.weight", (0.1, 0.3)


def value(name: str, shape):
    if name.endswith(LAST_SCALE):
        return uniform(PREFIX + name, shape, *LAST_SCALE_RANGE)
    return parameter(name, shape, PREFIX)


def run(stream: str, shape, labels, dtype, noise, generator) -> dict:
    def tensor(array):
        return perturbed(torch.from_numpy(array).to(dtype), noise, generator)

    model = resnet50(num_classes=CLASSES).to(dtype)
    with torch.no_grad():
        for name, target in model.named_parameters():
            target.copy_(tensor(value(name, target.shape)))
    images = tensor(uniform(stream, shape, -1, 1))
    optimizer = torch.optim.SGD(
        model.parameters(), LEARNING_RATE, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY
    )
    logits = model.train()(images)
    loss = F.binary_cross_entropy_with_logits(logits, torch.tensor(labels).to(dtype))
    loss.backward()
    gradients = {name: target.grad.clone() for name, target in model.named_parameters()}
    optimizer.step()
    with torch.no_grad():
        evaluated = model.eval()(images)
    return {
        "outputs": {"loss": loss, "logits": logits, "evaluated_logits": evaluated},
        "gradients": gradients,
        "parameters": dict(model.named_parameters()),
        "running_statistics": {name: buffer for name, buffer in model.named_buffers() if "running" in name},
    }


def write(name: str, shape, labels):
    draw, exact, others = steadiest(
        lambda draw, *precision: run(f"{name}/images/{draw}", shape, labels, *precision),
        lambda result: result["gradients"],
        accepted=3e-4,
        draws=60,
        # Fifty layers have more kinks to keep clear of.
        noise=4e-7,
        noisy_runs=5,
    )
    groups = ("gradients", "parameters", "running_statistics")
    outputs = exact["outputs"]
    fixture = {
        "prefix": PREFIX,
        "last_scale": {"suffix": LAST_SCALE, "range": LAST_SCALE_RANGE},
        "images": {"stream": f"{name}/images/{draw}", "shape": shape},
        "labels": labels,
        "sgd": {"learning_rate": LEARNING_RATE, "momentum": MOMENTUM, "weight_decay": WEIGHT_DECAY},
        "loss": rounded(outputs["loss"]),
        "logits": [[rounded(number) for number in row] for row in outputs["logits"]],
        "evaluated_logits": [[rounded(number) for number in row] for row in outputs["evaluated_logits"]],
        **{group: samples(exact[group]) for group in groups},
        "deviation": {
            group: max(sample_deviation(exact[group], other[group]) for other in others)
            for group in ("outputs", *groups)
        },
    }
    write_json(f"{name}.json", fixture)
    print(name, fixture["loss"], fixture["logits"], fixture["evaluated_logits"], fixture["deviation"])


def main():
    labels = [[1.0, 0, 0, 1, 1], [0, 1, 0, 0, 1]]
    write("resnet_even", [2, 3, 32, 64], labels)
    write("resnet_odd", [2, 3, 33, 47], labels)
    state = resnet50(num_classes=CLASSES).state_dict()
    write_json("resnet_state.json", [{"name": name, "shape": list(value.shape)} for name, value in state.items()])


if __name__ == "__main__":
    main()
