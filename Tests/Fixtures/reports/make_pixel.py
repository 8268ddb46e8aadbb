"""Writes pixel.png: one grey pixel, the smallest sheet of faces.

Run: python make_pixel.py   (needs pillow)
"""

import pathlib

from PIL import Image

Image.new("RGB", (1, 1), (128, 128, 128)).save(pathlib.Path(__file__).with_name("pixel.png"))
