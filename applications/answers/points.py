"""A point on the map as people type it, and as it is stored: "-7.473211, 112.433890". Pure."""

import re
from typing import NamedTuple

# A generous box around Indonesia. No latitude in it is a longitude in it, so the order of the two does not matter.
SOUTH, NORTH, WEST, EAST = -11.5, 6.5, 94.5, 141.5
_NUMBER = r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?"
_SIDE = r"(?:lintang\s+selatan|lintang\s+utara|bujur\s+timur|ls|lu|bt|s|n|e|t)"
_PAIR = re.compile(rf"({_NUMBER})\s*°?\s*({_SIDE})?\s*[;,\s]\s*({_NUMBER})\s*°?\s*({_SIDE})?")
_PART = r"[0-9]{1,2}(?:[.,][0-9]+)?"
_ANGLE = re.compile(rf"([+-]?[0-9]{{1,3}})\s*°\s*({_PART})\s*['’′]\s*(?:({_PART})\s*(?:\"|”|″|''|’’)\s*)?({_SIDE})?")


class Point(NamedTuple):
    latitude: float
    longitude: float


class NotAPoint(ValueError):
    """The words have not the shape of two coordinates."""


class Abroad(ValueError):
    """Two coordinates of a place that is not in Indonesia."""


def read(typed: str) -> Point:
    """-7.47, 112.43 · -7,47 112,43 · 7,47 LS, 112,43 BT · 7°28'23.6"S 112°26'02"E."""
    text = " ".join(typed.casefold().replace("−", "-").split()).removeprefix("(").removesuffix(")").strip()
    first, second = _angles(text) or _pair(text)
    for latitude, longitude in ((first, second), (second, first)):
        if SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST:
            return Point(latitude, longitude)
    raise Abroad(typed)


def written(point: Point) -> str:
    return f"{point.latitude:.6f}, {point.longitude:.6f}"


def map_url(stored: str) -> str:
    """A page of OpenStreetMap; empty for words that are no point."""
    try:
        latitude, longitude = read(stored)
    except (NotAPoint, Abroad):
        return ""
    place = f"{latitude:.6f}", f"{longitude:.6f}"
    return f"https://www.openstreetmap.org/?mlat={place[0]}&mlon={place[1]}#map=17/{place[0]}/{place[1]}"


def _pair(text: str) -> tuple[float, float]:
    found = _PAIR.fullmatch(text)
    if found is None:
        raise NotAPoint(text)
    return _signed(_float(found[1]), found[2]), _signed(_float(found[3]), found[4])


def _angles(text: str) -> tuple[float, float] | None:
    found = list(_ANGLE.finditer(text))
    rest = _ANGLE.sub("", text).strip(" ,;")
    if len(found) != 2 or rest:
        return None
    first, second = (_angle(*angle.groups()) for angle in found)
    return first, second


def _angle(degrees: str, minutes: str, seconds: str | None, side: str | None) -> float:
    size = abs(int(degrees)) + _float(minutes) / 60 + _float(seconds or "0") / 3600
    return _signed(-size if degrees.startswith("-") else size, side)


def _signed(value: float, side: str | None) -> float:
    return -abs(value) if side in {"s", "ls"} or (side or "").endswith("selatan") else value


def _float(text: str) -> float:
    return float(text.replace(",", "."))
