"""A list of changes as a page reads it: one heading for each place, in the order of the type. Pure."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from applications.catalogue.diff import Change


class Place(NamedTuple):
    name: str
    sentences: list[str]


def by_place(changes: Iterable[Change]) -> list[Place]:
    return [
        Place(place, [change.sentence for change in group])
        for place, group in groupby(changes, key=lambda change: change.place)
    ]
