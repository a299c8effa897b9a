"""How a photo is turned and cropped by hand: boxes as shares of the turned picture, edges as percent cut off."""

from collections.abc import Sequence

from perizinan.files.pictures import Box

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
LEAST = 0.1  # of a side: less is a slip of the finger
TURNS = (0, 90, 180, 270)


class BadCrop(Exception):
    """Nothing, or next to nothing, would be left of the picture."""


def box_of(crop: Sequence[float] | None) -> Box | None:
    """A crop as the database keeps it."""
    if crop is None:
        return None
    left, top, right, bottom = crop
    return (left, top, right, bottom)


def checked(box: Box) -> Box | None:
    """None for the whole picture. Raises BadCrop."""
    left, top, right, bottom = (min(1.0, max(0.0, round(share, 4))) for share in box)
    if not (right - left >= LEAST and bottom - top >= LEAST):  # also when a share is no number
        raise BadCrop
    found = (left, top, right, bottom)
    return None if found == WHOLE else found


def turned(box: Box | None) -> Box | None:
    """The same piece of the picture after a quarter turn clockwise."""
    if box is None:
        return None
    left, top, right, bottom = box
    return (round(1 - bottom, 4), left, round(1 - top, 4), right)


def from_edges(top: float, right: float, bottom: float, left: float) -> Box:
    """Percent to cut off at each edge, in the order people read them."""
    return (left / 100, top / 100, 1 - right / 100, 1 - bottom / 100)


def edges(box: Box | None) -> dict[str, int]:
    left, top, right, bottom = box or WHOLE
    return {
        "top": round(top * 100),
        "right": round((1 - right) * 100),
        "bottom": round((1 - bottom) * 100),
        "left": round(left * 100),
    }
