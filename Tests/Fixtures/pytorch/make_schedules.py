"""Writes schedules.json: learning rates by PyTorch's schedulers, from a rate of 1.

`plateau` gives the rate after each of MEASURES for several patiences and factors; `warm_up` the rates of STEPS steps by a
linear warm-up chained with half a cosine or nothing; `exponential` and `step` those of ExponentialLR and StepLR that are stepped
once an epoch of EPOCH steps; `exponential_by_three` those of ExponentialLR that is stepped every three steps.
"""

import torch
from fixture_output import write_json
from torch.optim import SGD, lr_scheduler

STEPS, EPOCH = 24, 5
MEASURES = [0.5, 0.6, 0.6, 0.60003, 0.59, 0.6001, 0.61, 0.4, 0.4, 0.4, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.9, 0.1, 0.2]


def optimizer():
    return SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)


def rate(sgd):
    return sgd.param_groups[0]["lr"]


def plateau(patience, factor):
    sgd = optimizer()
    scheduler = lr_scheduler.ReduceLROnPlateau(sgd, mode="max", factor=factor, patience=patience)
    rates = []
    for measure in MEASURES:
        scheduler.step(measure)
        rates.append(rate(sgd))
    return {"patience": patience, "factor": factor, "rates": rates}


def by_steps(make, each=1):
    sgd = optimizer()
    scheduler = make(sgd)
    rates = []
    for step in range(STEPS):
        rates.append(rate(sgd))
        sgd.step()
        if (step + 1) % each == 0:
            scheduler.step()
    return rates


def warm_up(sgd, steps):
    return lr_scheduler.LinearLR(sgd, start_factor=1 / steps, total_iters=steps - 1)


def main():
    write_json("schedules.json", {
        "measures": MEASURES,
        "plateau": [plateau(patience, factor) for patience, factor in [(0, 0.5), (0, 0.1), (1, 0.1), (2, 0.5), (4, 0.5)]],
        "steps": STEPS, "epoch": EPOCH,
        "exponential": by_steps(lambda sgd: lr_scheduler.ExponentialLR(sgd, 0.995), EPOCH),
        "exponential_by_three": by_steps(lambda sgd: lr_scheduler.ExponentialLR(sgd, 0.9), 3),
        "step": by_steps(lambda sgd: lr_scheduler.StepLR(sgd, 2, 0.1), EPOCH),
        "warm_up": by_steps(lambda sgd: warm_up(sgd, 6)),
        "warm_up_cosine": by_steps(
            lambda sgd: lr_scheduler.ChainedScheduler([warm_up(sgd, 6), lr_scheduler.CosineAnnealingLR(sgd, STEPS)])),
    })


if __name__ == "__main__":
    main()
