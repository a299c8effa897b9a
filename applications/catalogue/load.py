"""Publishing: a new Version only when the content of the type changed, so importing twice changes nothing."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.catalogue.models import LegalBasis, PermitType, Version
from applications.catalogue.schema import Basis, PermitTypeSpec
from applications.catalogue.search import normalised
from perizinan.audit import actions as audit
from perizinan.audit import verbs

PUBLISHED = verbs.register("catalogue.published", _("{actor} menerbitkan jenis izin {label} versi {number}"))


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
    """All files or none."""
    with transaction.atomic(durable=True):
        return [publish(spec=spec, by=by, now=now, by_name=by_name) for spec in specs]


def publish(*, spec: PermitTypeSpec, by: AbstractBaseUser | None, now: datetime, by_name: str = "") -> Published:
    content, sha256 = canonical(spec)
    PermitType.objects.get_or_create(slug=spec.slug, defaults={"channel": spec.channel, "name": spec.name.id})
    permit_type = PermitType.objects.select_for_update(of=("self",)).select_related("current").get(slug=spec.slug)
    current = permit_type.current
    if current is not None and current.sha256 == sha256:
        return Published(spec.slug, current.number, new=False)
    _share(spec.bases)
    newest = permit_type.versions.order_by("-number").first()
    version = Version.objects.create(
        permit_type=permit_type,
        number=newest.number + 1 if newest else 1,
        spec=content,
        sha256=sha256,
        published_at=now,
        published_by_name=by_name,
    )
    _show(permit_type, version, spec)
    audit.record(verb=PUBLISHED, by=by, subject=permit_type, now=now, data={"number": version.number, "sha256": sha256})
    return Published(spec.slug, version.number, new=True)


def _share(bases: Sequence[Basis]) -> None:
    for basis in bases:
        row, _made = LegalBasis.objects.get_or_create(key=basis.key, defaults={"title": basis.title})
        if row.title != basis.title:
            raise BasisDiffers(f"bases: the key {basis.key} already stands for '{row.title}'")


def _show(permit_type: PermitType, version: Version, spec: PermitTypeSpec) -> None:
    permit_type.channel = spec.channel
    permit_type.name, permit_type.name_en = spec.name.id, spec.name.en
    permit_type.summary, permit_type.summary_en = spec.audience.id, spec.audience.en
    permit_type.search_words = "\n".join(normalised(synonym) for synonym in spec.synonyms)
    permit_type.popular = spec.popular
    permit_type.current = version
    permit_type.save(
        update_fields=[
            "channel",
            "name",
            "name_en",
            "summary",
            "summary_en",
            "search_words",
            "popular",
            "current",
        ]
    )
