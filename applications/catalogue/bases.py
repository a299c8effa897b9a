"""The shared list of laws: who cites which, and what becomes of the types when one replaces another."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from applications.catalogue import load, publishing, verbs, yamlfile
from applications.catalogue.models import LegalBasis, PermitType, TypeDraft
from applications.catalogue.schema import Basis, PermitTypeSpec
from perizinan.audit import actions as audit


class NoSuchBasis(LookupError):
    """The shared list has no law with this key."""


class SameBasis(ValueError):
    """A law cannot replace itself."""


@dataclass
class Listed:
    basis: LegalBasis
    types: list[tuple[str, str]] = field(default_factory=list)  # slug and name of each type that cites it now
    drafts: list[str] = field(default_factory=list)  # slugs of next versions that cite it


class Prepared(NamedTuple):
    slug: str
    had_draft: bool  # the draft that waited was changed, not the published version
    publish_at: datetime.datetime | None


def in_force(basis: LegalBasis, on: datetime.date) -> bool:
    if basis.in_force_to is not None:
        return basis.in_force_to >= on
    return basis.replaced_by_id is None and (basis.in_force_from is None or basis.in_force_from <= on)


def listed() -> list[Listed]:
    """Three statements."""
    rows = {basis.key: Listed(basis) for basis in LegalBasis.objects.select_related("replaced_by").order_by("title")}
    for slug, name, keys in _cited():
        for key in keys:
            rows[key].types.append((slug, name))
    for slug, cited in TypeDraft.objects.order_by("slug").values_list("slug", F("spec__bases")):
        for basis in cited or ():
            if basis["key"] in rows:
                rows[basis["key"]].drafts.append(slug)
    return list(rows.values())


def _cited() -> Iterator[tuple[str, str, list[str]]]:
    types = PermitType.objects.exclude(current=None).order_by("name")
    for slug, name, cited in types.values_list("slug", "name", F("current__spec__bases")):
        yield slug, name, [basis["key"] for basis in cited or ()]


def replace(*, old_key: str, new: Basis, by: AbstractBaseUser | None, now: datetime.datetime) -> list[Prepared]:
    """Prepares the next version of every type that cites the old law. Publishes nothing. Lock order: drafts, laws."""
    if new.key == old_key:
        raise SameBasis(old_key)
    with transaction.atomic(durable=True):
        drafts = {draft.slug: draft for draft in TypeDraft.objects.select_for_update().order_by("slug")}
        old = LegalBasis.objects.select_for_update().filter(key=old_key).first()
        if old is None:
            raise NoSuchBasis(old_key)
        load.share([new])
        LegalBasis.objects.filter(key=new.key, replaced_by=old).update(replaced_by=None, in_force_to=None)  # back again
        old.replaced_by = LegalBasis.objects.get(key=new.key)
        if old.in_force_to is None and new.in_force_from is not None:
            old.in_force_to = new.in_force_from - datetime.timedelta(days=1)
        old.save(update_fields=["replaced_by", "in_force_to"])
        audit.record(verb=verbs.BASIS_REPLACED, by=by, subject=old.title, now=now, data={"new": new.title})
        return [_prepared(slug, draft, spec, old, new, by, now) for slug, draft, spec in _citing(old_key, drafts)]


def _citing(key: str, drafts: dict[str, TypeDraft]) -> Iterator[tuple[str, TypeDraft | None, PermitTypeSpec]]:
    """The draft where there is one, else the published version."""
    cites = [{"key": key}]
    published = PermitType.objects.filter(current__spec__bases__contains=cites).exclude(slug__in=drafts)
    specs: dict[str, tuple[TypeDraft | None, PermitTypeSpec]] = {}
    for draft in drafts.values():
        if any(basis["key"] == key for basis in draft.spec.get("bases", ())):
            specs[draft.slug] = (draft, yamlfile.validated(draft.spec, name=draft.slug))
    for permit_type in published.select_related("current"):
        if permit_type.current is not None:
            specs[permit_type.slug] = (None, permit_type.current.parsed)
    yield from ((slug, *specs[slug]) for slug in sorted(specs))


def _prepared(
    slug: str,
    draft: TypeDraft | None,
    spec: PermitTypeSpec,
    old: LegalBasis,
    new: Basis,
    by: Any,
    now: datetime.datetime,
) -> Prepared:
    note = f"Dasar hukum {_short(old.number, old.title)} diganti {_short(new.number, new.title)}"
    if draft is not None and draft.note:
        note = f"{draft.note}. {note}"
    planned = draft.publish_at if draft and not draft.problems else None  # what failed waits for a date of its own
    changed = spec.model_copy(update={"bases": replaced(spec.bases, old.key, new)})
    saved_at = draft.saved_at if draft else None
    publishing.store(spec=changed, by=by, now=now, note=note, publish_at=planned, saved_at=saved_at)
    return Prepared(slug, had_draft=draft is not None, publish_at=planned)


def replaced(bases: tuple[Basis, ...], old_key: str, new: Basis) -> tuple[Basis, ...]:
    """At the place of the old one; a type that cites the new one already only loses the old one."""
    if any(basis.key == new.key for basis in bases):
        return tuple(basis for basis in bases if basis.key != old_key)
    return tuple(new if basis.key == old_key else basis for basis in bases)


def _short(number: str, title: str) -> str:
    return number or (title if len(title) <= 120 else f"{title[:119]}…")
