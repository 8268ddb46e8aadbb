"""Writes the fixtures of all other operations: see fixture_family.py."""

import torch
import torch.nn.functional as F
from fixture_family import Family
from fixture_random import uniform


def products():
    family = Family("products")
    for rows, columns, outputs, bias in [
        (4, 7, 5, True),
        (1, 16, 3, True),
        (3, 33, 17, False),
        (5, 1, 1, True),
        (1, 1, 1, True),
        (17, 20, 24, True),
        (2, 129, 31, False),
    ]:
        inputs = {"input": [rows, columns], "weight": [outputs, columns]} | (
            {"bias": [outputs]} if bias else {}
        )
        family.add(f"linear-{rows}x{columns}-to-{outputs}", "linear", inputs, F.linear)
    for transpose_left in (False, True):
        for transpose_right in (False, True):
            family.add(
                f"matmul-{'t' if transpose_left else 'n'}{'t' if transpose_right else 'n'}",
                "matmul",
                {
                    "left": [6, 3] if transpose_left else [3, 6],
                    "right": [4, 6] if transpose_right else [6, 4],
                },
                lambda left, right: (
                    (left.T if transpose_left else left) @ (right.T if transpose_right else right)
                ),
                transpose_left=transpose_left,
                transpose_right=transpose_right,
            )
    for rows, inner, columns in [(1, 1, 1), (1, 9, 1), (7, 1, 5), (1, 5, 33), (19, 17, 1), (33, 40, 21)]:
        family.add(
            f"matmul-{rows}x{inner}x{columns}",
            "matmul",
            {"left": [rows, inner], "right": [inner, columns]},
            torch.matmul,
            transpose_left=False,
            transpose_right=False,
        )
    family.write()


def normalization():
    family = Family("normalization")
    epsilon, momentum = 1e-5, 0.1

    def channels(shape):
        return {"input": (shape, -2.0, 3.0), "weight": ([shape[1]], 0.5, 1.5), "bias": [shape[1]]}

    for name, shape in [
        ("basic", [4, 3, 5, 3]),
        ("batch1", [1, 5, 4, 4]),
        ("one-channel", [3, 1, 3, 3]),
        ("1x1", [6, 4, 1, 1]),
        ("blocked", [2, 16, 4, 4]),
        ("odd-blocked", [2, 35, 3, 3]),
        ("twenty", [3, 20, 7, 5]),
        ("batch1-blocked", [1, 32, 1, 9]),
        ("batch1-one-channel", [1, 1, 4, 6]),
        ("1x1-blocked", [5, 16, 1, 1]),
    ]:
        statistics = {"running_mean": [shape[1]], "running_var": ([shape[1]], 0.5, 1.5)}
        for training in (True, False):
            for relu in (False, True):

                def batch_norm(input, weight, bias, running_mean, running_var):
                    mean, variance = running_mean.clone(), running_var.clone()
                    output = F.batch_norm(input, mean, variance, weight, bias, training, momentum, epsilon)
                    output = F.relu(output) if relu else output
                    return (output, {"running_mean": mean, "running_var": variance}) if training else output

                family.add(
                    f"batch-{'training' if training else 'inference'}{'-relu' if relu else ''}-{name}",
                    "batch_norm",
                    channels(shape) | statistics,
                    batch_norm,
                    order=1,
                    constants=tuple(statistics),
                    training=training,
                    relu=relu,
                    momentum=momentum,
                    epsilon=epsilon,
                )
        if shape[2] * shape[3] > 1:
            for relu in (False, True):

                def instance_norm(input, weight, bias):
                    output = F.instance_norm(input, weight=weight, bias=bias, eps=epsilon)
                    return F.relu(output) if relu else output

                family.add(
                    f"instance{'-relu' if relu else ''}-{name}",
                    "instance_norm",
                    channels(shape),
                    instance_norm,
                    order=1,
                    relu=relu,
                    epsilon=epsilon,
                )
    # One number a channel has no spread to train on.
    for name, shape in [("lone", [1, 3, 1, 1]), ("lone-blocked", [1, 32, 1, 1])]:
        statistics = {"running_mean": [shape[1]], "running_var": ([shape[1]], 0.5, 1.5)}
        family.add(
            f"batch-inference-{name}",
            "batch_norm",
            channels(shape) | statistics,
            lambda input, weight, bias, mean, variance: F.batch_norm(
                input, mean, variance, weight, bias, eps=epsilon
            ),
            order=1,
            constants=tuple(statistics),
            training=False,
            relu=False,
            momentum=momentum,
            epsilon=epsilon,
        )
    family.write()


def pointwise():
    family = Family("pointwise")
    shapes = {"scalar": [], "flat": [7], "image": [2, 3, 4, 5], "odd": [1, 17, 3, 1]}
    for size, shape in shapes.items():
        for operation, function, low, high in [
            ("relu", F.relu, -1, 1),
            ("tanh", torch.tanh, -3, 3),
            ("sigmoid", torch.sigmoid, -6, 6),
            ("softplus", F.softplus, -6, 6),
            ("silu", F.silu, -6, 6),
            ("exp", torch.exp, -3, 2),
            ("log", torch.log, 0.1, 3),
            ("sqrt", torch.sqrt, 0.1, 3),
            ("square", torch.square, -2, 2),
            ("reciprocal", torch.reciprocal, 0.3, 2),
            ("abs", torch.abs, -1, 1),
        ]:
            family.add(f"{operation}-{size}", operation, {"input": (shape, float(low), float(high))}, function)
        for slope in (0.01, 0.2):
            family.add(
                f"leaky_relu-{slope}-{size}",
                "leaky_relu",
                {"input": shape},
                lambda input: F.leaky_relu(input, slope),
                slope=slope,
            )
        family.add(
            f"clamp-{size}",
            "clamp",
            {"input": shape},
            lambda input: torch.clamp(input, -0.4, 0.7),
            kink=lambda input: (input + 0.4) * (input - 0.7),
            low=-0.4,
            high=0.7,
        )
        family.add(
            f"add_relu-{size}",
            "add_relu",
            {"left": shape, "right": shape},
            lambda left, right: F.relu(left + right),
            kink=torch.add,
        )
    # Beyond these a formula that exponentiates first overflows or loses all its digits.
    for operation, function in [("softplus", F.softplus), ("sigmoid", torch.sigmoid), ("tanh", torch.tanh)]:
        family.add(f"{operation}-far", operation, {"input": ([9], -120.0, 120.0)}, function, order=1)
    family.add(
        "log_softmax",
        "log_softmax",
        {"input": ([4, 6], -3.0, 3.0)},
        lambda input: F.log_softmax(input, 1),
        axis=1,
    )
    family.add(
        "log_softmax-far",
        "log_softmax",
        {"input": ([3, 5], -200.0, 200.0)},
        lambda input: F.log_softmax(input, 1),
        axis=1,
    )
    for name, shape, axis in [
        ("channels", [2, 5, 3, 2], 1),
        ("first", [4, 3], 0),
        ("one", [3, 1], 1),
        ("wide", [1, 40], 1),
    ]:
        family.add(
            f"log_softmax-{name}",
            "log_softmax",
            {"input": (shape, -3.0, 3.0)},
            lambda input: F.log_softmax(input, axis),
            axis=axis,
        )
    for operation, function in [("add", torch.add), ("sub", torch.sub), ("mul", torch.mul), ("div", torch.div)]:
        for name, left, right in [
            ("same", [2, 3, 4], [2, 3, 4]),
            ("scalar", [2, 5], []),
            ("trailing", [3, 4, 5], [5]),
            ("channels", [2, 3, 2, 2], [1, 3, 1, 1]),
            ("images", [4, 2, 3, 3], [4, 1, 1, 1]),
            ("both", [3, 1, 4], [1, 5, 1]),
            ("ranks", [17], [2, 3, 1]),
        ]:
            low = 0.5 if operation == "div" else -1.0
            family.add(f"{operation}-{name}", operation, {"left": left, "right": (right, low, 2.0)}, function)
    family.write()


def reductions():
    family = Family("reductions")
    for operation, function in [("sum", torch.sum), ("mean", torch.mean)]:
        for name, shape, axes in [
            ("all", [2, 3, 4], [0, 1, 2]),
            ("first", [3, 4, 2], [0]),
            ("last", [3, 5], [1]),
            ("middle", [2, 3, 4], [1]),
            ("pixels", [2, 5, 3, 3], [2, 3]),
            ("all-but-channels", [3, 4, 2, 3], [0, 2, 3]),
            ("pixels-of-blocked", [2, 16, 3, 2], [2, 3]),
            ("apart", [3, 4, 2, 5], [0, 2]),
            ("ones", [1, 3, 1, 1], [0, 2, 3]),
            ("lone", [1], [0]),
        ]:
            for keep in (False, True):
                family.add(
                    f"{operation}-{name}{'-kept' if keep else ''}",
                    operation,
                    {"input": shape},
                    lambda input: function(input, dim=axes, keepdim=keep),
                    axes=axes,
                    keep_dimensions=keep,
                )
    family.write()


def pooling():
    family = Family("pooling")
    for name, shape, kernel, stride, padding in [
        ("2x2", [2, 3, 6, 4], 2, 2, 0),
        ("2x2-odd", [1, 4, 5, 7], 2, 2, 0),
        ("3x3-stride2", [2, 3, 7, 8], 3, 2, 1),
        ("3x3-stride2-blocked", [2, 16, 6, 6], 3, 2, 1),
        ("3x3-stride1", [2, 2, 4, 5], 3, 1, 1),
        ("1x1", [2, 3, 1, 1], 1, 1, 0),
        ("1x1-stride2", [1, 20, 5, 4], 1, 2, 0),
        ("3x3-on-1x1", [1, 17, 1, 1], 3, 2, 1),
        ("3x3-whole-image", [2, 1, 3, 3], 3, 1, 0),
        ("4x4-stride3-one-channel", [1, 1, 9, 7], 4, 3, 0),
        ("5x5-padding2", [1, 33, 6, 5], 5, 2, 2),
    ]:
        window = {"kernel": kernel, "stride": stride, "padding": padding}
        family.add(
            f"max-{name}",
            "max_pool2d",
            {"input": shape},
            lambda input: F.max_pool2d(input, kernel, stride, padding),
            **window,
        )
        family.add(
            f"average-{name}",
            "avg_pool2d",
            {"input": shape},
            lambda input: F.avg_pool2d(input, kernel, stride, padding),
            **window,
        )
    # Windows in which every number is negative: padding must not win.
    family.add(
        "max-negative",
        "max_pool2d",
        {"input": ([2, 3, 5, 5], -3.0, -1.0)},
        lambda input: F.max_pool2d(input, 3, 2, 1),
        kernel=3,
        stride=2,
        padding=1,
    )
    for name, shape in [
        ("odd", [3, 5, 3, 2]),
        ("1x1", [2, 4, 1, 1]),
        ("blocked", [2, 32, 4, 4]),
        ("batch1-one-channel", [1, 1, 5, 3]),
        ("odd-blocked", [1, 35, 3, 7]),
    ]:
        family.add(
            f"global-{name}",
            "global_avg_pool2d",
            {"input": shape},
            lambda input: F.adaptive_avg_pool2d(input, 1),
        )
    family.write()


def movement():
    family = Family("movement")
    for name, shapes, axis in [
        ("channels", [[2, 3, 4, 4], [2, 5, 4, 4]], 1),
        ("channels-three", [[1, 1, 2, 3], [1, 16, 2, 3], [1, 2, 2, 3]], 1),
        ("blocked", [[2, 16, 3, 3], [2, 32, 3, 3]], 1),
        ("batch", [[2, 3], [1, 3]], 0),
        ("last", [[2, 3], [2, 4]], 1),
        ("one", [[1, 3, 1, 1]], 1),
        ("rows", [[1, 17, 2, 3], [1, 17, 1, 3]], 2),
    ]:
        family.add(
            f"concat-{name}",
            "concat",
            {f"input{index}": shape for index, shape in enumerate(shapes)},
            lambda *inputs: torch.cat(inputs, axis),
            axis=axis,
        )
    for name, shape, axis, start, end in [
        ("batch", [5, 3], 0, 1, 4),
        ("channels", [2, 6, 3, 3], 1, 2, 5),
        ("blocked", [2, 32, 2, 2], 1, 16, 32),
        ("columns", [2, 2, 4, 5], 3, 0, 3),
        ("one", [1, 17, 3, 3], 1, 16, 17),
        ("whole", [3, 2], 0, 0, 3),
    ]:
        family.add(
            f"slice-{name}",
            "slice",
            {"input": shape},
            lambda input: input.narrow(axis, start, end - start),
            axis=axis,
            start=start,
            end=end,
        )
    for name, shape, axis, before, after in [
        ("batch", [2, 3], 0, 1, 2),
        ("channels", [1, 16, 3, 2], 1, 0, 5),
        ("columns", [2, 3, 1, 1], 3, 2, 0),
    ]:
        family.add(
            f"pad-{name}",
            "pad",
            {"input": shape},
            lambda input: F.pad(input, (0, 0) * (len(shape) - 1 - axis) + (before, after)),
            axis=axis,
            before=before,
            after=after,
        )
    for name, shape, axes in [
        ("transposed", [3, 5], [1, 0]),
        ("channels-last", [2, 17, 3, 4], [0, 2, 3, 1]),
        ("reversed", [2, 3, 1, 4], [3, 2, 1, 0]),
    ]:
        family.add(f"permute-{name}", "permute", {"input": shape}, lambda input: input.permute(axes), axes=axes)
    for name, operation, shape, other in [
        ("flat", "reshape", [2, 16, 3, 1], [2, 48]),
        ("scalar", "reshape", [1, 1], []),
        ("planes", "expand", [2, 5, 1, 1], [2, 5, 4, 3]),
        ("rank", "expand", [3, 1], [2, 3, 4]),
        ("scalar", "expand", [], [2, 3]),
    ]:
        family.add(
            f"{operation}-{name}",
            operation,
            {"input": shape},
            lambda input: getattr(input, operation)(other),
            shape=other,
        )
    family.write()


def losses():
    family = Family("losses")
    for rows, classes in [(5, 4), (1, 8), (1, 1), (3, 17), (3, 1000)]:
        labels = [int(number) for number in uniform(f"losses/labels-{classes}", [rows], 0, classes)]
        for reduction in ("mean", "sum"):
            family.add(
                f"cross_entropy-{rows}x{classes}-{reduction}",
                "cross_entropy",
                {"input": ([rows, classes], -4.0, 4.0)},
                lambda input: F.cross_entropy(input, torch.tensor(labels), reduction=reduction),
                labels=labels,
                reduction=reduction,
            )
    for name, limit in [("near", 3.0), ("far", 150.0)]:
        for reduction in ("mean", "sum"):
            family.add(
                f"bce_with_logits-{name}-{reduction}",
                "bce_with_logits",
                {"input": ([4, 5], -limit, limit), "target": ([4, 5], 0.0, 1.0)},
                lambda input, target: F.binary_cross_entropy_with_logits(input, target, reduction=reduction),
                constants=("target",),
                reduction=reduction,
            )
    for reduction in ("mean", "sum"):
        family.add(
            f"l1-{reduction}",
            "l1",
            {"input": [2, 3, 4, 4], "target": [2, 3, 4, 4]},
            lambda input, target: F.l1_loss(input, target, reduction=reduction),
            constants=("target",),
            reduction=reduction,
        )
    family.write()


if __name__ == "__main__":
    torch.set_num_threads(1)
    for make in (products, normalization, pointwise, reductions, pooling, movement, losses):
        make()
