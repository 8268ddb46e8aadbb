"""Writes classifiers/NAME.json: what the classifiers' architectures say of a few images, in inference and in training, and some
gradients. Those of torchvision are taken from it, Inception-ResNet-v1 from fixture_facenet.py.

Parameters and running statistics are drawn from the streams `classifiers/NAME/` + name (fixture_random.py), images from
`classifiers/NAME/images/draw`, and what the logits are weighted with in the scalar that is differentiated from
`classifiers/NAME/weights`. Variances are drawn so that activations keep their size from layer to layer, and the last scale of a
residual block from a lower range than other scales. Nothing is dropped. `state` is the SHA-256 of the state's names and shapes, a
line each, in order; `deviation` what single precision and noise of its size change (fixture_draws.py).
"""

import functools
import hashlib
import sys

import torch
from fixture_draws import perturbed, steadiest
from fixture_facenet import InceptionResnetV1
from fixture_output import rounded, sample_deviation, samples, write_json
from fixture_random import parameter, uniform
from torchvision import models

CLASSES = 5
VARIANCES = (0.1, 0.25)
LAST_SCALES = (0.1, 0.3)


def efficientnet(make):
    return lambda: make(num_classes=CLASSES, dropout=0.0, stochastic_depth_prob=0.0)


# How each is made, the images' shape, the suffixes of its blocks' last scales, and the parameters whose gradients are kept.
EFFICIENTNET_PARAMETERS = [
    "features.0.0.weight",
    "features.1.0.block.0.0.weight",
    "features.2.0.block.0.1.weight",
    "features.3.0.block.1.0.weight",
    "features.3.1.block.2.fc1.weight",
    "features.5.1.block.2.fc2.bias",
    "features.6.0.block.3.0.weight",
    "features.8.1.bias",
    "classifier.1.weight",
]
NETWORKS = {
    "resnet18": (
        lambda: models.resnet18(num_classes=CLASSES),
        [4, 3, 64, 80],
        ["bn2.weight"],
        ["conv1.weight", "bn1.bias", "layer1.1.conv1.weight", "layer2.0.downsample.0.weight", "layer3.0.bn2.weight"]
        + ["layer4.1.conv2.weight", "fc.weight", "fc.bias"],
    ),
    "densenet121": (
        lambda: models.densenet121(num_classes=CLASSES),
        [4, 3, 32, 48],
        ["norm1.weight", "norm2.weight"],
        ["features.conv0.weight", "features.norm0.bias", "features.denseblock1.denselayer1.norm1.weight"]
        + ["features.denseblock2.denselayer12.conv1.weight", "features.transition2.conv.weight"]
        + ["features.denseblock3.denselayer7.conv2.weight", "features.norm5.weight", "classifier.bias"],
    ),
    **{
        f"efficientnet-b{size}": (
            efficientnet(getattr(models, f"efficientnet_b{size}")),
            [4, 3, 64, 80],
            [],
            EFFICIENTNET_PARAMETERS,
        )
        for size in range(4)
    },
    "inception-resnet-v1": (
        lambda: InceptionResnetV1(CLASSES, dropout=0.0),
        [4, 3, 107, 123],
        [],
        ["conv2d_1a.conv.weight", "conv2d_4a.bn.weight", "repeat_1.0.branch0.conv.weight", "mixed_6a.branch1.1.conv.weight"]
        + ["repeat_2.4.branch1.1.conv.weight", "repeat_2.4.conv2d.bias", "mixed_7a.branch2.2.bn.bias"]
        + ["repeat_3.2.branch1.2.conv.weight", "block8.conv2d.weight", "last_linear.weight", "last_bn.weight", "logits.weight"],
    ),
}


@functools.cache
def value(prefix, name, shape, last_scales):
    if name.endswith("running_var"):
        return uniform(prefix + name, shape, *VARIANCES)
    if name.endswith(last_scales):
        return uniform(prefix + name, shape, *LAST_SCALES)
    return parameter(name, shape, prefix)


def run(name, draw, dtype, noise, generator) -> dict:
    make, shape, last_scales, kept = NETWORKS[name]
    prefix = f"classifiers/{name}/"

    def tensor(array):
        return perturbed(torch.from_numpy(array).to(dtype), noise, generator)

    model = make().to(dtype)
    state = model.state_dict()
    with torch.no_grad():
        for key, target in state.items():
            if target.is_floating_point():
                target.copy_(tensor(value(prefix, key, tuple(target.shape), tuple(last_scales))))
    images = tensor(uniform(f"{prefix}images/{draw}", shape, -1, 1))
    with torch.no_grad():
        evaluated = model.eval()(images)
    logits = model.train()(images)
    weights = torch.from_numpy(uniform(f"{prefix}weights", list(logits.shape), -1, 1)).to(dtype)
    parameters = dict(model.named_parameters())
    gradients = torch.autograd.grad((logits * weights).sum(), [parameters[key] for key in kept])
    running = [key for key in state if "running" in key]
    return {
        "outputs": {"evaluated": evaluated, "trained": logits.detach()},
        "gradients": dict(zip(kept, gradients)),
        "running_statistics": {key: model.state_dict()[key].clone() for key in running[:: len(running) // 4]},
        "state": "".join(f"{key} {'x'.join(map(str, target.shape))}\n" for key, target in state.items()),
        "state_count": len(state),
    }


def write(name):
    _, shape, last_scales, _ = NETWORKS[name]
    draw, exact, others = steadiest(
        lambda draw, *precision: run(name, draw, *precision),
        lambda result: result["gradients"],
        accepted=2e-4,
        draws=30,
    )
    outputs = exact["outputs"]
    groups = ("gradients", "running_statistics")
    fixture = {
        "images": {"stream": f"classifiers/{name}/images/{draw}", "shape": shape},
        "last_scales": last_scales,
        "state": hashlib.sha256(exact["state"].encode()).hexdigest(),
        "state_count": exact["state_count"],
        **{
            f"{key}_logits": [[rounded(number) for number in row] for row in rows] for key, rows in outputs.items()
        },
        **{group: samples(exact[group]) for group in groups},
        "deviation": {
            group: max(sample_deviation(exact[group], other[group]) for other in others)
            for group in ("outputs", *groups)
        },
    }
    write_json(f"classifiers/{name}.json", fixture)
    spread = {key: float(rows.std(0).mean() / rows.abs().max()) for key, rows in outputs.items()}
    print(name, "spread over images:", spread, fixture["deviation"])


if __name__ == "__main__":
    for name in sys.argv[1:] or NETWORKS:
        write(name)
