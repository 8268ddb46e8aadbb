"""Writes training.json: twenty steps of a small network with each optimizer and schedule.

Convolution, batch normalization, ReLU, max pooling and a linear layer learn four fixed batches by heart, in turn. Parameters
are drawn from the streams `training/` + name, batch i's images from `training/images/i` (fixture_random.py). A schedule's rate
is the one that the step used. All is computed in double precision; `deviation` is how far single precision's losses are off.
"""

import torch
import torch.nn.functional as F
from fixture_output import deviation, rounded, sample_deviation, samples, write_json
from fixture_random import parameter, uniform
from torch import nn
from torch.optim import lr_scheduler

STEPS, BATCHES, BATCH_SIZE, IMAGE_SIZE, CLASSES = 20, 4, 8, 8, 4
LABELS = [[int(n) for n in uniform(f"training/labels/{i}", [BATCH_SIZE], 0, CLASSES)] for i in range(BATCHES)]


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(6)
        self.fc = nn.Linear(6 * (IMAGE_SIZE // 2) ** 2, CLASSES)

    def forward(self, x):
        return self.fc(F.max_pool2d(F.relu(self.bn(self.conv(x))), 2).flatten(1))


OPTIMIZERS = {
    "sgd": lambda parameters, rate, decay: torch.optim.SGD(parameters, rate, momentum=0.9, weight_decay=decay),
    "sgd-plain": lambda parameters, rate, decay: torch.optim.SGD(parameters, rate, weight_decay=decay),
    "adam": lambda parameters, rate, decay: torch.optim.Adam(
        parameters, rate, betas=(0.5, 0.999), weight_decay=decay
    ),
}
SETTINGS = {
    "sgd": {"momentum": 0.9},
    "sgd-plain": {"momentum": 0.0},
    "adam": {"betas": [0.5, 0.999], "epsilon": 1e-8},
}
SCHEDULES = {
    "constant": ({}, lambda optimizer: lr_scheduler.ConstantLR(optimizer, factor=1)),
    "cosine": ({"total": STEPS}, lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, STEPS)),
    "step": ({"every": 6, "factor": 0.1}, lambda optimizer: lr_scheduler.StepLR(optimizer, 6, 0.1)),
    "exponential": ({"factor": 0.9}, lambda optimizer: lr_scheduler.ExponentialLR(optimizer, 0.9)),
    # Constant for the first half, then in a straight line to 0 at the last step's end.
    "linear": (
        {"start": STEPS // 2, "total": STEPS},
        lambda optimizer: lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1, (STEPS - step) / (STEPS - STEPS // 2))
        ),
    ),
}


def run(optimizer_name: str, schedule_name: str, rate: float, decay: float, dtype: torch.dtype) -> dict:
    network = Network()
    with torch.no_grad():
        for name, value in network.named_parameters():
            value.copy_(torch.from_numpy(parameter(name, value.shape, "training/")))
    network.to(dtype)
    optimizer = OPTIMIZERS[optimizer_name](network.parameters(), rate, decay)
    schedule = SCHEDULES[schedule_name][1](optimizer)
    batches = [
        torch.from_numpy(uniform(f"training/images/{i}", [BATCH_SIZE, 3, IMAGE_SIZE, IMAGE_SIZE], -1, 1)).to(dtype)
        for i in range(BATCHES)
    ]
    rates, losses = [], []
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        loss = F.cross_entropy(network(batches[step % BATCHES]), torch.tensor(LABELS[step % BATCHES]))
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.detach())
    state = {name: value for name, value in network.state_dict().items() if value.is_floating_point()}
    return {"rates": rates, "losses": torch.stack(losses), "state": state}


def main():
    cases = []
    for optimizer, schedule, rate, decay in [
        ("sgd", "constant", 0.05, 0.0),
        ("sgd", "cosine", 0.05, 5e-4),
        ("sgd", "step", 0.05, 5e-4),
        ("sgd-plain", "exponential", 0.1, 0.01),
        ("sgd", "linear", 0.02, 0.0),
        ("adam", "constant", 0.003, 0.0),
        ("adam", "cosine", 0.003, 0.01),
        ("adam", "exponential", 0.003, 0.0),
        ("adam", "step", 0.003, 0.0),
        ("adam", "linear", 0.003, 5e-4),
    ]:
        exact, single = (run(optimizer, schedule, rate, decay, dtype) for dtype in (torch.float64, torch.float32))
        cases.append(
            {
                "name": f"{optimizer}-{schedule}",
                "optimizer": optimizer.removesuffix("-plain"),
                "settings": SETTINGS[optimizer] | {"weight_decay": decay},
                "schedule": {"name": schedule, **SCHEDULES[schedule][0]},
                "learning_rate": rate,
                "rates": [rounded(number) for number in exact["rates"]],
                "losses": [rounded(number) for number in exact["losses"]],
                "state": samples(exact["state"]),
                "deviation": {
                    "losses": deviation({"": exact["losses"]}, {"": single["losses"]}),
                    "state": sample_deviation(exact["state"], single["state"]),
                },
            }
        )
        print(cases[-1]["name"], cases[-1]["deviation"], cases[-1]["losses"][::4], cases[-1]["rates"][::6])
    images = {"prefix": "training/images/", "shape": [BATCH_SIZE, 3, IMAGE_SIZE, IMAGE_SIZE]}
    write_json("training.json", {"prefix": "training/", "images": images, "labels": LABELS, "cases": cases})


if __name__ == "__main__":
    main()
