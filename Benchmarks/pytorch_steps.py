#!/usr/bin/env python3
"""PyTorch's side of the benchmarks: the steps of `winnow bench`, in the same output.

    pytorch_steps.py ROW PRECISION CONFIGURATION [--repetitions 5] [--data FOLDER]

ROW is named as there (`resnet-training-64-32`, `stargan-cycle-64-16-32`). PRECISION is `f32` or `bf16` (autocast).
CONFIGURATION is the memory layout, `contiguous` or `channels-last`, and for rows that read JPEG files the number of worker
processes behind it: `channels-last,2`. FOLDER is a data set as `winnow dataset faces` draws it. Memory is the main process's;
that of workers comes on top.
"""
import argparse
import json
import resource
import tempfile
import time

import torch
from torch.nn import functional as F

from pytorch_networks import Discriminator, generator, resnet50, with_planes


class Setting:
    """How PyTorch is to work, and with which files."""

    def __init__(self, precision, configuration, data, folder):
        layout, _, workers = configuration.partition(",")
        self.precision, self.layout, self.workers = precision, layout, int(workers or 0)
        self.data, self.folder = data, folder

    def autocast(self):
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.precision == "bf16")

    def place(self, thing):
        return thing.to(memory_format=torch.channels_last) if self.layout == "channels-last" else thing


def resnet_training(size, batch, setting):
    model = setting.place(resnet50(5))
    images, labels = setting.place(torch.randn(batch, 3, size, size)), (torch.rand(batch, 5) > 0.5).float()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def step():
        optimizer.zero_grad()
        with setting.autocast():
            logits = model(images)
        F.binary_cross_entropy_with_logits(logits.float(), labels).backward()
        optimizer.step()
    return batch, step


def resnet_inference(size, batch, setting):
    model = setting.place(resnet50(5)).eval()
    images = setting.place(torch.randn(batch, 3, size, size))

    def step():
        with torch.inference_mode(), setting.autocast():
            model(images)
    return batch, step


def stargan_cycle(size, batch, width, setting):
    g, d = setting.place(generator(width, 5)), setting.place(Discriminator(size, width, 5, 6 if size >= 128 else 5))
    images = setting.place(torch.rand(batch, 3, size, size) * 2 - 1)
    labels, targets = (torch.rand(batch, 5) > 0.5).float(), (torch.rand(batch, 5) > 0.5).float()
    mixing = torch.rand(batch, 1, 1, 1)
    of_g = torch.optim.Adam(g.parameters(), 1e-4, (0.5, 0.999))
    of_d = torch.optim.Adam(d.parameters(), 1e-4, (0.5, 0.999))

    def label_loss(logits, wanted):
        return F.binary_cross_entropy_with_logits(logits, wanted, reduction="sum") / batch

    def critic():
        with setting.autocast():
            with torch.no_grad():
                fakes = g(with_planes(images, targets)).float()
            real, logits = d(images)
            fake, _ = d(fakes)
            mixed = (mixing * images + (1 - mixing) * fakes).requires_grad_(True)
            realism, _ = d(mixed)
        slope = torch.autograd.grad(realism.sum(), mixed, create_graph=True)[0].float().flatten(1).norm(dim=1)
        loss = (fake.float().mean() - real.float().mean() + label_loss(logits.float(), labels)
                + 10 * ((slope - 1) ** 2).mean())
        of_d.zero_grad()
        loss.backward()
        of_d.step()

    def step():
        for _ in range(5):
            critic()
        with setting.autocast():
            fakes = g(with_planes(images, targets))
            realism, logits = d(fakes)
            again = g(with_planes(fakes, labels))
        loss = (-realism.float().mean() + label_loss(logits.float(), targets)
                + 10 * (images - again.float()).abs().mean())
        of_g.zero_grad()
        loss.backward()
        of_g.step()
    return 5 * batch, step


def stargan_generation(size, batch, width, setting):
    g = setting.place(generator(width, 5))
    images, targets = setting.place(torch.rand(batch, 3, size, size)), (torch.rand(batch, 5) > 0.5).float()

    def step():
        with torch.inference_mode(), setting.autocast():
            g(with_planes(images, targets))
    return batch, step


STEPS = {"resnet-training": resnet_training, "resnet-inference": resnet_inference, "stargan-cycle": stargan_cycle,
         "stargan-generation": stargan_generation}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("row")
    parser.add_argument("precision", choices=["f32", "bf16"])
    parser.add_argument("configuration")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--data")
    options = parser.parse_args()
    *words, last = options.row.split("-")
    numbers = [int(last)]
    while words[-1].isdigit():
        numbers.insert(0, int(words.pop()))
    made = STEPS
    if "-".join(words) not in made:
        import pytorch_files  # needs Pillow and h5py, which the other rows do without
        made = pytorch_files.STEPS
    make = made["-".join(words)]
    with tempfile.TemporaryDirectory() as folder:
        images, step = make(*numbers, Setting(options.precision, options.configuration, options.data, folder))
        for _ in range(2):
            step()
        seconds = []
        for _ in range(options.repetitions):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"name": options.row, "seconds": seconds, "images_per_step": images, "peak_megabytes": peak}))


if __name__ == "__main__":
    main()
