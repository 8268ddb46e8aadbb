"""Writes progress.txt, the lines that tqdm writes for the states of ProgressMeterTests. Needs: tqdm."""
import itertools
import pathlib

from tqdm import tqdm

with open(pathlib.Path(__file__).parent / "progress.txt", "w") as file:
    states = itertools.product(
        [(0, 100, 0.0), (1, 100, 2.5), (45, 100, 12.46), (99, 100, 3600.0), (100, 100, 0.5), (7, 1000003, 40000.0)],
        ["", "pool"], [20, 60, 79, 133], [False, True], ["", "loss=0.3, d=-1"])
    for (n, total, elapsed), description, width, ascii, postfix in states:
        line = tqdm.format_meter(
            n=n, total=total, elapsed=elapsed, ncols=width, prefix=description, ascii=ascii, unit="it",
            rate=None, postfix=postfix or None)
        fields = [n, total, elapsed, description, width, int(ascii), postfix, line]
        file.write("\t".join(str(field) for field in fields) + "\n")
