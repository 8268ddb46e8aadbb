#!/usr/bin/env python3
"""Whether bf16 ends where f32 does: the same recipes, seeds and drawn faces in both precisions.

    precision.py [--seeds 8] [--only classifier,generator] [--keep FOLDER]

The classifier of reports/faces.yaml is measured by its mean accuracy on test images, the generator of generators/faces.yaml by the
means of its losses over the last tenth of the training. For each measure the table has both precisions' means and the mean
difference between runs of one seed, with its interval (Student's t). The intervals are simultaneous (Bonferroni): where the precisions
are alike, all of them hold 0 in 95 of 100 runs of this program. The exit status is 1 where one leaves 0 out.
"""
import argparse
import csv
import json
import math
import pathlib
import statistics
import sys
import tempfile

from compare import HERE, WINNOW, Failure, run

PRECISIONS = ("f32", "bf16")
ROOT = HERE.parent


def student(chance, freedom):
    """The value that Student's t exceeds on either side by this chance together, by bisection of its integral (Simpson's rule)."""
    log_scale = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2

    def density(t):
        return math.exp(log_scale - (freedom + 1) / 2 * math.log1p(t * t / freedom))

    def outside(point, parts=2000):
        step = point / parts
        inner = sum((4 if index % 2 else 2) * density(index * step) for index in range(1, parts))
        return 1 - 2 * step / 3 * (density(0) + inner + density(point))

    low, high = 0.0, 1000.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if outside(middle) > chance else (low, middle)
    return low


def classifier(data, folder, precision, seed):
    run([WINNOW, "classifier", "train", ROOT / "reports/faces.yaml", "--data", data, "--out", folder, "--seed", seed,
         "--set", f"classifier.precision={precision}", "-q"])
    metrics = json.loads(run([WINNOW, "classifier", "evaluate", folder, "--data", data, "--json", "-q"]))
    return {"classifier: mean accuracy, %": 100 * metrics["mean_accuracy"]}


def generator(data, folder, precision, seed):
    run([WINNOW, "generator", "train", ROOT / "generators/faces.yaml", "--data", data, "--out", folder, "--seed", seed,
         "--set", f"precision={precision}", "-q"])
    with open(folder / "metrics.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    last = int(rows[-1]["iteration"])
    rows = [row for row in rows if int(row["iteration"]) > 0.9 * last]
    names = {"D/loss_cls": "classification of real images", "G/loss_cls": "of translations", "G/loss_rec": "reconstruction"}
    return {f"generator: {words}": statistics.mean(float(row[name]) for row in rows if row[name]) for name, words in names.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=8, help="how many runs each precision has of each recipe")
    parser.add_argument("--only", default="classifier,generator", help="one of the two")
    parser.add_argument("--keep", type=pathlib.Path, help="where the data and the trained networks stay")
    options = parser.parse_args()
    if options.seeds < 2:
        sys.exit("--seeds: give 2 or more, or there is no noise to compare with")
    works = {"classifier": classifier, "generator": generator}
    chosen = options.only.split(",")
    if not all(name in works for name in chosen):
        sys.exit(f"--only: takes {', '.join(works)}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        data = folder / "faces"
        run([WINNOW, "dataset", "faces", data, "--count", 400, "--validation", 200, "--test", 800, "--label-noise", 0.02,
             "--cue-overlap", 0.1, "-q"])
        measures = {}
        for name in chosen:
            for seed in range(options.seeds):
                for precision in PRECISIONS:
                    found = works[name](data, folder / f"{name}-{precision}-{seed}", precision, seed)
                    print(f"{name} {precision} seed {seed}: " + ", ".join(f"{value:.4g}" for value in found.values()),
                          file=sys.stderr, flush=True)
                    for measure, value in found.items():
                        measures.setdefault(measure, {}).setdefault(precision, []).append(value)
    print(f"{'':42}{'f32':>9}{'bf16':>9}{'bf16 - f32':>12}   interval (all: 95 %)")
    point = student(0.05 / len(measures), options.seeds - 1)
    apart = []
    for measure, values in measures.items():
        differences = [bf16 - f32 for f32, bf16 in zip(values["f32"], values["bf16"])]
        mean = statistics.mean(differences)
        half = point * statistics.stdev(differences) / math.sqrt(len(differences))
        if abs(mean) > half:
            apart.append(measure)
        print(f"{measure:42}{statistics.mean(values['f32']):9.4f}{statistics.mean(values['bf16']):9.4f}{mean:+12.4f}"
              f"   {mean - half:+.4f} … {mean + half:+.4f}")
    if apart:
        sys.exit(f"The precisions differ by more than the seeds do: {', '.join(apart)}")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(str(failure))
