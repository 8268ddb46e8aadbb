"""Writes the fixtures of convolutions and transposed convolutions: see fixture_family.py."""

import torch
import torch.nn.functional as F
from fixture_family import Family

# How the convolutions of networks are used: bias, and the slope of a leaky ReLU behind it.
VARIANTS = {"": (False, None), "-bias": (True, None), "-relu": (False, 0.0), "-bias-leaky": (True, 0.01)}


def add_convolution(
    family, name, images, weight, stride, padding, bias=False, slope=None, side_padding=None, groups=1
):
    inputs = {"input": images, "weight": weight} | ({"bias": [weight[0]]} if bias else {})
    paddings = (padding, padding if side_padding is None else side_padding)

    def linear(input, weight, bias=None):
        return F.conv2d(input, weight, bias, stride=stride, padding=paddings, groups=groups)

    def activated(*inputs):
        return F.leaky_relu(linear(*inputs), slope)

    attributes = {"stride": stride, "padding": padding} | ({} if slope is None else {"slope": slope})
    attributes |= {} if side_padding is None else {"side_padding": side_padding}
    attributes |= {} if groups == 1 else {"groups": groups}
    family.add(
        name,
        "conv2d",
        inputs,
        linear if slope is None else activated,
        kink=None if slope is None else linear,
        **attributes,
    )


def named(batch, channels, outputs, height, width):
    return f"{batch}x{channels}-to-{outputs}-{height}x{width}"


def convolution():
    family = Family("convolution")
    for name, *case in [
        ("1x1", [2, 5, 4, 3], [7, 5, 1, 1], 1, 0),
        ("1x1-stride2-odd", [2, 4, 5, 7], [6, 4, 1, 1], 2, 0),
        ("1x1-stride3", [1, 3, 7, 8], [4, 3, 1, 1], 3, 0, True),
        ("1x1-wide", [2, 32, 2, 2], [48, 32, 1, 1], 1, 0, True),
        ("1x1-on-1x1", [3, 16, 1, 1], [16, 16, 1, 1], 1, 0),
        ("1x1-padded", [1, 17, 3, 3], [18, 17, 1, 1], 1, 1),
        ("one-of-each", [1, 1, 1, 1], [1, 1, 1, 1], 1, 0, True),
        ("2x2-whole-image", [3, 5, 2, 2], [4, 5, 2, 2], 1, 0, True),
        ("2x2-stride3", [1, 3, 8, 7], [2, 3, 2, 2], 3, 0),
        ("3x3-no-padding", [1, 2, 5, 6], [3, 2, 3, 3], 1, 0),
        ("3x3-no-padding-blocked", [2, 16, 6, 9], [32, 16, 3, 3], 1, 0, True, 0.01),
        ("3x3-whole-image", [2, 20, 3, 3], [17, 20, 3, 3], 1, 0, True),
        ("3x3-padding2", [2, 2, 3, 4], [3, 2, 3, 3], 1, 2, True),
        ("3x3-stride2", [2, 3, 8, 8], [5, 3, 3, 3], 2, 1),
        ("3x3-stride2-odd-bias", [3, 3, 7, 5], [5, 3, 3, 3], 2, 1, True),
        ("3x3-stride2-blocked", [2, 16, 9, 7], [32, 16, 3, 3], 2, 1, True, 0.0),
        ("3x3-stride3", [1, 16, 10, 11], [16, 16, 3, 3], 3, 1),
        ("3x5", [2, 4, 5, 7], [3, 4, 3, 5], 1, 2, True),
        ("3x5-to-one-output", [2, 18, 6, 8], [1, 18, 3, 5], 1, 1, True),
        ("4x4-whole-image", [2, 8, 4, 4], [5, 8, 4, 4], 1, 0),
        ("4x4-stride2-no-padding", [1, 16, 8, 7], [16, 16, 4, 4], 2, 0, True),
        ("4x4-stride4", [2, 3, 8, 12], [16, 3, 4, 4], 4, 0),
        ("5x5-whole-image", [1, 3, 5, 5], [4, 3, 5, 5], 1, 0, True, 0.2),
        ("7x7", [1, 5, 8, 9], [6, 5, 7, 7], 1, 3),
        ("7x7-whole-image", [1, 16, 7, 7], [16, 16, 7, 7], 1, 3),
        ("7x7-larger-than-image", [1, 4, 2, 3], [3, 4, 7, 7], 1, 3),
        ("7x7-to-three", [2, 32, 6, 8], [3, 32, 7, 7], 1, 3, True),
        ("7x7-stride2", [2, 3, 11, 12], [4, 3, 7, 7], 2, 3),
        ("7x7-stride2-blocked", [1, 3, 13, 15], [32, 3, 7, 7], 2, 3, False, 0.0),
    ]:
        add_convolution(family, name, *case)
    # The two shapes of most layers, which have algorithms of their own.
    for batch, channels, outputs, height, width in [
        (1, 1, 1, 1, 1),
        (2, 1, 1, 5, 5),
        (2, 3, 4, 6, 5),
        (3, 3, 16, 8, 8),
        (2, 16, 1, 4, 6),
        (1, 17, 19, 3, 4),
        (1, 20, 12, 9, 7),
        (2, 16, 16, 1, 1),
        (1, 16, 48, 2, 3),
        (2, 32, 16, 8, 12),
        (1, 24, 40, 13, 6),
        (3, 32, 32, 7, 7),
        (1, 64, 32, 5, 17),
    ]:
        for variant, (bias, slope) in VARIANTS.items():
            add_convolution(
                family,
                f"3x3-{named(batch, channels, outputs, height, width)}{variant}",
                [batch, channels, height, width],
                [outputs, channels, 3, 3],
                1,
                1,
                bias,
                slope,
            )
    for batch, channels, outputs, height, width in [
        (1, 1, 1, 2, 2),
        (2, 3, 5, 8, 6),
        (1, 4, 3, 7, 9),
        (3, 3, 32, 9, 8),
        (2, 17, 1, 6, 6),
        (1, 20, 24, 11, 5),
        (2, 16, 16, 2, 3),
        (1, 16, 48, 8, 8),
        (2, 32, 32, 7, 13),
        (1, 40, 33, 6, 10),
        (3, 32, 64, 4, 4),
    ]:
        for variant, (bias, slope) in VARIANTS.items():
            add_convolution(
                family,
                f"4x4-stride2-{named(batch, channels, outputs, height, width)}{variant}",
                [batch, channels, height, width],
                [outputs, channels, 4, 4],
                2,
                1,
                bias,
                slope,
            )
    family.write()


def grouped_convolution():
    """Channels in groups, and windows whose padding differs by axis."""
    family = Family("grouped_convolution")
    for name, *case, groups in [
        ("each-channel-3x3", [2, 16, 7, 6], [16, 1, 3, 3], 1, 1, False, None, 16),
        ("each-channel-3x3-stride2", [2, 24, 8, 7], [24, 1, 3, 3], 2, 1, True, None, 24),
        ("each-channel-5x5", [1, 32, 6, 9], [32, 1, 5, 5], 1, 2, True, 0.01, 32),
        ("each-channel-5x5-stride2", [2, 20, 9, 8], [20, 1, 5, 5], 2, 2, False, None, 20),
        ("each-channel-5x5-of-2x2", [3, 48, 2, 2], [48, 1, 5, 5], 1, 2, False, None, 48),
        ("each-channel-3x3-of-1x1", [2, 17, 1, 1], [17, 1, 3, 3], 1, 1, False, None, 17),
        ("each-channel-twice", [1, 4, 5, 5], [8, 1, 3, 3], 1, 1, True, None, 4),
        ("3-groups", [2, 6, 5, 4], [9, 2, 3, 3], 1, 0, True, 0.2, 3),
        ("2-groups-blocked", [2, 32, 6, 5], [48, 16, 3, 3], 1, 1, False, None, 2),
        ("2-groups-1x1", [2, 32, 3, 5], [32, 16, 1, 1], 1, 0, True, None, 2),
        ("4-groups-stride2", [1, 32, 7, 6], [64, 8, 4, 4], 2, 1, False, None, 4),
    ]:
        add_convolution(family, name, *case, groups=groups)
    for name, *case, side_padding in [
        ("1x7", [2, 16, 5, 8], [24, 16, 1, 7], 1, 0, False, 0.0, 3),
        ("7x1", [2, 16, 8, 5], [24, 16, 7, 1], 1, 3, True, None, 0),
        ("1x3", [1, 3, 2, 2], [5, 3, 1, 3], 1, 0, True, None, 1),
        ("3x1-of-1x1", [2, 16, 1, 1], [16, 16, 3, 1], 1, 1, False, None, 0),
        ("3x3-without-sides", [2, 16, 6, 9], [16, 16, 3, 3], 1, 1, False, None, 0),
        ("4x4-stride2-wide", [2, 8, 6, 6], [8, 8, 4, 4], 2, 0, True, None, 2),
        ("3x5-to-one-output", [2, 18, 8, 6], [1, 18, 3, 5], 1, 1, True, None, 2),
    ]:
        add_convolution(family, name, *case, side_padding=side_padding)
    family.write()


def transposed_convolution():
    family = Family("transposed_convolution")

    def add(name, images, weight, stride, padding, bias=False):
        inputs = {"input": images, "weight": weight} | ({"bias": [weight[1]]} if bias else {})
        family.add(
            name,
            "conv_transpose2d",
            inputs,
            lambda input, weight, bias=None: F.conv_transpose2d(
                input, weight, bias, stride=stride, padding=padding
            ),
            stride=stride,
            padding=padding,
        )

    for name, *case in [
        ("1x1", [2, 5, 3, 4], [5, 7, 1, 1], 1, 0, True),
        ("2x2-stride2-one-channel", [1, 1, 3, 3], [1, 1, 2, 2], 2, 0),
        ("3x3-stride1", [2, 4, 4, 5], [4, 3, 3, 3], 1, 1),
        ("3x3-stride1-blocked", [2, 16, 7, 6], [16, 32, 3, 3], 1, 1, True),
        ("3x3-stride1-to-three", [2, 3, 6, 8], [3, 32, 3, 3], 1, 1),
        ("3x3-stride2", [2, 3, 3, 4], [3, 4, 3, 3], 2, 1, True),
        ("3x3-stride3", [1, 3, 3, 2], [3, 2, 3, 3], 3, 0),
        ("4x4-stride2-no-padding", [1, 2, 3, 2], [2, 3, 4, 4], 2, 0),
        ("7x7-of-1x1", [2, 4, 1, 1], [4, 3, 7, 7], 1, 0),
    ]:
        add(name, *case)
    for batch, channels, outputs, height, width in [
        (1, 1, 1, 1, 1),
        (2, 3, 5, 4, 3),
        (3, 4, 3, 1, 1),
        (1, 5, 2, 3, 3),
        (2, 16, 16, 3, 2),
        (1, 32, 16, 5, 4),
        (2, 20, 12, 3, 5),
        (1, 48, 3, 4, 4),
        (1, 33, 24, 7, 2),
        (2, 64, 32, 2, 3),
    ]:
        for bias in (False, True):
            add(
                f"4x4-stride2-{named(batch, channels, outputs, height, width)}{'-bias' if bias else ''}",
                [batch, channels, height, width],
                [channels, outputs, 4, 4],
                2,
                1,
                bias,
            )
    family.write()


if __name__ == "__main__":
    torch.set_num_threads(1)
    convolution()
    grouped_convolution()
    transposed_convolution()
