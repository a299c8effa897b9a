import io
import struct
import zlib

import pytest
from PIL import Image

from perizinan.files.checks import images
from perizinan.files.checks.image_ends import end_of_image
from perizinan.files.checks.images import check_image
from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import HEIC, JPEG, PNG, WEBP
from tests.perizinan.files import made, made_images

pytestmark = pytest.mark.unit

PHOTOS = {JPEG: made.photo("JPEG"), PNG: made.photo("PNG"), WEBP: made.photo("WEBP"), HEIC: made.photo("HEIF")}
ALL = pytest.mark.parametrize("kind", PHOTOS, ids=lambda kind: kind.name)


def examine(data, kind):
    verdict = Verdict()
    try:
        check_image(data, kind=kind, verdict=verdict)
    except Refuse as refused:
        verdict.problem = refused.code
        verdict.facts |= refused.facts
    return verdict


@ALL
def test_a_photo_is_accepted(kind):
    verdict = examine(PHOTOS[kind], kind)

    assert (verdict.problem, verdict.remarks) == ("", [])
    assert verdict.facts == {"width": 640, "height": 480}


@ALL
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_photo_cut_off_is_refused(kind, share):
    data = PHOTOS[kind]

    assert examine(data[: int(len(data) * share)], kind).problem in {"cut-off", "damaged"}


@ALL
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_large_photo_cut_off_is_refused_without_decoding(kind, share, monkeypatch):
    monkeypatch.setattr(images, "_DECODED_PIXELS", 0)
    monkeypatch.setattr(images, "_decode", lambda _: pytest.fail("decoded"))
    data = PHOTOS[kind]

    assert examine(data, kind).problem == ""
    assert examine(data[: int(len(data) * share)], kind).problem in {"cut-off", "damaged"}


FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}


@ALL
def test_a_large_photo_cut_anywhere_is_refused_without_decoding(kind, monkeypatch):
    monkeypatch.setattr(images, "_decode", lambda _: pytest.fail("decoded"))
    data = made_images.large(FORMATS[kind])
    cuts = {len(data) * part // 60 for part in range(1, 60)} | {len(data) - n for n in range(1, 9)}

    assert examine(data, kind).problem == ""
    assert {cut for cut in cuts if examine(data[:cut], kind).problem not in {"cut-off", "damaged"}} == set()


def test_a_heic_cut_between_two_boxes_is_refused(monkeypatch):
    monkeypatch.setattr(images, "_DECODED_PIXELS", 0)
    data = PHOTOS[HEIC]
    at = data.index(b"mdat") - 4

    assert [examine(data[: at + more], HEIC).problem for more in range(9)] == ["cut-off"] * 9


@pytest.mark.parametrize("pixels", [0, images._DECODED_PIXELS])
def test_a_wrong_sum_is_found_in_photos_of_any_size(pixels, monkeypatch):
    monkeypatch.setattr(images, "_DECODED_PIXELS", pixels)

    assert examine(made_images.wrong_sum(), PNG).problem == "damaged"


@ALL
def test_the_end_is_found(kind):
    data = PHOTOS[kind]

    assert end_of_image(data, kind) == len(data)
    assert end_of_image(data + b"\0\0\1\0\1\2\3\4more", kind) == len(data)
    assert end_of_image(data[:-30], kind) is None or kind is HEIC


def test_a_thumbnail_does_not_end_the_photo():
    thumbnail = made.photo("JPEG", size=(160, 120))
    segment = b"Exif\0\0" + thumbnail
    data = PHOTOS[JPEG]
    data = data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]

    assert end_of_image(data, JPEG) == len(data)
    assert examine(data, JPEG).problem == ""


def test_a_progressive_photo_is_accepted():
    assert examine(made.photo("JPEG", progressive=True), JPEG).problem == ""


@ALL
@pytest.mark.parametrize(
    "tail",
    [made.zipped(), made.pdf(), b"<html><script>1</script>", b"<?php system('x')", b"MZ\x90\0", b"\x7fELF"],
    ids=["zip", "pdf", "html", "php", "windows", "linux"],
)
def test_another_file_behind_the_photo_is_refused(kind, tail):
    assert examine(PHOTOS[kind] + tail, kind).problem in ({"mixed", "cut-off"} if kind is HEIC else {"mixed"})


def test_a_zip_hidden_in_a_comment_is_refused():
    archive = made.zipped()
    data = made.photo("JPEG", size=(80, 80))
    data = data[:2] + b"\xff\xfe" + struct.pack(">H", len(archive) + 2) + archive + data[2:]

    assert examine(data, JPEG).problem == "mixed"


def test_a_short_video_behind_a_phone_photo_is_remarked():
    video = b"\0\0\0\x18ftypmp42" + bytes(range(1, 200)) * 50

    verdict = examine(PHOTOS[JPEG] + video, JPEG)

    assert (verdict.problem, verdict.remarks) == ("", ["extra-data"])


def test_a_brightness_map_behind_a_phone_photo_is_silent():
    target = io.BytesIO()
    Image.open(io.BytesIO(PHOTOS[JPEG])).save(
        target, "MPO", save_all=True, append_images=[Image.new("RGB", (90, 60), "grey")]
    )

    verdict = examine(target.getvalue(), JPEG)

    assert (verdict.problem, verdict.remarks) == ("", [])


@pytest.mark.parametrize(("format", "kind"), [("PNG", PNG), ("WEBP", WEBP)])
def test_what_moves_is_refused(format, kind):
    assert examine(made.animation(format), kind).problem == "animated"


@ALL
def test_too_many_pixels_are_refused_before_decoding(kind, monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 640 * 480 - 1)
    monkeypatch.setattr(images, "_decode", lambda _: pytest.fail("decoded"))

    verdict = examine(PHOTOS[kind], kind)

    assert verdict.problem == "too-many-pixels"
    assert verdict.facts == {"width": 640, "height": 480}


def test_a_bomb_of_zeros_is_refused():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    png = made.photo("PNG", size=(8, 8))
    ihdr = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))

    assert examine(png[:8] + ihdr + png[8 + 25 :], PNG).problem == "too-many-pixels"


def test_a_small_photo_is_remarked():
    assert examine(made.photo("JPEG", size=(400, 300)), JPEG).remarks == ["small-image"]


@ALL
def test_one_kind_under_the_name_of_another_is_not_opened(kind):
    other = PNG if kind is not PNG else JPEG

    assert examine(PHOTOS[other], kind).problem in {"damaged", "cut-off"}
