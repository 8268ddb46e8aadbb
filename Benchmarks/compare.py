#!/usr/bin/env python3
"""Times Winnow's steps and PyTorch's in turn on this machine, prints a table and writes results.json.

    compare.py [--python VENV/bin/python] [--pairs 5] [--precisions f32,bf16] [--rows NAME,...]

A row is named as in `winnow bench`. Each pair is a process of ours, then one of PyTorch's; the ratio is PyTorch's median time
over ours within the pair. PyTorch runs in the configuration that was the fastest in a trial before: of the memory layouts, and
where it reads JPEG files, of 0, 1 and 2 worker processes. Files are drawn faces of CelebA's size, the same for both.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
WINNOW = HERE.parent / ".build" / "release" / "winnow"
ROWS = {  # name: repetitions in each process
    "resnet-training-64-32": 5,
    "resnet-training-64-64": 3,
    "resnet-training-128-32": 2,
    "resnet-inference-64-32": 9,
    "resnet-inference-64-64": 5,
    "resnet-inference-128-32": 3,
    "stargan-cycle-64-16-32": 3,
    "stargan-cycle-128-16-64": 1,
    "stargan-generation-64-16-32": 9,
    "pool-writing-64-32": 3,
    "pool-scoring-64": 3,
    "jpeg-batches-64-64": 7,
    "jpeg-training-64-32": 1,
}
WITHOUT_ARITHMETIC = "jpeg-batches"
FACES = 512


class Failure(Exception):
    def __init__(self, command, result):
        super().__init__(f"{' '.join(map(str, command))} failed:\n{result.stderr[-2000:]}")
        self.code = result.returncode


def run(command):
    """What a command printed."""
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(command, result)
    return result.stdout


def measured(command):
    """The figures that a command printed, and the median of its times."""
    output = run(command)
    figures = json.loads(output[output.index("{"):output.rindex("}") + 1])
    figures["median"] = statistics.median(figures["seconds"])
    return figures


def ours(row, precision, repetitions, data=None):
    return measured([WINNOW, "bench", row, "--json", "--quiet", "--precision", precision, "--repetitions", repetitions,
                     *(["--data", data] if data else [])])


def has_bf16(row):
    """Whether this processor multiplies in bf16: `winnow bench` refuses it as wrong usage where it does not."""
    try:
        ours(row, "bf16", 1)
    except Failure as failure:
        if failure.code == 64:
            return False
        raise
    return True


def configurations(row):
    layouts = ["contiguous"] if row.startswith(WITHOUT_ARITHMETIC) else ["contiguous", "channels-last"]
    reads = row.startswith(("jpeg", "pool-writing"))
    return [f"{layout},{workers}" for layout in layouts for workers in range(3)] if reads else layouts


def compare(row, precision, python, data, pairs, repetitions):
    def pytorch(configuration, repetitions):
        return measured([python, HERE / "pytorch_steps.py", row, precision, configuration,
                         "--repetitions", repetitions, "--data", data])
    best = min(configurations(row), key=lambda choice: pytorch(choice, min(repetitions, 3))["median"])
    mine, others = [], []
    for _ in range(pairs):
        mine.append(ours(row, precision, repetitions, data))
        others.append(pytorch(best, repetitions))
    ratios = [other["median"] / other["images_per_step"] / (own["median"] / own["images_per_step"])
              for own, other in zip(mine, others)]

    def rate(figures):
        return statistics.median(one["images_per_step"] / one["median"] for one in figures)
    entry = {
        "name": mine[0]["title"], "row": row, "precision": precision, "ours": rate(mine), "pytorch": rate(others),
        "ratio": statistics.median(ratios), "ratio_min": min(ratios), "ratio_max": max(ratios),
        "peak_share": statistics.median(own["peak_share"] for own in mine),
        "memory_ratio": statistics.median(
            own["peak_megabytes"] / other["peak_megabytes"] for own, other in zip(mine, others)),
        "pytorch_configuration": best,
    }
    if "waiting_share" in mine[0]:
        entry["waiting_share"] = statistics.median(own["waiting_share"] for own in mine)
    return entry


def line(entry):
    ratio = f"{entry['ratio']:.2f} ({entry['ratio_min']:.2f}–{entry['ratio_max']:.2f})"
    share = f"{entry['peak_share']:.0%}" if entry["peak_share"] else "–"
    waiting = f"{entry['waiting_share']:.1%}" if "waiting_share" in entry else "–"
    return (f"{entry['name'] + ', ' + entry['precision']:62}{entry['ours']:10.1f}{entry['pytorch']:10.1f}   {ratio:24}"
            f"{share:>8}{entry['memory_ratio']:8.2f}{waiting:>9}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=HERE.parent / ".venv" / "bin" / "python")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--precisions", default="f32,bf16")
    parser.add_argument("--rows", default=",".join(ROWS))
    options = parser.parse_args()
    rows = options.rows.split(",")
    precisions = options.precisions.split(",")
    results = []
    try:
        if "bf16" in precisions and not has_bf16("resnet-inference-32-1"):
            precisions.remove("bf16")
            print("bf16: skipped, this processor has no bf16 arithmetic", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            run([WINNOW, "dataset", "faces", f"{folder}/faces", "--count", FACES, "--validation", 0, "--test", 0, "-q"])
            print(f"{'':62}{'images/s':>10}{'PyTorch':>10}   {'ratio (lowest–highest)':24}{'of peak':>8}{'memory':>8}"
                  f"{'waiting':>9}")
            for row in rows:
                for precision in precisions:
                    if precision != "f32" and row.startswith(WITHOUT_ARITHMETIC):
                        continue
                    results.append(compare(
                        row, precision, options.python, f"{folder}/faces", options.pairs, ROWS.get(row, 3)))
                    print(line(results[-1]), flush=True)
    except Failure as failure:
        sys.exit(str(failure))
    finally:
        if results:
            (HERE / "results.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
