"""The catalogue as a directory: what a visitor looks for, by words, by need and by agency. Pure.

The words, the need and the agency combine; each link keeps the rest of the address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.text import slugify

from applications.catalogue import search
from applications.catalogue.models import PermitType
from applications.catalogue.words import Text


class Group(NamedTuple):
    """A need or an agency, as the address names it."""

    key: str
    label: Text


@dataclass(frozen=True)
class Service:
    """One type of the directory, with the one that took its place when it is closed."""

    type: PermitType
    successor: PermitType | None = None
    needs: tuple[Group, ...] = field(init=False)
    agencies: tuple[Group, ...] = field(init=False)

    def __post_init__(self) -> None:
        where = [{"id": self.type.elsewhere}] if self.type.elsewhere else self.type.agencies
        object.__setattr__(self, "needs", _groups(self.type.tags))
        object.__setattr__(self, "agencies", _groups(where))

    @property
    def slug(self) -> str:
        return self.type.slug

    @property
    def name(self) -> str:
        return self.type.name

    @property
    def name_en(self) -> str:
        return self.type.name_en

    @property
    def search_words(self) -> str:
        return self.type.search_words

    @property
    def popular(self) -> bool:
        return self.type.popular

    @property
    def about(self) -> str:
        """What is found after the names: needs and agencies in both languages."""
        return " ".join(f"{group.label.id} {group.label.en}" for group in (*self.needs, *self.agencies))

    @property
    def said_name(self) -> str:
        return self.type.said_name

    @property
    def said_summary(self) -> str:
        return self.type.said_summary

    @property
    def elsewhere(self) -> str:
        return self.type.elsewhere

    @property
    def closed(self) -> bool:
        return self.type.closed


class Wish(NamedTuple):
    """What the address asks for."""

    typed: str = ""
    need: str = ""
    agency: str = ""

    @property
    def query(self) -> str:
        asked = {"q": self.typed, "perlu": self.need, "instansi": self.agency}
        return "?" + urlencode({key: value for key, value in asked.items() if value})


class Link(NamedTuple):
    label: str
    n: int
    query: str  # the address with this chosen, or without it when it is chosen already
    chosen: bool


class Page(NamedTuple):
    wish: Wish
    found: list[Service]
    needs: list[Link]
    agencies: list[Link]

    @property
    def chosen(self) -> list[Link]:
        return [link for link in (*self.needs, *self.agencies) if link.chosen]


def page(wish: Wish, services: Sequence[Service]) -> Page:
    """Unknown needs and agencies of an old address are left out rather than finding nothing."""
    needs = {need.key: need for service in services for need in service.needs}
    agencies = {agency.key: agency for service in services for agency in service.agencies}
    wish = wish._replace(
        need=wish.need if wish.need in needs else "", agency=wish.agency if wish.agency in agencies else ""
    )
    named = search.rank(wish.typed, services) if wish.typed else listed(services)
    by_need = [service for service in named if _needed(service, wish.need)]
    by_agency = [service for service in named if _run_by(service, wish.agency)]
    return Page(
        wish,
        [service for service in by_need if _run_by(service, wish.agency)],
        _links(wish, "need", needs.values(), [need.key for service in by_agency for need in service.needs]),
        _links(wish, "agency", agencies.values(), [agency.key for service in by_need for agency in service.agencies]),
    )


def listed(services: Iterable[Service]) -> list[Service]:
    """By name, those that take no new cases at the end."""
    return sorted(services, key=lambda service: (service.closed, service.said_name.casefold()))


def _groups(said: Iterable[dict[str, str]]) -> tuple[Group, ...]:
    labels = [Text(id=one["id"], en=one.get("en", "")) for one in said]
    return tuple(Group(slugify(label.id), label) for label in labels)


def _needed(service: Service, need: str) -> bool:
    return not need or any(each.key == need for each in service.needs)


def _run_by(service: Service, agency: str) -> bool:
    return not agency or any(each.key == agency for each in service.agencies)


def _links(wish: Wish, part: str, groups: Iterable[Group], keys: Sequence[str]) -> list[Link]:
    """What would find nothing is no link, unless it is the one to take back."""
    chosen = getattr(wish, part)
    links = [
        Link(
            str(group.label),
            keys.count(group.key),
            wish._replace(**{part: "" if group.key == chosen else group.key}).query,
            group.key == chosen,
        )
        for group in groups
    ]
    return sorted((link for link in links if link.n or link.chosen), key=lambda link: link.label.casefold())
