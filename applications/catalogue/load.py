"""Publishing: a new Version only when the content of the type changed, so importing twice changes nothing."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from applications.catalogue import verbs
from applications.catalogue.models import LegalBasis, PermitType, Version
from applications.catalogue.schema import Basis, PermitTypeSpec
from applications.catalogue.search import normalised
from perizinan.audit import actions as audit


class BasisDiffers(ValueError):
    """A key of the shared list of laws already has another title."""


class Published(NamedTuple):
    slug: str
    number: int
    new: bool


def canonical(spec: PermitTypeSpec) -> tuple[dict[str, Any], str]:
    """What is stored, and its SHA-256. Defaults are written out: a later default must not change an old version."""
    content = spec.model_dump(mode="json", by_alias=True, exclude_none=True)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return content, hashlib.sha256(text.encode()).hexdigest()


def publish_all(
    *, specs: Sequence[PermitTypeSpec], by: AbstractBaseUser | None, now: datetime, by_name: str = ""
) -> list[Published]:
    """All files or none. Whether the office has the people for them is asked by `publishing`, not here: an
    installation has its types before its staff."""
    with transaction.atomic(durable=True):
        return [publish(spec=spec, by=by, now=now, by_name=by_name) for spec in specs]


def publish(*, spec: PermitTypeSpec, by: AbstractBaseUser | None, now: datetime, by_name: str = "") -> Published:
    content, sha256 = canonical(spec)
    PermitType.objects.get_or_create(slug=spec.slug, defaults={"channel": spec.channel, "name": spec.name.id})
    permit_type = PermitType.objects.select_for_update(of=("self",)).select_related("current").get(slug=spec.slug)
    current = permit_type.current
    if current is not None and current.sha256 == sha256:
        return Published(spec.slug, current.number, new=False)
    share(spec.bases)
    newest = permit_type.versions.order_by("-number").first()
    version = Version.objects.create(
        permit_type=permit_type,
        number=newest.number + 1 if newest else 1,
        spec=content,
        sha256=sha256,
        published_at=now,
        published_by_name=by_name or str(getattr(by, "name", "")),
    )
    show(permit_type, version, spec)
    permit_type.save(update_fields=SHOWN)
    verb = verbs.CLOSED if spec.closed else verbs.PUBLISHED
    audit.record(verb=verb, by=by, subject=permit_type, now=now, data={"number": version.number, "sha256": sha256})
    return Published(spec.slug, version.number, new=True)


def share(bases: Sequence[Basis]) -> None:
    """What the list does not know yet of a law is taken over from the file; it never contradicts the list."""
    for basis in bases:
        said = {name: getattr(basis, name) for name in ("number", "in_force_from", "in_force_to")}
        row, made = LegalBasis.objects.get_or_create(key=basis.key, defaults={"title": basis.title, **said})
        if row.title != basis.title:
            raise BasisDiffers(f"bases: the key {basis.key} already stands for '{row.title}'")
        more = [name for name, value in said.items() if value and not getattr(row, name)]
        if more and not made:
            for name in more:
                setattr(row, name, said[name])
            row.save(update_fields=more)


# What a type shows of its current version without reading it.
SHOWN = [
    *("channel", "name", "name_en", "summary", "summary_en", "search_words", "popular"),
    *("tags", "agencies", "closed", "current"),
]


def show(permit_type: PermitType, version: Version, spec: PermitTypeSpec) -> None:
    """Sets SHOWN; the caller saves."""
    permit_type.channel = spec.channel
    permit_type.name, permit_type.name_en = spec.name.id, spec.name.en
    permit_type.summary, permit_type.summary_en = spec.audience.id, spec.audience.en
    permit_type.search_words = "\n".join(normalised(synonym) for synonym in spec.synonyms)
    permit_type.popular = spec.popular
    permit_type.tags = [tag.model_dump() for tag in spec.tags]
    permit_type.agencies = [agency.model_dump() for agency in spec.taking_part()]
    permit_type.closed = spec.closed is not None
    permit_type.current = version
