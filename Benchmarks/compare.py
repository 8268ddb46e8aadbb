#!/usr/bin/env python3
"""Times Winnow's steps and PyTorch's in turn on this machine, prints a table and writes results.json.

    compare.py [--python VENV/bin/python] [--pairs 5] [--rows NAME,…]

Each pair is a process of ours, then one of PyTorch's; the ratio is PyTorch's median time over ours within the pair. PyTorch
runs in the memory layout that was the faster of the two in a trial before.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROWS = [  # name, benchmark, size, batch, width, repetitions
    ("ResNet-50 training, 64×64, batch 32", "resnet-training", 64, 32, 0, 5),
    ("ResNet-50 training, 64×64, batch 64", "resnet-training", 64, 64, 0, 3),
    ("ResNet-50 inference, 64×64, batch 32", "resnet-inference", 64, 32, 0, 7),
    ("StarGAN cycle, 64×64, d 32, batch 16", "stargan-cycle", 64, 16, 32, 3),
    ("StarGAN generation, 64×64, d 32, batch 16", "stargan-generation", 64, 16, 32, 7),
]


def run(command):
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{result.stderr[-2000:]}")
    return json.loads(result.stdout.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", default=str(HERE.parent / ".venv" / "bin" / "python"))
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--rows", default="")
    options = parser.parse_args()
    ours = HERE / ".build" / "release" / "steps"
    theirs = [options.python, HERE / "pytorch_steps.py"]
    wanted = [name for name in options.rows.split(",") if name]
    results = []
    print(f"{'':44}{'ours':>12}{'PyTorch':>12}   ratio (lowest–highest)   memory")
    for title, name, size, batch, width, repetitions in ROWS:
        if wanted and name not in wanted:
            continue
        arguments = [str(value) for value in (size, batch, width, repetitions)]
        layout = min(("contiguous", "channels-last"), key=lambda layout: statistics.median(
            run([*theirs, name, *arguments[:3], "3", layout])["seconds"]))
        pairs = []
        for _ in range(options.pairs):
            mine = run([ours, name, *arguments])
            other = run([*theirs, name, *arguments, layout])
            pairs.append((mine, other))
        time_of = [[statistics.median(entry["seconds"]) for entry in side] for side in zip(*pairs)]
        ratios = [other / mine for mine, other in zip(*time_of)]
        memory = statistics.median(m["peak_megabytes"] / o["peak_megabytes"] for m, o in pairs)
        images = batch * (5 if name == "stargan-cycle" else 1)
        entry = {
            "name": title, "precision": "f32", "ours": images / statistics.median(time_of[0]),
            "pytorch": images / statistics.median(time_of[1]), "ratio": statistics.median(ratios),
            "ratio_min": min(ratios), "ratio_max": max(ratios), "memory_ratio": memory,
            "pytorch_layout": layout,
        }
        results.append(entry)
        print(f"{title:44}{entry['ours']:8.1f}/s{entry['pytorch']:10.1f}/s   {entry['ratio']:.2f}"
              f" ({entry['ratio_min']:.2f}–{entry['ratio_max']:.2f})            {memory:.2f}", flush=True)
    (HERE / "results.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
