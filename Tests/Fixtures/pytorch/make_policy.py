"""Writes policy.json: one step of the actor, the critic and the child classifier of the `rl` policy.

The network: three 3×3 convolutions of stride 2 with ReLU, and two linear layers with ReLU between; labels come in as planes
of ±1 behind the image. The actor's loss is that of Mnih et al., "Asynchronous Methods for Deep Reinforcement Learning",
2016, section 4, as means over the samples. Parameters are drawn from the streams `policy/network.name`, images and actions from
`policy/images/draw` and `policy/actions`; the draw is chosen (fixture_draws.py). All is computed in double precision.
"""

import torch
import torch.nn.functional as F
from fixture_draws import perturbed, steadiest
from fixture_output import rounded, sample_deviation, samples, write_json
from fixture_random import parameter, uniform
from torch import nn

PREFIX = "policy/"
SIZE, SAMPLES, WIDTHS, HIDDEN = 13, 6, [8, 17, 12], 10
LABELS = [[1, 0, 1], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 0, 0], [1, 0, 0]]
ADVANTAGE, REWARD, ENTROPY_WEIGHT, KEEP_RANGE, KEEP_PENALTY = -0.7, 0.4, 0.05, [0.1, 0.3], 10.0
ADAM = {"learning_rate": 1e-3, "betas": [0.9, 0.999], "epsilon": 1e-8}


class Network(nn.Module):
    def __init__(self, labels: int, outputs: int):
        super().__init__()
        channels, side = 3 + labels, SIZE
        for index, width in enumerate(WIDTHS):
            self.add_module(f"conv{index + 1}", nn.Conv2d(channels, width, 3, stride=2, padding=1))
            channels, side = width, (side + 1) // 2
        self.fc1 = nn.Linear(channels * side * side, HIDDEN)
        self.fc2 = nn.Linear(HIDDEN, outputs)

    def forward(self, images, labels=None):
        if labels is not None:
            planes = (2 * labels - 1)[:, :, None, None].expand(-1, -1, SIZE, SIZE)
            images = torch.cat([images, planes], dim=1)
        for convolution in (self.conv1, self.conv2, self.conv3):
            images = F.relu(convolution(images))
        return self.fc2(F.relu(self.fc1(images.flatten(1))))


def actor_loss(logits, actions):
    keep = torch.distributions.Bernoulli(logits=logits[:, 0])
    rate = keep.probs.mean()
    low, high = KEEP_RANGE
    penalty = KEEP_PENALTY * (F.relu(low - rate) ** 2 + F.relu(rate - high) ** 2)
    return -ADVANTAGE * keep.log_prob(actions).mean() - ENTROPY_WEIGHT * keep.entropy().mean() + penalty


def run(name: str, draw: int, dtype, noise, generator) -> dict:
    def tensor(array):
        return perturbed(torch.from_numpy(array).to(dtype), noise, generator)

    is_child = name == "child"
    labels = torch.tensor(LABELS, dtype=dtype)
    network = Network(0 if is_child else labels.shape[1], labels.shape[1] if is_child else 1)
    with torch.no_grad():
        for key, value in network.named_parameters():
            value.data = tensor(parameter(key, value.shape, f"{PREFIX}{name}."))
    images = tensor(uniform(f"{PREFIX}images/{draw}", [SAMPLES, 3, SIZE, SIZE], -1, 1))
    actions = torch.from_numpy(uniform(f"{PREFIX}actions", [SAMPLES], 0, 1) < 0.5).to(dtype)
    optimizer = torch.optim.Adam(network.parameters(), ADAM["learning_rate"], ADAM["betas"], ADAM["epsilon"])
    outputs = network(images) if is_child else network(images, labels)
    loss = {
        "actor": lambda: actor_loss(outputs, actions),
        "critic": lambda: (REWARD - outputs.mean()) ** 2,
        "child": lambda: F.binary_cross_entropy_with_logits(outputs, labels),
    }[name]()
    loss.backward()
    gradients = {key: value.grad.clone() for key, value in network.named_parameters()}
    optimizer.step()
    return {
        "outputs": {"outputs": outputs, "loss": loss},
        "gradients": gradients,
        "parameters": dict(network.named_parameters()),
    }


def main():
    cases = []
    for name in ("actor", "critic", "child"):
        draw, exact, others = steadiest(
            lambda *arguments: run(name, *arguments),
            lambda result: result["gradients"],
            accepted=3e-6,
            draws=40,
        )
        cases.append(
            {
                "name": name,
                "images": f"{PREFIX}images/{draw}",
                "loss": rounded(exact["outputs"]["loss"]),
                "outputs": [[rounded(number) for number in row] for row in exact["outputs"]["outputs"]],
                "gradients": samples(exact["gradients"]),
                "parameters": samples(exact["parameters"]),
                "deviation": max(
                    sample_deviation(exact[group], other[group]) for other in others for group in exact
                ),
            }
        )
        print(name, cases[-1]["loss"], cases[-1]["outputs"], cases[-1]["deviation"])
    write_json(
        "policy.json",
        {
            "prefix": PREFIX,
            "image_size": SIZE,
            "widths": WIDTHS,
            "hidden": HIDDEN,
            "labels": LABELS,
            "advantage": ADVANTAGE,
            "reward": REWARD,
            "entropy_weight": ENTROPY_WEIGHT,
            "keep_range": KEEP_RANGE,
            "keep_penalty": KEEP_PENALTY,
            "adam": ADAM,
            "cases": cases,
        },
    )


if __name__ == "__main__":
    main()
