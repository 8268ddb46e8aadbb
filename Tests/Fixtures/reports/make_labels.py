"""Writes labels.json: what NumPy makes of the predictions in metrics.json, counted label by label.

Run: python make_labels.py   (needs numpy)
"""

import json
import pathlib

import numpy

folder = pathlib.Path(__file__).parent
source = json.loads((folder / "metrics.json").read_text())

# Multi-label: correlations, with a label that all images have and one that none has.
names = source["multi"]["names"] + ["Everywhere", "Nowhere"]
bits = numpy.array(source["multi"]["targets"])
constant = numpy.tile([1, 0], (len(bits), 1))
with numpy.errstate(invalid="ignore"):
    correlation = numpy.corrcoef(numpy.hstack([bits, constant]).T)
said = (numpy.array(source["multi"]["probabilities"]).reshape(bits.shape) > 0.5).astype(int)
counts = {}
for index, name in enumerate(source["multi"]["names"]):
    table = numpy.zeros((2, 2), int)
    numpy.add.at(table, (bits[:, index], said[:, index]), 1)
    counts[name] = table.tolist()

# Single-label: the confusion matrix.
truth = numpy.array(source["single"]["targets"])
classes = len(source["single"]["names"])
chosen = numpy.array(source["single"]["probabilities"]).reshape(-1, classes).argmax(1)
matrix = numpy.zeros((classes, classes), int)
numpy.add.at(matrix, (truth, chosen), 1)

f1 = {part: [entry["f1"] for entry in source[part]["labels"].values()] for part in ("multi", "single")}
content = {
    "names": names,
    "correlation": [[None if numpy.isnan(value) else float(value) for value in row] for row in correlation],
    "support": dict(zip(source["multi"]["names"], bits.sum(0).tolist())),
    "counts": counts,
    "confusion_matrix": matrix.tolist(),
    "macro_f1": {part: float(numpy.mean(values)) for part, values in f1.items()},
}
(folder / "labels.json").write_text(json.dumps(content) + "\n")
