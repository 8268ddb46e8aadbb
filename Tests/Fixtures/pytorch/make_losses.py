"""Writes classifier_losses.json: the losses that classifiers are trained by, and their gradients, over imbalanced training data.

Logits are drawn from the streams `classifier-losses/TASK` (fixture_random.py), in ±4. Of single-label data there are COUNTS images
of each class, of multi-label data ONES images of IMAGES that have each label. What torch and torchvision have is taken from them:
cross_entropy with weights and smoothing, binary_cross_entropy_with_logits, sigmoid_focal_loss. The focal loss of classes, LDAM and
F1 are written here, from their papers.

Multi-head data have a head of four classes, COUNTS images of each in training, and one that asks for a number from YEARS, evenly
frequent; NUMBERS are the batch's. A regressed number is counted in units in which YEARS has mean 0 and deviation 1.
"""

import torch
import torch.nn.functional as F
from fixture_output import rounded, write_json
from fixture_random import uniform
from torchvision.ops import sigmoid_focal_loss

COUNTS = [60, 25, 12, 3]
ONES, IMAGES = [80, 30, 5], 100
CLASSES = [0, 3, 1, 0, 2, 3, 0]
BITS = [[1, 0, 0], [0, 1, 1], [1, 1, 0], [0, 0, 0], [1, 0, 1]]
YEARS = range(2, 9)
NUMBERS = [2, 8, 5, 5, 3, 2, 7]
counts = torch.tensor(COUNTS, dtype=torch.float64)
ones = torch.tensor(ONES, dtype=torch.float64)
classes = torch.tensor(CLASSES)
bits = torch.tensor(BITS, dtype=torch.float64)


def balanced(number):
    """scikit-learn's weights: images over classes times images of the class."""
    return number.sum() / (len(number) * number)


def bit_weights():
    return torch.where(bits == 1, IMAGES / (2 * ones), IMAGES / (2 * (IMAGES - ones)))


def focal(logits, gamma, weights=None):
    probability = logits.softmax(1)[torch.arange(len(classes)), classes]
    terms = -((1 - probability) ** gamma) * probability.log()
    return (terms * (1 if weights is None else weights[classes])).mean()


def margins(numbers, greatest):
    raw = 1 / numbers.sqrt().sqrt()
    return raw * greatest / raw.max()


def ldam(logits, greatest, scale, weights=None):
    own = F.one_hot(classes, len(COUNTS)) * margins(counts, greatest)
    return F.cross_entropy(scale * (logits - own), classes, weight=weights)


def binary_ldam(logits, greatest, scale):
    both = margins(torch.cat([ones, IMAGES - ones]), greatest)
    moved = torch.where(bits == 1, logits - both[:3], logits + both[3:])
    return F.binary_cross_entropy_with_logits(scale * moved, bits)


def f1(probabilities, targets):
    true = (probabilities * targets).sum(0)
    false_positive = (probabilities * (1 - targets)).sum(0)
    false_negative = ((1 - probabilities) * targets).sum(0)
    return 1 - (2 * true / (2 * true + false_positive + false_negative)).mean()


SINGLE = [
    ({"name": "cross-entropy"}, lambda x: F.cross_entropy(x, classes)),
    ({"name": "cross-entropy", "label_smoothing": 0.1}, lambda x: F.cross_entropy(x, classes, label_smoothing=0.1)),
    (
        {"name": "cross-entropy", "class_weights": "inverse-frequency"},
        lambda x: F.cross_entropy(x, classes, weight=balanced(counts)),
    ),
    (
        {"name": "cross-entropy", "class_weights": "inverse-frequency", "label_smoothing": 0.2},
        lambda x: F.cross_entropy(x, classes, weight=balanced(counts), label_smoothing=0.2),
    ),
    *[({"name": "focal", "gamma": gamma}, lambda x, gamma=gamma: focal(x, gamma)) for gamma in (0, 0.5, 1, 2, 3.5)],
    (
        {"name": "focal", "gamma": 2, "class_weights": "inverse-frequency"},
        lambda x: focal(x, 2, balanced(counts)),
    ),
    ({"name": "ldam"}, lambda x: ldam(x, 0.5, 30)),
    ({"name": "ldam", "margin": 1.5, "scale": 2}, lambda x: ldam(x, 1.5, 2)),
    (
        {"name": "ldam", "scale": 1, "class_weights": "inverse-frequency"},
        lambda x: ldam(x, 0.5, 1, balanced(counts)),
    ),
    ({"name": "f1"}, lambda x: f1(x.softmax(1), F.one_hot(classes, len(COUNTS)))),
]
MULTI = [
    ({"name": "cross-entropy"}, lambda x: F.binary_cross_entropy_with_logits(x, bits)),
    (
        {"name": "cross-entropy", "label_smoothing": 0.1},
        lambda x: F.binary_cross_entropy_with_logits(x, bits * 0.9 + 0.05),
    ),
    (
        {"name": "cross-entropy", "class_weights": "inverse-frequency"},
        lambda x: F.binary_cross_entropy_with_logits(x, bits, weight=bit_weights()),
    ),
    *[
        (
            {"name": "focal", "gamma": gamma, **({} if alpha < 0 else {"alpha": alpha})},
            lambda x, gamma=gamma, alpha=alpha: sigmoid_focal_loss(x, bits, alpha, gamma, "mean"),
        )
        for gamma, alpha in [(0, 0.25), (2, 0.25), (2, -1), (1.5, 0.75)]
    ],
    (
        {"name": "focal", "gamma": 2, "class_weights": "inverse-frequency"},
        lambda x: (sigmoid_focal_loss(x, bits, -1, 2) * bit_weights()).mean(),
    ),
    ({"name": "ldam"}, lambda x: binary_ldam(x, 0.5, 30)),
    ({"name": "ldam", "margin": 1, "scale": 3}, lambda x: binary_ldam(x, 1, 3)),
    ({"name": "f1"}, lambda x: f1(x.sigmoid(), bits)),
]


numbers = torch.tensor(NUMBERS)
years = torch.tensor(list(YEARS), dtype=torch.float64)


def regression(output):
    return F.mse_loss(output, (numbers - years.mean()) / years.std(correction=0))


def heads(weights, of_classes=F.cross_entropy, **options):
    """A head of classes and one of a number with a logit each, or with one output."""

    def loss(x):
        kind = weights.get("kind", 1) * of_classes(x[:, :4], classes, **options)
        if x.shape[1] == 5:
            return kind + weights.get("years", 1) * regression(x[:, 4])
        return kind + weights.get("years", 1) * F.cross_entropy(x[:, 4:], numbers - YEARS[0])

    return loss


MULTI_HEAD = [
    ({"name": "cross-entropy", "head_weights": weights}, heads(weights))
    for weights in [{}, {"years": 0.25}, {"kind": 3, "years": 0}]
] + [
    (
        {"name": "cross-entropy", "class_weights": "inverse-frequency"},
        heads({}, weight=balanced(counts)),
    )
]


def case(task, shape, recipe, loss):
    logits = torch.from_numpy(uniform(f"classifier-losses/{task}", shape, -4, 4)).double().requires_grad_()
    value = loss(logits)
    (gradient,) = torch.autograd.grad(value, logits)
    print(task, recipe, float(value))
    return {
        "task": task,
        "recipe": recipe,
        "loss": rounded(value),
        "gradient": [rounded(number) for number in gradient.flatten()],
    }


def main():
    cases = [case("single-label", [len(CLASSES), len(COUNTS)], *one) for one in SINGLE]
    cases += [case("multi-label", [len(BITS), len(ONES)], *one) for one in MULTI]
    for outputs in (4 + len(YEARS), 4 + 1):
        cases += [case("multi-head", [len(CLASSES), outputs], *one) for one in MULTI_HEAD]
    fixture = {"numbers": NUMBERS, "counts": COUNTS, "ones": ONES, "images": IMAGES, "classes": CLASSES, "bits": BITS, "cases": cases}
    write_json("classifier_losses.json", fixture)


if __name__ == "__main__":
    main()
