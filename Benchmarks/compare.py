#!/usr/bin/env python3
"""Times Winnow's steps and PyTorch's in turn on this machine, prints a table and writes results.json.

    compare.py [--python VENV/bin/python] [--pairs 5] [--precisions f32,bf16] [--rows NAME,...]

A row is named as in `winnow bench`. Each pair is a process of ours, then one of PyTorch's; the ratio is PyTorch's median time
over ours within the pair. PyTorch runs in the memory layout that was the faster of the two in a trial before.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROWS = {  # name: repetitions in each process
    "resnet-training-64-32": 5,
    "resnet-training-64-64": 3,
    "resnet-training-128-32": 3,
    "resnet-inference-64-32": 9,
    "stargan-cycle-64-16-32": 3,
    "stargan-cycle-128-16-64": 1,
    "stargan-generation-64-16-32": 9,
}


def run(command):
    # This setting, where somebody made it, chooses OpenBLAS's kernels for another processor.
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{result.stderr[-2000:]}")
    output = json.loads(result.stdout[result.stdout.index("{"):result.stdout.rindex("}") + 1])
    output["median"] = statistics.median(output["seconds"])
    return output


def compare(row, precision, ours, theirs, pairs, repetitions):
    layout = min(("contiguous", "channels-last"),
                 key=lambda layout: run([*theirs, row, precision, layout, min(repetitions, 3)])["median"])
    mine, others = [], []
    for _ in range(pairs):
        mine.append(run([*ours, row, "--json", "--precision", precision, "--repetitions", repetitions]))
        others.append(run([*theirs, row, precision, layout, repetitions]))
    ratios = [other["median"] / own["median"] for own, other in zip(mine, others)]
    images = mine[0]["images_per_step"]
    return {
        "name": mine[0]["title"], "precision": precision,
        "ours": images / statistics.median(own["median"] for own in mine),
        "pytorch": images / statistics.median(other["median"] for other in others),
        "ratio": statistics.median(ratios), "ratio_min": min(ratios), "ratio_max": max(ratios),
        "peak_share": statistics.median(own["peak_share"] for own in mine),
        "memory_ratio": statistics.median(
            own["peak_megabytes"] / other["peak_megabytes"] for own, other in zip(mine, others)),
        "pytorch_layout": layout,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=HERE.parent / ".venv" / "bin" / "python")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--precisions", default="f32,bf16")
    parser.add_argument("--rows", default=",".join(ROWS))
    options = parser.parse_args()
    ours = [HERE.parent / ".build" / "release" / "winnow", "bench"]
    theirs = [options.python, HERE / "pytorch_steps.py"]
    results = []
    print(f"{'':50}{'images/s':>10}{'PyTorch':>10}   {'ratio (lowest–highest)':24}{'of peak':>8}{'memory':>8}")
    for row in options.rows.split(","):
        for precision in options.precisions.split(","):
            entry = compare(row, precision, ours, theirs, options.pairs, ROWS.get(row, 3))
            results.append(entry)
            title = f"{entry['name']}, {precision}"
            ratio = f"{entry['ratio']:.2f} ({entry['ratio_min']:.2f}–{entry['ratio_max']:.2f})"
            print(f"{title:50}{entry['ours']:10.1f}{entry['pytorch']:10.1f}   {ratio:24}"
                  f"{entry['peak_share']:8.0%}{entry['memory_ratio']:8.2f}", flush=True)
    (HERE / "results.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
