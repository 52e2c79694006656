"""Writes small images of every kind and what Pillow makes of them.

Run by hand in this folder: pip install pillow==12.0.0, then python image_cases.py
"""

import json

from PIL import Image, ImageOps

cases = []


def ramp(width, height, bands):
    """Values that tell the places, the channels and the axes apart."""
    data = bytearray()
    for y in range(height):
        for x in range(width):
            for band in range(bands):
                data.append((x * 37 + y * 61 + band * 83) % 256)
    return bytes(data)


def expect(name, image, channels, size=None, crop=False, tolerance=1):
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image).convert("RGB")
    if image.mode.startswith("I;16"):
        image = Image.frombytes("L", image.size, bytes(round(v / 257) for v in image.getdata()))
    image = image.convert("L" if channels == 1 else "RGB")
    height, width = size or (image.height, image.width)
    if crop:
        image = ImageOps.fit(image, (width, height), Image.Resampling.BILINEAR)
    elif (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.BILINEAR)
    cases.append({"file": name, "height": height, "width": width, "channels": channels,
                  "crop": crop, "tolerance": tolerance, "values": list(image.tobytes())})


def keep(name, image, **options):
    image.save(name, **options)
    return Image.open(name)


grey = Image.frombytes("L", (7, 5), ramp(7, 5, 1))
rgb = Image.frombytes("RGB", (7, 5), ramp(7, 5, 3))
rgba = Image.frombytes("RGBA", (7, 5), ramp(7, 5, 4))
la = Image.frombytes("LA", (7, 5), ramp(7, 5, 2))
wide = Image.frombytes("I;16", (7, 5), b"".join(v.to_bytes(2, "little") for v in
                                              [(i * 1801) % 65536 for i in range(35)]))
for name, image in [("grey.png", grey), ("rgb.png", rgb), ("rgba.png", rgba), ("la.png", la),
                    ("rgb.bmp", rgb), ("grey16.png", wide),
                    ("palette.png", rgb.quantize(8)), ("bit.png", grey.convert("1")),
                    ("palette.gif", rgb.quantize(8))]:
    kept = keep(name, image)
    expect(name, kept, 1)
    expect(name, kept, 3)
large = Image.frombytes("RGB", (40, 30), ramp(40, 30, 3))
keep("large.png", large)
expect("large.png", large, 3, (9, 11), tolerance=2)
expect("large.png", large, 3, (33, 55), tolerance=2)
expect("large.png", large, 1, (8, 8), crop=True, tolerance=2)
expect("large.png", large, 3, (30, 12), crop=True, tolerance=2)
smooth = Image.frombytes("RGB", (24, 16), bytes(
    v for y in range(16) for x in range(24) for v in (x * 10, y * 15, 128)))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = f"orientation-{orientation}.jpg"
    kept = keep(name, smooth, quality=98, subsampling=0, exif=exif)
    expect(name, ImageOps.exif_transpose(kept), 3, tolerance=6)
keep("grey.jpg", smooth.convert("L"), quality=98)
expect("grey.jpg", Image.open("grey.jpg"), 1, tolerance=3)
keep("progressive.jpg", smooth, quality=98, subsampling=0, progressive=True)
expect("progressive.jpg", Image.open("progressive.jpg"), 3, tolerance=6)
keep("cmyk.jpg", smooth.convert("CMYK"), quality=98)
expect("cmyk.jpg", Image.open("cmyk.jpg"), 3, tolerance=12)

with open("image_cases.json", "w", encoding="utf-8") as out:
    json.dump(cases, out, separators=(",", ":"))
