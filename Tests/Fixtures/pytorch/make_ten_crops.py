"""Writes ten_crops.json: the SHA-256 of the pixels of each of the crops that torchvision's TenCrop takes of an image.

The image is SIDE x SIDE RGB; byte i of its pixels is i * i modulo 251. The margin is odd, so that the centre is not in the middle.
"""

import hashlib

import numpy
from fixture_output import write_json
from PIL import Image
from torchvision.transforms import TenCrop

SIDE, SIZE = 23, 16


def main():
    places = numpy.arange(SIDE * SIDE * 3, dtype=numpy.int64)
    image = Image.fromarray((places * places % 251).astype(numpy.uint8).reshape(SIDE, SIDE, 3))
    crops = [hashlib.sha256(numpy.asarray(crop).tobytes()).hexdigest() for crop in TenCrop(SIZE)(image)]
    write_json("ten_crops.json", {"side": SIDE, "size": SIZE, "crops": crops})


if __name__ == "__main__":
    main()
