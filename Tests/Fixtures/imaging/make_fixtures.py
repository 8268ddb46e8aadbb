"""Makes the image fixtures in this folder with Pillow and numpy.

Run: python make_fixtures.py

`*.raw` files hold what Pillow makes of the image beside them: height, width and 3 as little-endian int32, then the RGB bytes.
"""
import io
import os
import struct
import zlib

import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def write_raw(name, image):
    array = np.asarray(image.convert("RGB"))
    with open(path(name), "wb") as file:
        file.write(struct.pack("<iii", *array.shape) + array.tobytes())


def scene(width, height):
    """Smooth colour, hard edges and some noise: each brings out another mistake."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    image = np.stack([255 * x / width, 255 * y / height, 127 + 120 * np.sin(x / 5) * np.cos(y / 7)], axis=-1)
    image[height // 4: height // 2, width // 3: width // 2] = (250, 10, 30)
    image += np.random.default_rng(7).normal(0, 6, image.shape)
    return Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


source = scene(89, 109)
source.save(path("scene.png"))
write_raw("scene.raw", source)
for width, height in [(32, 32), (45, 30), (100, 100), (89, 50), (200, 109), (7, 5), (1, 1)]:
    write_raw(f"scene-{width}x{height}.raw", source.resize((width, height), Image.BILINEAR))

for name, options in {
    "jpeg-420": dict(quality=90),
    "jpeg-444": dict(quality=95, subsampling=0),
    "jpeg-progressive": dict(quality=80, progressive=True),
}.items():
    source.save(path(name + ".jpg"), **options)
    write_raw(name + ".raw", Image.open(path(name + ".jpg")))
source.convert("L").save(path("jpeg-gray.jpg"), quality=90)
write_raw("jpeg-gray.raw", Image.open(path("jpeg-gray.jpg")))
source.convert("CMYK").save(path("jpeg-cmyk.jpg"))
exif = Image.Exif()
exif[0x0112] = 6
source.resize((24, 16)).save(path("jpeg-rotated.jpg"), exif=exif)
write_raw("jpeg-rotated.raw", Image.open(path("jpeg-rotated.jpg")))

small = scene(23, 17)
small.quantize(16).save(path("png-palette.png"))
write_raw("png-palette.raw", Image.open(path("png-palette.png")))
small.quantize(16).save(path("png-palette-transparent.png"), transparency=3)
write_raw("png-palette-transparent.raw", Image.open(path("png-palette.png")))
small.convert("L").save(path("png-gray.png"))
write_raw("png-gray.raw", small.convert("L"))
small.convert("1").save(path("png-bilevel.png"))
write_raw("png-bilevel.raw", small.convert("1"))
alpha = small.copy()
alpha.putalpha(Image.fromarray(np.linspace(0, 255, 23 * 17).astype(np.uint8).reshape(17, 23)))
alpha.save(path("png-alpha.png"))
write_raw("png-alpha.raw", small)

# 16 bits and interlacing, which Pillow does not write for RGB: made by hand.
wide = np.random.default_rng(3).integers(0, 65536, (9, 11, 3)).astype(">u2")
rows = b"".join(b"\0" + row.tobytes() for row in wide)
with open(path("png-16bit.png"), "wb") as file:
    file.write(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 11, 9, 16, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
write_raw("png-16bit.raw", Image.fromarray((wide >> 8).astype(np.uint8)))

pixels = np.asarray(small)
passes = b""
for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
    part = pixels[y0::dy, x0::dx]
    if part.size:
        passes += b"".join(b"\0" + np.ascontiguousarray(row).tobytes() for row in part)
with open(path("png-interlaced.png"), "wb") as file:
    file.write(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 23, 17, 8, 2, 0, 0, 1))
        + chunk(b"IDAT", zlib.compress(passes)) + chunk(b"IEND", b""))
write_raw("png-interlaced.raw", small)

# Headers that claim far more than a machine should set aside.
buffer = io.BytesIO()
scene(16, 16).save(buffer, "JPEG")
data = bytearray(buffer.getvalue())
frame = data.index(b"\xff\xc0")
data[frame + 5: frame + 9] = struct.pack(">HH", 65284, 62994)
open(path("jpeg-huge-header.jpg"), "wb").write(data)
with open(path("png-huge-header.png"), "wb") as file:
    file.write(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 62994, 65284, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b""))
