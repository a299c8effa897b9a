"""What may keep people from reading a page, measured on its image. Rather silent than wrong: a miss costs an officer a
look, a false alarm costs an applicant a walk to the scanner. Numbers of made examples: tests/.../test_legible.py."""

import math
import statistics
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter, ImageStat

_SIDE = 1000
_EDGE = 0.04  # of each side left out: shadows and borders of scans
_INK = 20  # levels darker or brighter than the surroundings
_BLANK = 0.0004  # share of ink: a page number is less
_DARK = 80  # of 255, brighter than 99 of 100 points
_LIT = 90
_MID = 6  # levels in the middle band: here is something that could be sharp
_FLAT = 3
_LEAST_EDGES = 0.002
_SHARP = 0.11
_STRIP = 80  # pixels that are averaged along a line
_LINES = 48  # pixels over which lines are compared with their surroundings: two lines at least
_SURE = 4
_PAPER = 0.7
_CALM = 5
_BROKEN = (0.3, 1.6)
_NONE = 1e-6
_SOLID = 190  # of 255: a rule or a bar; a line of writing has gaps between its letters


@dataclass(frozen=True)
class Measures:
    bright: int  # level that 99 of 100 points stay below
    ink: float  # share of points that stand out from their surroundings
    edges: float  # share of points with any structure
    sharp: float  # fine structure beside coarse one, at the edges alone
    paper: float  # share of points that are as bright as their surroundings, and these bright
    upright: float  # how much more the rows differ among each other than the columns
    strokes: float  # how much more often ink ends from row to row than from column to column


def remarks_of(picture: Image.Image) -> list[str]:
    """At most one: what is blurred cannot be said to lie on its side."""
    seen = measure(picture)
    if seen.bright < _DARK:
        return ["dark"]
    if seen.ink < _BLANK:
        return ["blank"]
    if seen.edges > _LEAST_EDGES and seen.sharp < _SHARP:
        return ["blurred"]
    if seen.paper > _PAPER and seen.upright < 1 / _SURE and _BROKEN[0] < seen.strokes < _BROKEN[1]:
        return ["sideways"]
    return []


def measure(picture: Image.Image) -> Measures:
    grey = _middle(picture.convert("L"))
    smooth = grey.filter(ImageFilter.GaussianBlur(1.2))
    around = grey.filter(ImageFilter.BoxBlur(12))
    marked = _at_least(ImageChops.difference(smooth, around), _INK)
    written = _at_least(ImageChops.subtract(around, smooth), _INK)
    edges, sharp = _sharpness(grey, smooth)
    return Measures(
        bright=_level_above(grey, 0.01),
        ink=_share(marked),
        edges=edges,
        sharp=sharp,
        paper=_share(ImageChops.subtract(_at_least(grey, _LIT), written)),
        upright=_uprightness(written),
        strokes=_strokes(written),
    )


def _middle(grey: Image.Image) -> Image.Image:
    grey.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=None)
    width, height = grey.size
    x, y = int(width * _EDGE), int(height * _EDGE)
    return grey.crop((x, y, width - x, height - y)) if min(width, height) > 50 else grey


def _sharpness(grey: Image.Image, smooth: Image.Image) -> tuple[float, float]:
    """Blur takes the finest structure first. Noise is fine structure too, and is known from where nothing else is."""
    coarse = ImageChops.difference(smooth, grey.filter(ImageFilter.GaussianBlur(4)))
    fine = ImageChops.difference(grey, grey.filter(ImageFilter.GaussianBlur(0.7)))
    at_edges = _at_least(coarse, _MID)
    elsewhere = ImageChops.invert(_at_least(coarse, _FLAT))
    edges = _share(at_edges)
    if not edges:
        return 0, 0
    return edges, math.sqrt(max(_power(fine, at_edges) - _power(fine, elsewhere), 0) / _power(coarse, at_edges))


def _uprightness(written: Image.Image) -> float:
    """Lines of writing make rows differ from their neighbours. Above 1: rows do; below: columns do."""
    return (_unrest(written) + _CALM) / (_unrest(written.transpose(Image.Transpose.ROTATE_90)) + _CALM)


def _strokes(written: Image.Image) -> float:
    """Letters break up their line. Rules, bars and fences run along without a break."""
    width, height = written.size
    down = ImageChops.difference(written.crop((0, 1, width, height)), written.crop((0, 0, width, height - 1)))
    across = ImageChops.difference(written.crop((1, 0, width, height)), written.crop((0, 0, width - 1, height)))
    return (_share(down) + _NONE) / (_share(across) + _NONE)


def _unrest(written: Image.Image) -> float:
    """How much the rows stand out from a moving average of them, in the middle one of all strips of the page."""
    width, height = written.size
    rows = written.resize((max(width // _STRIP, 1), height), Image.Resampling.BOX)
    lines = rows.point([*range(_SOLID), *([0] * (256 - _SOLID))])
    outstanding = ImageChops.difference(lines, lines.filter(ImageFilter.BoxBlur((0, _LINES // 2))))
    strips = (outstanding.crop((x, 0, x + 1, height)) for x in range(rows.width))
    return statistics.median(ImageStat.Stat(strip).sum2[0] / height for strip in strips)


def _level_above(grey: Image.Image, share: float) -> int:
    left = grey.width * grey.height * share
    for level, count in reversed(list(enumerate(grey.histogram()))):
        left -= count
        if left <= 0:
            return level
    return 0


def _at_least(picture: Image.Image, least: int) -> Image.Image:
    return picture.point([0] * least + [255] * (256 - least))


def _share(mask: Image.Image) -> float:
    return mask.histogram()[255] / max(mask.width * mask.height, 1)


def _power(picture: Image.Image, mask: Image.Image) -> float:
    found = ImageStat.Stat(picture, mask)
    return found.sum2[0] / found.count[0] if found.count[0] else 0.0
