"""Writes metrics.json: what scikit-learn says about two small sets of predictions.

Run: python make_metrics.py   (needs scikit-learn and numpy)
"""

import json
import pathlib

import numpy
from sklearn import metrics

random = numpy.random.default_rng(11)


def measures(truth, decision):
    return {
        "accuracy": float(metrics.accuracy_score(truth, decision)),
        "balanced": float(metrics.balanced_accuracy_score(truth, decision)),
        "precision": float(metrics.precision_score(truth, decision)),
        "recall": float(metrics.recall_score(truth, decision)),
        "f1": float(metrics.f1_score(truth, decision)),
    }


# Multi-label: labels of different rarity, probabilities that lean towards the truth.
names = ["Black_Hair", "Blond_Hair", "Male"]
count = 240
bits = (random.random((count, 3)) < [0.5, 0.3, 0.6]).astype(int)
chance = numpy.clip(0.3 + 0.4 * bits + random.normal(0, 0.3, bits.shape), 0, 1).round(3)
decisions = (chance > 0.5).astype(int)
groups = {}
for male in (1, 0):
    for blond in (1, 0):
        rows = (bits[:, 2] == male) & (bits[:, 1] == blond)
        name = f"{'' if male else 'not '}Male & {'' if blond else 'not '}Blond_Hair"
        right = decisions[rows] == bits[rows]
        groups[name] = {
            "count": int(rows.sum()),
            "accuracy": float(right.mean()),
            "both": float((right[:, 1] & right[:, 2]).mean()),
        }
multi = {
    "names": names,
    "probabilities": chance.ravel().tolist(),
    "targets": bits.tolist(),
    "labels": {name: measures(bits[:, i], decisions[:, i]) for i, name in enumerate(names)},
    "mean": float((decisions == bits).mean(0).mean()),
    "overall": float(metrics.accuracy_score(bits, decisions)),
    "groups": groups,
}

# Single-label: four unequal classes.
classes = ["Anger", "Fear", "Happy", "Neutral"]
truth = random.choice(4, 150, p=[0.1, 0.2, 0.3, 0.4])
logits = random.normal(0, 1, (150, 4)) + 1.5 * numpy.eye(4)[truth]
softmax = (numpy.exp(logits) / numpy.exp(logits).sum(1, keepdims=True)).round(4)
chosen = softmax.argmax(1)
single = {
    "names": classes,
    "probabilities": softmax.ravel().tolist(),
    "targets": truth.tolist(),
    "labels": {name: measures(truth == i, chosen == i) for i, name in enumerate(classes)},
    "mean": float(metrics.balanced_accuracy_score(truth, chosen)),
    "overall": float(metrics.accuracy_score(truth, chosen)),
}

path = pathlib.Path(__file__).with_name("metrics.json")
path.write_text(json.dumps({"multi": multi, "single": single}) + "\n")
