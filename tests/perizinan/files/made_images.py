"""Pictures for tests: what cameras and programs write, and what attackers put in."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

from tests.perizinan.files.made import photo

PHP = b"<?php system($_GET['c']); ?>"


def saved(image, format, **save):
    target = io.BytesIO()
    image.save(target, format, **save)
    return target.getvalue()


def picture(mode="RGB", size=(700, 500), **how):
    return Image.open(io.BytesIO(photo(size=size))).convert(mode, **how)


def turned():
    """Taken upright with a phone: the picture lies, its EXIF says how to turn it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(picture(), "JPEG", exif=exif)


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def with_segment(marker, body):
    data = photo()
    return data[:2] + segment(marker, body) + data[2:]


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunk(name, body):
    data = saved(picture(), "PNG")
    return data[:33] + chunk(name, body) + data[33:]


def grey_of_16_bits():
    return saved(Image.new("I;16", (700, 500), 30_000), "PNG")


def with_notes():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Judul", "Denah (contoh)")
    notes.add_text("Keterangan", "lantai satu " * 50, zip=True)
    notes.add_itxt("Bahasa", "jalan " * 50, lang="id", zip=True)
    return saved(picture(), "PNG", pnginfo=notes)


def huge_png(side=60_000):
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = photo("PNG", size=(8, 8))
    return data[:8] + chunk(b"IHDR", header) + data[33:]


def huge_jpeg(side=65_000):
    data = photo()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", side, side) + data[at + 4 :]


def shots(format, number, size=(160, 120), **save):
    """Several pictures in one file: a burst, or a photo with its brightness map."""
    others = [Image.new("RGB", size) for _ in range(number - 1)]
    return saved(picture(), format, save_all=True, append_images=others, **save)


def script_by_header():
    """A JPEG that a page could load as JavaScript: the length of its first segment reads as `/*`."""
    data = photo()
    body = b"JFIF\0" + bytes(0x2F2A - 2 - 5 - 20) + b"*/=alert(1);/*".ljust(20)
    return data[:2] + segment(0xE0, body) + data[20:]


def box(name, body):
    return struct.pack(">I4s", len(body) + 8, name) + body


def wrong_sum():
    data = bytearray(photo("PNG"))
    data[data.index(b"IDAT") + 100] ^= 0xFF
    return bytes(data)


def large(format, *, share=1.0):
    """Too many dots to be decoded by the checks."""
    data = photo(format, size=(1280, 960))
    return data[: int(len(data) * share)]
