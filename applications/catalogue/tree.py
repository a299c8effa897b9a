"""A few questions that end at permit types: "Izin apa yang saya butuhkan?". The questions are data, types/_pohon.yaml.

`load()` reads the file, `problems()` says in words what is wrong with it.
"""

import pathlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from applications.catalogue import yamlfile
from applications.catalogue.words import NOTHING, Key, Said, Slug, Strict

FILE = yamlfile.TYPES_DIR / "_pohon.yaml"
OWN_NAME = "pilih"  # /izin/pilih/ is no permit type
MOST_QUESTIONS = 5
MOST_ANSWERS = 8  # more is a list, not a question


class Answer(Strict):
    label: Said
    next: Key | None = None  # another question
    types: tuple[Slug, ...] = ()  # what fits, the most likely first
    text: Said = NOTHING  # advice where there is nothing to apply for

    @model_validator(mode="after")
    def _leads_to_one_thing(self) -> Self:
        if (self.next is not None) + bool(self.types) + bool(self.text) != 1:
            raise ValueError("an answer leads to exactly one of next, types, text")
        return self


class Node(Strict):
    question: Said
    help: Said = NOTHING
    answers: Annotated[tuple[Answer, ...], Field(min_length=2, max_length=MOST_ANSWERS)]


class Tree(Strict):
    start: Key
    nodes: Annotated[dict[Key, Node], Field(min_length=1)]

    @model_validator(mode="after")
    def _can_be_walked(self) -> Self:
        if found := [*_unsaid(self.nodes), *_lost(self.start, self.nodes)] or list(_unreached(self.start, self.nodes)):
            raise ValueError("; ".join(found))
        return self

    @cached_property
    def depths(self) -> dict[str, int]:
        """The place of each question on the shortest way: 1 for the first."""
        found, row = {self.start: 1}, [self.start]
        while row:
            row = [key for each in row for key in _next(self.nodes[each]) if key not in found]
            found |= {key: max(found.values()) + 1 for key in row}
        return found

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """The questions that lead to each, those nearer to the start first."""
        return {
            key: [each for each in sorted(self.depths, key=lambda k: self.depths[k]) if key in _next(self.nodes[each])]
            for key in self.nodes
        }

    def longest(self, key: str) -> int:
        """How many questions are still to come at most, this one counted."""
        return 1 + max((self.longest(each) for each in _next(self.nodes[key])), default=0)


@lru_cache(maxsize=8)
def load(path: pathlib.Path = FILE) -> Tree:
    """Raises yamlfile.Invalid, which says in words what is wrong."""
    return yamlfile.parse_as(Tree, path.read_text(encoding="utf-8"), name=path.name)


def problems(known_slugs: Collection[str], path: pathlib.Path = FILE) -> list[str]:
    """One sentence each; empty when every way ends at types that are known."""
    try:
        tree = load(path)
    except yamlfile.Invalid as refusal:
        return [f"{refusal.name}: {line}" for line in refusal.lines]
    taken = [f"{path.name}: the address of the questions is taken by the permit type {OWN_NAME}"]
    return (taken if OWN_NAME in known_slugs else []) + [
        f"{path.name}: nodes.{key}.answers[{place}].types: there is no permit type {slug}"
        for key, node in tree.nodes.items()
        for place, answer in enumerate(node.answers)
        for slug in answer.types
        if slug not in known_slugs
    ]


def _next(node: Node) -> list[str]:
    return [answer.next for answer in node.answers if answer.next is not None]


def _unsaid(nodes: Mapping[str, Node]) -> Iterator[str]:
    for key, node in nodes.items():
        if not node.question:
            yield f"nodes.{key}.question: the text is missing"
        for place, answer in enumerate(node.answers):
            if not answer.label:
                yield f"nodes.{key}.answers[{place}].label: the text is missing"


def _lost(start: str, nodes: Mapping[str, Node]) -> Iterator[str]:
    """Ways that lead nowhere, or round in a circle."""
    if start not in nodes:
        yield f"start: there is no question {start}"
    for key, node in nodes.items():
        for place, answer in enumerate(node.answers):
            if answer.next is not None and answer.next not in nodes:
                yield f"nodes.{key}.answers[{place}].next: there is no question {answer.next}"
    for key in nodes:
        if key in _reached(key, nodes):
            yield f"nodes.{key}: its answers lead back to it"


def _unreached(start: str, nodes: Mapping[str, Node]) -> Iterator[str]:
    reached = {start, *_reached(start, nodes)}
    for key in nodes:
        if key not in reached:
            yield f"nodes.{key}: no answer leads there"
    if (long := _longest(start, nodes)) > MOST_QUESTIONS:
        yield f"start: {long} questions in a row are too many, at most {MOST_QUESTIONS}"


def _reached(key: str, nodes: Mapping[str, Node]) -> set[str]:
    found: set[str] = set()
    row = [key]
    while row:
        row = [each for known in row if known in nodes for each in _next(nodes[known]) if each not in found]
        found |= set(row)
    return found


def _longest(key: str, nodes: Mapping[str, Node]) -> int:
    return 1 + max((_longest(each, nodes) for each in _next(nodes[key])), default=0)
