#!/usr/bin/env python3
"""PyTorch's side of the benchmarks: the steps of `winnow bench`, in the same output.

    pytorch_steps.py ROW PRECISION LAYOUT [REPETITIONS]

ROW is named as there (`resnet-training-64-32`, `stargan-cycle-64-16-32`), PRECISION is `f32` or `bf16` (autocast), LAYOUT is
`contiguous` or `channels-last`. The networks are written from the papers' tables.
"""
import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.body = nn.Sequential(
            nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True),
            nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True),
            nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Identity() if stride == 1 and inputs == outputs else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x), inplace=True)


def resnet50(classes):
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, count in enumerate([3, 4, 6, 3]):
        for index in range(count):
            layers.append(Bottleneck(channels, 64 << stage, 2 if index == 0 and stage > 0 else 1))
            channels = 256 << stage
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.InstanceNorm2d(width, affine=True), nn.ReLU(True),
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.InstanceNorm2d(width, affine=True))

    def forward(self, x):
        return x + self.body(x)


def generator(width, labels):
    def normalized(channels):
        return [nn.InstanceNorm2d(channels, affine=True), nn.ReLU(True)]
    layers = [nn.Conv2d(3 + labels, width, 7, 1, 3, bias=False), *normalized(width)]
    for _ in range(2):
        layers += [nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), *normalized(2 * width)]
        width *= 2
    layers += [Residual(width) for _ in range(6)]
    for _ in range(2):
        layers += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False), *normalized(width // 2)]
        width //= 2
    return nn.Sequential(*layers, nn.Conv2d(width, 3, 7, 1, 3, bias=False), nn.Tanh())


class Discriminator(nn.Module):
    def __init__(self, size, width, labels, count):
        super().__init__()
        layers, channels = [], 3
        for _ in range(count):
            layers += [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.01, True)]
            channels, width = width, 2 * width
        self.body = nn.Sequential(*layers)
        self.realism = nn.Conv2d(channels, 1, 3, 1, 1, bias=False)
        self.labels = nn.Conv2d(channels, labels, size >> count, bias=False)

    def forward(self, x):
        features = self.body(x)
        return self.realism(features), self.labels(features).flatten(1)


def with_planes(images, labels):
    planes = labels[:, :, None, None].expand(-1, -1, images.shape[2], images.shape[3])
    return torch.cat([images, planes], 1)


def resnet_training(size, batch, width, place):
    model = place(resnet50(5))
    images, labels = place(torch.randn(batch, 3, size, size)), (torch.rand(batch, 5) > 0.5).float()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def step():
        optimizer.zero_grad()
        with autocast():
            logits = model(images)
        F.binary_cross_entropy_with_logits(logits.float(), labels).backward()
        optimizer.step()
    return step


def resnet_inference(size, batch, width, place):
    model = place(resnet50(5)).eval()
    images = place(torch.randn(batch, 3, size, size))

    def step():
        with torch.inference_mode(), autocast():
            model(images)
    return step


def stargan_cycle(size, batch, width, place):
    g, d = place(generator(width, 5)), place(Discriminator(size, width, 5, 6 if size >= 128 else 5))
    images = place(torch.rand(batch, 3, size, size) * 2 - 1)
    labels, targets = (torch.rand(batch, 5) > 0.5).float(), (torch.rand(batch, 5) > 0.5).float()
    mixing = torch.rand(batch, 1, 1, 1)
    of_g = torch.optim.Adam(g.parameters(), 1e-4, (0.5, 0.999))
    of_d = torch.optim.Adam(d.parameters(), 1e-4, (0.5, 0.999))

    def label_loss(logits, wanted):
        return F.binary_cross_entropy_with_logits(logits, wanted, reduction="sum") / batch

    def critic():
        with autocast():
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
        with autocast():
            fakes = g(with_planes(images, targets))
            realism, logits = d(fakes)
            again = g(with_planes(fakes, labels))
        loss = (-realism.float().mean() + label_loss(logits.float(), targets)
                + 10 * (images - again.float()).abs().mean())
        of_g.zero_grad()
        loss.backward()
        of_g.step()
    return step


def stargan_generation(size, batch, width, place):
    g = place(generator(width, 5))
    images, targets = place(torch.rand(batch, 3, size, size)), (torch.rand(batch, 5) > 0.5).float()

    def step():
        with torch.inference_mode(), autocast():
            g(with_planes(images, targets))
    return step


def main():
    global autocast
    row, precision, layout = sys.argv[1:4]
    repetitions = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    *words, last = row.split("-")
    numbers = [int(last)]
    while words[-1].isdigit():
        numbers.insert(0, int(words.pop()))
    size, batch, width = (numbers + [0])[:3]

    def autocast():
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16")

    def place(thing):
        return thing.to(memory_format=torch.channels_last) if layout == "channels-last" else thing
    make = {"resnet-training": resnet_training, "resnet-inference": resnet_inference,
            "stargan-cycle": stargan_cycle, "stargan-generation": stargan_generation}["-".join(words)]
    step = make(size, batch, width, place)
    for _ in range(2):
        step()
    seconds = []
    for _ in range(repetitions):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"name": row, "seconds": seconds, "peak_megabytes": peak}))


if __name__ == "__main__":
    main()
