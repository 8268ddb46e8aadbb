"""The networks of the benchmarks in PyTorch, written from the papers' tables."""
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
