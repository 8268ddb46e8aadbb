"""Makes adjustments.json: what Pillow and torchvision make of images when classifiers' training images are varied.

Run: python make_adjustments.py

`source` and each `result` are the RGB bytes of images in base64. `draws` holds quantiles of what torchvision draws, over DRAWS draws of
each kind.
"""
import base64
import json
import os
import random

import numpy as np
import torch
from PIL import Image
from torchvision.transforms import ColorJitter, RandomErasing, RandomResizedCrop
from torchvision.transforms import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
DRAWS = 40_000
QUANTILES = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98]


def text(image):
    return base64.b64encode(np.asarray(image).tobytes()).decode()


def colors(width, height):
    """Every kind of colour: random ones, grays, and the primaries."""
    pixels = np.random.default_rng(3).integers(0, 256, (height, width, 3))
    pixels[0] = np.arange(width)[:, None] * 255 // max(width - 1, 1)
    primaries = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255), (254, 255, 254), (1, 0, 0)]
    for place, color in enumerate(primaries[:width]):
        pixels[1, place] = color
    return Image.fromarray(pixels.astype(np.uint8))


def quantiles(numbers):
    return [float(number) for number in np.quantile(np.array(numbers, dtype=np.float64), QUANTILES)]


def main():
    torch.manual_seed(0)
    random.seed(0)
    cases = []
    sources = {"wide": colors(13, 9), "square": colors(11, 11), "even": colors(8, 8)}
    for name, source in sources.items():
        for kind, adjust, numbers in [
            ("brightness", F.adjust_brightness, [0, 0.3, 0.7777, 1, 1.25, 3]),
            ("contrast", F.adjust_contrast, [0, 0.3, 0.7777, 1, 1.25, 3]),
            ("saturation", F.adjust_saturation, [0, 0.3, 0.7777, 1, 1.25, 3]),
            ("hue", F.adjust_hue, [-0.5, -0.31, -0.001, 0, 0.05, 0.2, 0.5]),
            ("rotation", F.rotate, [0, 3.3, 10, -10, 45, 90, 123.4, 180, 270, -90]),
        ]:
            for number in numbers:
                result = adjust(source, number)
                cases.append({"source": name, "kind": kind, "number": number, "result": text(result)})
    draws = {}
    for name, width, height, scale, ratio in [
        ("crop", 72, 72, (0.5, 1), (0.75, 1.3333)),
        ("small crop", 40, 40, (0.08, 0.3), (0.5, 2)),
    ]:
        found = [RandomResizedCrop.get_params(torch.empty(3, height, width), scale, ratio) for _ in range(DRAWS)]
        draws[name] = {
            "size": [width, height], "scale": scale, "ratio": ratio,
            "y": quantiles([i for i, _, _, _ in found]), "x": quantiles([j for _, j, _, _ in found]),
            "height": quantiles([h for _, _, h, _ in found]), "width": quantiles([w for _, _, _, w in found]),
        }
    scale, ratio = (0.02, 0.33), (0.3, 3.3)
    found = [RandomErasing.get_params(torch.empty(3, 64, 64), scale, ratio, [0.0]) for _ in range(DRAWS)]
    draws["erasing"] = {
        "size": [64, 64], "scale": scale, "ratio": ratio,
        "y": quantiles([i for i, _, _, _, _ in found]), "x": quantiles([j for _, j, _, _, _ in found]),
        "height": quantiles([h for _, _, h, _, _ in found]), "width": quantiles([w for _, _, _, w, _ in found]),
    }
    # Shapes that fit nowhere: the fallback.
    fallbacks = []
    for width, height, ratio in [(10, 100, (2, 3)), (100, 10, (0.2, 0.5)), (30, 20, (1.4, 1.6))]:
        i, j, h, w = RandomResizedCrop.get_params(torch.empty(3, height, width), (4, 5), ratio)
        fallbacks.append({"size": [width, height], "ratio": ratio, "part": [j, i, w, h]})
    jitter = ColorJitter(0.5, 1.5, 0.2, 0.1)
    found = [jitter.get_params(jitter.brightness, jitter.contrast, jitter.saturation, jitter.hue) for _ in range(DRAWS)]
    names = ["brightness", "contrast", "saturation", "hue"]
    jittered = {name: quantiles([one[place + 1] for one in found]) for place, name in enumerate(names)}
    fixture = {
        "sources": {name: {"width": image.width, "height": image.height, "pixels": text(image)} for name, image in sources.items()},
        "cases": cases, "quantiles": QUANTILES, "draws": draws, "fallbacks": fallbacks, "jitter": jittered,
    }
    with open(os.path.join(HERE, "adjustments.json"), "w") as file:
        json.dump(fixture, file, indent=None, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
