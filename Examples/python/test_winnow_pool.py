"""Compares what PyTorch makes of Winnow's files with what Winnow makes of them: python test_winnow_pool.py WINNOW DEMO

WINNOW is the program, DEMO the folder that `winnow demo` made.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import torch
from PIL import Image

from winnow_pool import Classifier, Generator, Pool

program, demo = sys.argv[1], pathlib.Path(sys.argv[2])
COUNT = 16
# Of probabilities and, relative to the largest, of logits: sums are taken in another order.
TOLERANCE = 1e-4


def winnow(*arguments):
    return subprocess.run([program, *map(str, arguments), "--quiet"], check=True, stdout=subprocess.PIPE, text=True).stdout


def write_images(pool, folder):
    files = [folder / f"{place}.png" for place in range(COUNT)]
    for place, file in enumerate(files):
        Image.fromarray((pool[place][0] * 255).round().byte().permute(1, 2, 0).numpy()).save(file)
    return files


def test_pool():
    facts = json.loads(winnow("pool", "inspect", demo / "pools/faces", "--json"))
    pool = Pool(demo / "pools/faces")
    assert len(pool) == facts["count"] and pool.labels == facts["labels"]
    image, target = pool[0]
    assert image.shape == (3, facts["image_size"], facts["image_size"]) and 0 <= image.min() < image.max() <= 1
    with h5py.File(demo / "pools/faces/pool.h5") as file:
        totals = file["target"][:].sum(axis=0)
    loader = torch.utils.data.DataLoader(pool, batch_size=64)
    assert sum(targets.sum(dim=0) for _, targets in loader).tolist() == totals.tolist()
    return f"{len(pool)} samples with labels {', '.join(pool.labels)}"


def test_classifier(folder):
    files = write_images(Pool(demo / "pools/faces"), folder)
    ours = json.loads(winnow("classifier", "predict", demo / "policies/cl-sam", *files, "--json"))
    classifier = Classifier(demo / "policies/cl-sam")
    images = [Image.open(file) for file in files]
    theirs = classifier.probabilities(images).numpy()
    expected = np.array([[row["probabilities"][label] for label in classifier.labels] for row in ours])
    difference = np.abs(theirs - expected).max()
    assert difference < TOLERANCE, difference
    text = f"probabilities of {COUNT} images differ by {difference:.1e} at most"
    if "logits" in ours[0]:
        with torch.inference_mode():
            logits = classifier(torch.stack([classifier.prepare(image) for image in images])).numpy()
        named = [row["logits"] for row in ours]
        expected = np.array([[row[label] for label in classifier.labels] if isinstance(row, dict) else row for row in named])
        difference = np.abs(logits - expected).max() / np.abs(expected).max()
        assert difference < TOLERANCE, difference
        text += f", logits by {difference:.1e} of the largest"
    return text


def test_generator(folder):
    file = folder / "sheet.png"
    generator = Generator(demo / "generators/faces")
    photos = sorted((demo / "data/faces/img_align_celeba").glob("*.jpg"))[:COUNT]
    winnow("generator", "translate", demo / "generators/faces", *photos, "--out", file)
    sheet = np.asarray(Image.open(file))
    # The sheet has a white line of two pixels around every cell; the first column shows the sources.
    columns = len(generator.labels) + 1
    side = (sheet.shape[1] - 2) // columns - 2
    cells = np.array([
        [sheet[2 + row * (side + 2):][:side, 2 + column * (side + 2):][:, :side] for column in range(columns)]
        for row in range(COUNT)
    ])
    targets = np.eye(len(generator.labels), dtype=np.float32)
    differences = []
    for column, target in enumerate(targets, start=1):
        translated = generator.translate(cells[:, 0], np.repeat(target[None], COUNT, axis=0))
        differences.append(np.abs(translated.astype(int) - cells[:, column]))
    differences = np.array(differences)
    # A value near a half may be rounded either way.
    assert differences.max() <= 1 and (differences > 0).mean() < 0.01, (differences.max(), (differences > 0).mean())
    return f"{COUNT * len(targets)} translations: {(differences == 0).mean():.2%} of all bytes equal, the others differ by 1"


with tempfile.TemporaryDirectory() as scratch:
    print("pool:      ", test_pool())
    print("classifier:", test_classifier(pathlib.Path(scratch)))
    print("generator: ", test_generator(pathlib.Path(scratch)))
