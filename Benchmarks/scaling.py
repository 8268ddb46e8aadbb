#!/usr/bin/env python3
"""How the cost of Winnow's steps grows with the batch and with the image size, beside their arithmetic.

    scaling.py [--repetitions 5] [--tolerance 0.05] [--precision f32]

Within a series, the last column is the time for an operation over that of the series' first row: where it stays at 1 or falls,
cost grows no faster than the arithmetic. A row above 1 + tolerance is marked, and the exit status is 1 then.
"""
import argparse
import sys

from compare import Failure, ours

SERIES = {
    "ResNet-50 training, by batch": [f"resnet-training-64-{batch}" for batch in (8, 16, 32, 64)],
    "ResNet-50 training, by size": [f"resnet-training-{size}-16" for size in (32, 64, 96, 128)],
    "ResNet-50 inference, by batch": [f"resnet-inference-64-{batch}" for batch in (8, 16, 32, 64, 128)],
    "ResNet-50 inference, by size": [f"resnet-inference-{size}-16" for size in (32, 64, 96, 128)],
    "StarGAN cycle, by batch": [f"stargan-cycle-64-{batch}-32" for batch in (4, 8, 16, 32)],
    "StarGAN cycle, by size": [f"stargan-cycle-{size}-8-32" for size in (32, 64, 96, 128)],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--tolerance", type=float, default=0.05)
    parser.add_argument("--precision", default="f32")
    options = parser.parse_args()
    faster = []
    for title, rows in SERIES.items():
        print(f"\n{title:34}{'seconds':>9}{'GFLOP':>9}{'of peak':>9}{'time':>8}{'arithmetic':>12}{'per operation':>15}")
        first = None
        for row in rows:
            try:
                figures = ours(row, options.precision, options.repetitions)
            except Failure as failure:
                sys.exit(str(failure))
            seconds, operations = figures["median"], figures["operations"]
            first = first or (seconds, operations)
            time, arithmetic = seconds / first[0], operations / first[1]
            is_faster = time > (1 + options.tolerance) * arithmetic
            if is_faster:
                faster.append(row)
            print(f"{row:34}{seconds:9.4f}{operations / 1e9:9.1f}{figures['peak_share']:9.0%}{time:8.2f}{arithmetic:12.2f}"
                  f"{time / arithmetic:15.2f}{' !' if is_faster else ''}", flush=True)
    if faster:
        sys.exit(f"Cost grows faster than the arithmetic: {', '.join(faster)}")
    print("\nCost grows no faster than the arithmetic.")


if __name__ == "__main__":
    main()
