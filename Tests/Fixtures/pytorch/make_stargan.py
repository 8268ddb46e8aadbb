"""Writes stargan_*.json: one discriminator step and one generator step of StarGAN, and the full model's parameter names.

The networks and losses are those of Choi et al., "StarGAN", CVPR 2018, with zero padding and per-image statistics.
Parameters are drawn from the streams `prefix + name` (fixture_random.py), images and the α of the interpolation from
`case/images` and `case/alpha`. The generator step sees the discriminator that its own step has already changed.

The draw of the images is chosen, and `deviation` is the tolerance that single precision needs: fixture_draws.py.
"""

import torch
import torch.nn.functional as F
from fixture_draws import perturbed, steadiest
from fixture_output import rounded, sample_deviation, samples, write_json
from fixture_random import parameter, uniform
from torch import nn

CLASSIFICATION, RECONSTRUCTION, PENALTY = 1.0, 10.0, 10.0
LEARNING_RATE, BETAS, EPSILON = 1e-3, (0.5, 0.999), 1e-8
# The steps are taken with every algorithm for convolutions, and Winograd's rounds more than the definition.
ALGORITHMS_NOISE = 1e-6


def normalized(channels: int) -> list:
    return [nn.InstanceNorm2d(channels, affine=True), nn.ReLU()]


class Residual(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            *normalized(channels),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.InstanceNorm2d(channels, affine=True),
        )

    def forward(self, x):
        return x + self.main(x)


class Generator(nn.Module):
    def __init__(self, conv_dim: int, labels: int, blocks: int):
        super().__init__()
        d = conv_dim
        layers = [nn.Conv2d(3 + labels, d, 7, padding=3, bias=False), *normalized(d)]
        for channels in (d, 2 * d):
            layers += [nn.Conv2d(channels, 2 * channels, 4, 2, 1, bias=False), *normalized(2 * channels)]
        layers += [Residual(4 * d) for _ in range(blocks)]
        for channels in (4 * d, 2 * d):
            half = channels // 2
            layers += [nn.ConvTranspose2d(channels, half, 4, 2, 1, bias=False), *normalized(half)]
        layers += [nn.Conv2d(d, 3, 7, padding=3, bias=False), nn.Tanh()]
        self.main = nn.Sequential(*layers)

    def forward(self, images, labels):
        planes = labels[:, :, None, None].expand(-1, -1, *images.shape[2:])
        return self.main(torch.cat([images, planes], dim=1))


class Discriminator(nn.Module):
    def __init__(self, image_size: int, conv_dim: int, labels: int, count: int):
        super().__init__()
        layers, channels = [nn.Conv2d(3, conv_dim, 4, 2, 1), nn.LeakyReLU(0.01)], conv_dim
        for _ in range(count - 1):
            layers += [nn.Conv2d(channels, 2 * channels, 4, 2, 1), nn.LeakyReLU(0.01)]
            channels *= 2
        self.main = nn.Sequential(*layers)
        self.conv1 = nn.Conv2d(channels, 1, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(channels, labels, image_size >> count, bias=False)

    def forward(self, images):
        features = self.main(images)
        return self.conv1(features), self.conv2(features).flatten(1)


def filled(model: nn.Module, prefix: str, tensor) -> nn.Module:
    """The model with its parameters drawn; `tensor` makes a tensor of an array."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.data = tensor(parameter(name, value.shape, prefix))
    return model


def classification_loss(logits, labels, is_multi_label: bool):
    if is_multi_label:
        return F.binary_cross_entropy_with_logits(logits, labels, reduction="sum") / len(logits)
    return F.cross_entropy(logits, labels.argmax(1))


def step(model: nn.Module, losses: dict, total: torch.Tensor) -> dict:
    """One Adam step on a fresh optimizer; says what a fixture keeps of it."""
    optimizer = torch.optim.Adam(model.parameters(), LEARNING_RATE, BETAS, EPSILON)
    model.zero_grad()
    total.backward()
    gradients = {name: value.grad.clone() for name, value in model.named_parameters()}
    optimizer.step()
    return {
        "losses": losses | {"total": total},
        "gradients": gradients,
        "parameters": {name: value.detach().clone() for name, value in model.named_parameters()},
    }


def run(name: str, draw: int, config: dict, labels, permutation, dtype, noise, generator):
    def tensor(array):
        return perturbed(torch.from_numpy(array).to(dtype), noise, generator)

    size, count, is_multi_label = config["image_size"], config["batch"], config["is_multi_label"]
    classes = config["labels"]
    G = filled(Generator(config["conv_dim"], classes, config["residual_blocks"]), f"{name}/generator.", tensor)
    D = filled(
        Discriminator(size, config["conv_dim"], classes, config["discriminator_layers"]),
        f"{name}/discriminator.",
        tensor,
    )
    images = tensor(uniform(f"{name}/images/{draw}", [count, 3, size, size], -1, 1))
    alpha = tensor(uniform(f"{name}/alpha", [count, 1, 1, 1], 0, 1))
    sources = labels.to(dtype)
    targets = sources[permutation]

    fakes = G(images, targets).detach()
    real_map, real_logits = D(images)
    fake_map, _ = D(fakes)
    mixed = (alpha * images + (1 - alpha) * fakes).requires_grad_()
    mixed_map, _ = D(mixed)
    (slope,) = torch.autograd.grad(mixed_map.sum(), mixed, create_graph=True)
    norms = slope.flatten(1).norm(dim=1)
    losses = {
        "real": -real_map.mean(),
        "fake": fake_map.mean(),
        "classification": classification_loss(real_logits, sources, is_multi_label),
        "gradient_penalty": ((norms - 1) ** 2).mean(),
    }
    total = (
        losses["real"]
        + losses["fake"]
        + CLASSIFICATION * losses["classification"]
        + PENALTY * losses["gradient_penalty"]
    )
    outputs = {
        "fakes": fakes,
        "real_map": real_map,
        "real_logits": real_logits,
        "fake_map": fake_map,
        "mixed": mixed,
        "image_gradient": slope,
        "image_gradient_norms": norms,
    }
    discriminator_step = {"outputs": outputs} | step(D, losses, total)

    fakes = G(images, targets)
    fake_map, fake_logits = D(fakes)
    reconstructed = G(fakes, sources)
    losses = {
        "fake": -fake_map.mean(),
        "classification": classification_loss(fake_logits, targets, is_multi_label),
        "reconstruction": (images - reconstructed).abs().mean(),
    }
    total = (
        losses["fake"] + CLASSIFICATION * losses["classification"] + RECONSTRUCTION * losses["reconstruction"]
    )
    outputs = {"fakes": fakes, "fake_map": fake_map, "fake_logits": fake_logits, "reconstructed": reconstructed}
    generator_step = {"outputs": outputs} | step(G, losses, total)
    return discriminator_step, generator_step


def described(exact: dict, others: list) -> dict:
    groups = ("outputs", "gradients", "parameters")
    return {
        "losses": {name: rounded(value) for name, value in exact["losses"].items()},
        **{group: samples(exact[group]) for group in groups},
        "deviation": {
            group: max(sample_deviation(exact[group], other[group]) for other in others)
            for group in ("losses", *groups)
        },
    }


def write(name: str, config: dict, labels, permutation):
    draw, exact, others = steadiest(
        lambda draw, *precision: run(name, draw, config, labels, permutation, *precision),
        lambda steps: {f"{i}/{key}": value for i, step in enumerate(steps) for key, value in step["gradients"].items()},
        accepted=2.5e-4,
        draws=300,
        noise=ALGORITHMS_NOISE,
        noisy_runs=6,
    )
    steps = [described(exact[i], [other[i] for other in others]) for i in range(2)]
    write_json(
        f"{name}.json",
        {
            "config": config,
            "prefixes": {"generator": f"{name}/generator.", "discriminator": f"{name}/discriminator."},
            "streams": {"images": f"{name}/images/{draw}", "alpha": f"{name}/alpha"},
            "source_labels": labels.tolist(),
            "target_labels": labels[permutation].tolist(),
            "weights": {
                "classification": CLASSIFICATION,
                "reconstruction": RECONSTRUCTION,
                "gradient_penalty": PENALTY,
            },
            "adam": {"learning_rate": LEARNING_RATE, "betas": BETAS, "epsilon": EPSILON},
            "discriminator_step": steps[0],
            "generator_step": steps[1],
        },
    )
    for kind, description in zip(("D", "G"), steps):
        print(name, kind, description["losses"], description["deviation"])


def listed(model: nn.Module) -> dict:
    parameters = [{"name": name, "shape": list(value.shape)} for name, value in model.named_parameters()]
    return {"count": sum(value.numel() for value in model.parameters()), "parameters": parameters}


def main():
    multi = {
        "image_size": 32,
        "conv_dim": 16,
        "residual_blocks": 2,
        "discriminator_layers": 4,
        "labels": 5,
        "batch": 4,
        "is_multi_label": True,
    }
    labels = torch.tensor([[1, 0, 0, 1, 1], [0, 1, 0, 0, 1], [0, 0, 1, 1, 0], [0, 1, 0, 1, 0]]).float()
    write("stargan_multi_label", multi, labels, [2, 0, 3, 1])
    single = {
        "image_size": 24,
        "conv_dim": 8,
        "residual_blocks": 1,
        "discriminator_layers": 3,
        "labels": 3,
        "batch": 4,
        "is_multi_label": False,
    }
    write("stargan_single_label", single, F.one_hot(torch.tensor([2, 0, 1, 1]), 3).float(), [1, 3, 0, 2])

    full = {"generator": listed(Generator(64, 5, 6)), "discriminator": listed(Discriminator(128, 64, 5, 6))}
    assert full["generator"]["count"] == 8_430_528 and full["discriminator"]["count"] == 44_762_048
    write_json("stargan_parameters.json", full, indent=1)


if __name__ == "__main__":
    main()
