"""Photos, valid and hostile."""

import zlib
from functools import partial

from tests.perizinan.files import made_images, made_pdf
from tests.perizinan.files.corpus_kit import File
from tests.perizinan.files.made import EICAR, animation, photo, zipped
from tests.perizinan.files.made_images import PHP, picture, saved
from tests.perizinan.files.made_pdf import raw

VALID_PHOTO = {
    "JPEG": File(photo, "a.JPG"),
    "JPEG, progressive": File(lambda: photo(progressive=True), "a.jpeg"),
    "JPEG, grey": File(lambda: saved(picture("L"), "JPEG"), "a.jpg"),
    "JPEG for printing": File(lambda: saved(picture("CMYK"), "JPEG"), "a.jpg"),
    "JPEG, all colours": File(lambda: saved(picture(), "JPEG", subsampling=0, quality=95), "a.jpe"),
    "JPEG with restarts": File(lambda: saved(picture(), "JPEG", restart_marker_blocks=8), "a.jpg"),
    "JPEG, turned": File(made_images.turned, "a.jpg"),
    "JPEG with a note": File(lambda: made_images.with_segment(0xFE, b"difoto dengan contoh"), "a.jpg"),
    "JPEG with a thumbnail": File(
        lambda: made_images.with_segment(0xE1, b"Exif\0\0" + photo(size=(160, 120))), "a.jpg"
    ),
    "JPEG with bytes between segments": File(lambda: photo()[:20] + b"\0\0\0" + photo()[20:], "a.jpg"),
    "JPEG with a brightness map": File(partial(made_images.shots, "MPO", 2), "a.jpg"),
    "JPEG with a film": File(
        lambda: photo() + made_images.box(b"ftyp", b"mp42\0\0\0\0") + bytes(range(1, 250)) * 40, "a.jpg",
        remarks=("extra-data",),
    ),
    "JPEG with what begins like a second photo": File(
        lambda: photo() + b"\xff\xd8\xff" + bytes(range(1, 250)) * 9, "a.jpg", remarks=("extra-data",)
    ),
    "JPEG named png": File(photo, "WhatsApp.png", remarks=("renamed",)),
    "JPEG named heic": File(photo, "IMG_0001.HEIC", remarks=("renamed",)),
    "small JPEG": File(lambda: photo(size=(80, 80)), "a.jpg", remarks=("small-image",)),
    "PNG": File(partial(photo, "PNG"), "a.png"),
    "PNG, black and white": File(lambda: saved(picture("1"), "PNG"), "a.png"),
    "PNG, palette": File(lambda: saved(picture("P"), "PNG"), "a.png"),
    "PNG, clear parts": File(lambda: saved(picture("RGBA"), "PNG"), "a.png"),
    "PNG, clear parts in grey": File(lambda: saved(picture("LA"), "PNG"), "a.png"),
    "PNG, 16 bits": File(made_images.grey_of_16_bits, "a.png"),
    "PNG with notes": File(made_images.with_notes, "a.png"),
    "WebP": File(partial(photo, "WEBP"), "a.webp"),
    "WebP, lossless": File(lambda: photo("WEBP", size=(700, 500), lossless=True), "a.webp"),
    "WebP, clear parts": File(lambda: saved(picture("RGBA"), "WEBP"), "a.webp"),
    "WebP with EXIF": File(lambda: saved(picture(), "WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"), "a.webp"),
    "HEIC": File(partial(photo, "HEIF"), "IMG_0001.HEIC"),
    "HEIC burst": File(partial(made_images.shots, "HEIF", 12), "a.heic"),
}  # fmt: skip

_KINDS = {"JPEG": "a.jpg", "PNG": "a.png", "WEBP": "a.webp", "HEIF": "a.heic"}
HOSTILE_PHOTO = {
    **{f"{share:.0%} of a {format}": File(lambda f=format, s=share: photo(f)[: int(len(photo(f)) * s)], name, "cut-off")
       for format, name in _KINDS.items() for share in (0.3, 0.6, 0.99)},
    **{f"{what} behind a {format}": File(lambda f=format, t=tail: photo(f) + t(), name, "mixed")
       for format, name in _KINDS.items()
       for what, tail in (("zip", lambda: zipped(data=b"x")), ("page", lambda: b"<html>"), ("PHP", lambda: PHP))},
    **{f"{share:.0%} of a large {format}": File(partial(made_images.large, format, share=share), name, "cut-off")
       for format, name in _KINDS.items() for share in (0.5, 0.9)},
    "program behind a second photo": File(
        lambda: photo() + photo(size=(64, 64)) + b"MZ\x90\0" + bytes(99), "a.jpg", "mixed"
    ),
    "pdf behind": File(lambda: photo() + raw(), "a.jpg", "mixed"),
    "program behind": File(lambda: photo() + b"MZ\x90\0" + bytes(99), "a.jpg", "mixed"),
    "eicar behind": File(lambda: photo() + EICAR, "a.jpg", "infected"),
    "eicar in a note": File(lambda: made_images.with_segment(0xFE, EICAR), "a.jpg", "infected"),
    "PHP in a comment": File(lambda: made_images.with_segment(0xFE, PHP), "a.jpg", "mixed"),
    "script in XMP": File(
        lambda: made_images.with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x><SCRIPT>alert(1)</script></x>"),
        "a.jpg", "mixed",
    ),
    "PHP in EXIF": File(lambda: saved(picture(), "WEBP", exif=b"Exif\0\0" + PHP), "a.webp", "mixed"),
    "pdf in a comment": File(lambda: made_images.with_segment(0xFE, b"\n" + raw()), "a.jpg", "mixed"),
    "zip in a comment": File(lambda: made_images.with_segment(0xFE, zipped(data=b"x")), "a.jpg", "mixed"),
    "script by its header": File(made_images.script_by_header, "a.jpg", "mixed"),
    "PHP in a PNG's note": File(lambda: made_images.with_chunk(b"tEXt", b"a\0" + PHP), "a.png", "mixed"),
    "PHP in a packed note": File(
        lambda: made_images.with_chunk(b"zTXt", b"a\0\0" + zlib.compress(PHP)), "a.png", "mixed"
    ),
    "script in a packed note with a language": File(
        lambda: made_images.with_chunk(b"iTXt", b"a\0\1\0id\0b\0" + zlib.compress(b"<script>")), "a.png", "mixed"
    ),
    "note that bursts": File(
        lambda: made_images.with_chunk(b"zTXt", b"a\0\0" + made_pdf.zeros(3)), "a.png", "too-complex"
    ),
    "profile that bursts": File(
        lambda: made_images.with_chunk(b"iCCP", b"a\0\0" + made_pdf.zeros(3)), "a.png", "too-complex"
    ),
    "PNG of 60 000 x 60 000": File(made_images.huge_png, "a.png", "too-many-pixels"),
    "JPEG of 65 000 x 65 000": File(made_images.huge_jpeg, "a.jpg", "too-many-pixels"),
    "PNG that moves": File(partial(animation, "PNG"), "a.png", "animated"),
    "WebP that moves": File(partial(animation, "WEBP"), "a.webp", "animated"),
    "GIF that moves": File(partial(animation, "GIF"), "a.png", "wrong-type"),
    "HEIC of 13 pictures": File(
        partial(made_images.shots, "HEIF", 13, size=(16, 16)), "a.heic", "too-complex"
    ),
    "wrong sum in a PNG": File(made_images.wrong_sum, "a.png", "damaged"),
    "only a JPEG's header": File(lambda: photo()[:20], "a.jpg", "cut-off"),
    "only a PNG's header": File(lambda: photo("PNG")[:33], "a.png", "cut-off"),
    "three bytes of a JPEG": File(lambda: b"\xff\xd8\xff", "a.jpg", "cut-off"),
    "empty photo": File(lambda: b"", "a.jpg", "empty"),
}  # fmt: skip
