"""Inception-ResNet-v1 (Szegedy et al., 2017, figures 10 to 15, with half of the paper's channels in the stem as FaceNet has them),
under the parameter names of facenet-pytorch, whose checkpoints it reads. Written from the architecture: that package asks for
older releases of PyTorch than these fixtures are made with.

After a convolution without bias comes a normalization with epsilon 0.001 and a ReLU, everywhere.
"""

import torch
from torch import nn

EPSILON = 1e-3
EMBEDDING = 512


class Unit(nn.Module):
    """Convolution, normalization, ReLU."""

    def __init__(self, channels, outputs, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(channels, outputs, kernel, stride=stride, padding=padding, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=EPSILON)

    def forward(self, images):
        return self.bn(self.conv(images)).relu()


def chain(channels, *units):
    """Units one behind the other, each given by outputs, kernel and further arguments."""
    modules = []
    for outputs, *window in units:
        modules.append(Unit(channels, outputs, *window))
        channels = outputs
    return modules[0] if len(modules) == 1 else nn.Sequential(*modules)


class Residual(nn.Module):
    """x + scale · (1×1 convolution of the joined branches of x), and a ReLU unless it is the last block."""

    def __init__(self, channels, branches, joined, scale, last=False):
        super().__init__()
        self.count, self.scale, self.last = len(branches), scale, last
        for number, units in enumerate(branches):
            self.add_module(f"branch{number}", chain(channels, *units))
        self.conv2d = nn.Conv2d(joined, channels, 1)

    def forward(self, images):
        branches = [getattr(self, f"branch{number}")(images) for number in range(self.count)]
        result = images + self.scale * self.conv2d(torch.cat(branches, 1))
        return result if self.last else result.relu()


class Reduction(nn.Module):
    """Branches of stride 2, the last of which is the maximum over windows."""

    def __init__(self, channels, *branches):
        super().__init__()
        self.count = len(branches) + 1
        for number, units in enumerate(branches):
            self.add_module(f"branch{number}", chain(channels, *units))
        self.add_module(f"branch{len(branches)}", nn.MaxPool2d(3, stride=2))

    def forward(self, images):
        return torch.cat([getattr(self, f"branch{number}")(images) for number in range(self.count)], 1)


def block35():
    branches = [[(32, 1)], [(32, 1), (32, 3, 1, 1)], [(32, 1), (32, 3, 1, 1), (32, 3, 1, 1)]]
    return Residual(256, branches, 96, 0.17)


def block17():
    branches = [[(128, 1)], [(128, 1), (128, (1, 7), 1, (0, 3)), (128, (7, 1), 1, (3, 0))]]
    return Residual(896, branches, 256, 0.10)


def block8(scale=0.20, last=False):
    branches = [[(192, 1)], [(192, 1), (192, (1, 3), 1, (0, 1)), (192, (3, 1), 1, (1, 0))]]
    return Residual(1792, branches, 384, scale, last)


class InceptionResnetV1(nn.Module):
    """Logits of images of at least 75×75; `dropout` is ahead of the embedding."""

    def __init__(self, num_classes, dropout=0.6):
        super().__init__()
        self.conv2d_1a = Unit(3, 32, 3, 2)
        self.conv2d_2a = Unit(32, 32, 3)
        self.conv2d_2b = Unit(32, 64, 3, 1, 1)
        self.maxpool_3a = nn.MaxPool2d(3, stride=2)
        self.conv2d_3b = Unit(64, 80, 1)
        self.conv2d_4a = Unit(80, 192, 3)
        self.conv2d_4b = Unit(192, 256, 3, 2)
        self.repeat_1 = nn.Sequential(*(block35() for _ in range(5)))
        self.mixed_6a = Reduction(256, [(384, 3, 2)], [(192, 1), (192, 3, 1, 1), (256, 3, 2)])
        self.repeat_2 = nn.Sequential(*(block17() for _ in range(10)))
        self.mixed_7a = Reduction(
            896, [(256, 1), (384, 3, 2)], [(256, 1), (256, 3, 2)], [(256, 1), (256, 3, 1, 1), (256, 3, 2)]
        )
        self.repeat_3 = nn.Sequential(*(block8() for _ in range(5)))
        self.block8 = block8(scale=1.0, last=True)
        self.dropout = nn.Dropout(dropout)
        self.last_linear = nn.Linear(1792, EMBEDDING, bias=False)
        self.last_bn = nn.BatchNorm1d(EMBEDDING, eps=EPSILON)
        self.logits = nn.Linear(EMBEDDING, num_classes)

    def forward(self, images):
        features = self.maxpool_3a(self.conv2d_2b(self.conv2d_2a(self.conv2d_1a(images))))
        features = self.repeat_1(self.conv2d_4b(self.conv2d_4a(self.conv2d_3b(features))))
        features = self.repeat_2(self.mixed_6a(features))
        features = self.block8(self.repeat_3(self.mixed_7a(features)))
        embedding = self.last_bn(self.last_linear(self.dropout(features.mean((2, 3)))))
        return self.logits(embedding)
