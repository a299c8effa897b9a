"""A photo: whole, not a bomb, does not move, and has no other file inside or behind it."""

import io
import warnings

import pillow_heif
from PIL import Image, ImageFile, UnidentifiedImageError

from perizinan.files.checks.foreign import hides_in_photo, opens_as_zip
from perizinan.files.checks.image_ends import end_of_image
from perizinan.files.checks.png import check_chunks
from perizinan.files.checks.tails import check_tail
from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import HEIC, JPEG, PNG, WEBP, Kind

MAX_PIXELS = 120_000_000  # phones reach 108 million; decoded that is 360 MB
SMALL_SIDE = 600
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
_DECODED_PIXELS = 1_000_000  # larger ones are decoded once, when they are drawn: here their structure has to do
_MAX_STILLS = 100  # a JPEG or HEIC may carry a depth map, a brightness map or a burst; only the first is decoded

pillow_heif.register_heif_opener()


def check_image(data: bytes, *, kind: Kind, verdict: Verdict) -> None:
    check_inside(data, kind)
    _check_tail(data, kind, verdict)
    if kind is PNG:
        check_chunks(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on odd notes of cameras; whether the picture is whole, decoding tells
        image = _open(data, kind)
        size = image.size
        _check_size(size, verdict)
        _check_frames(image, kind)
        if image.width * image.height <= _DECODED_PIXELS:
            _decode(image)
    if max(size) < SMALL_SIDE:
        verdict.remark("small-image")


def check_inside(data: bytes, kind: Kind) -> None:
    """People see pictures drawn anew, but an officer may take the original home."""
    script_by_header = data[4:6] == b"/*" and kind in (JPEG, WEBP)  # lengths that read as a comment of JavaScript
    if script_by_header or hides_in_photo(data):
        raise Refuse("mixed")


def _check_tail(data: bytes, kind: Kind, verdict: Verdict) -> None:
    end = end_of_image(data, kind)
    if end is None:
        raise Refuse("cut-off")
    check_tail(data[end:], verdict=verdict)
    if opens_as_zip(data):
        raise Refuse("mixed")


def _open(data: bytes, kind: Kind) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own limit, checked before anything is decoded
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        return Image.open(io.BytesIO(data), formats=[_FORMATS[kind]])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise Refuse("damaged") from broken


def _check_size(size: tuple[int, int], verdict: Verdict) -> None:
    width, height = size
    verdict.facts.update(width=width, height=height)
    if width * height > MAX_PIXELS:
        raise Refuse("too-many-pixels", width=width, height=height)


def _check_frames(image: Image.Image, kind: Kind) -> None:
    frames = getattr(image, "n_frames", 1)
    if kind in (PNG, WEBP) and frames > 1:
        raise Refuse("animated")
    if frames > _MAX_STILLS:
        raise Refuse("too-complex")


def _decode(image: Image.Image) -> None:
    try:
        image.load()
    except MemoryError:
        raise
    except Exception as broken:
        # Pillow has no exception of its own: "truncated" is an OSError, other damage any of a dozen kinds.
        truncated = "truncated" in str(broken).lower()
        raise Refuse("cut-off" if truncated else "damaged") from broken
