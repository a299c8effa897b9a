"""What somebody typed behind manage.py permit_types, as what it names. Refusals are sentences."""

import datetime
import pathlib
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from applications.catalogue import yamlfile
from applications.catalogue.models import LegalBasis, TypeDraft, Version
from applications.catalogue.schema import Basis, PermitTypeSpec
from perizinan.accounts.models import User
from perizinan.accounts.queries import roles_of
from perizinan.accounts.roles import Role


def read(files: Iterable[pathlib.Path]) -> list[PermitTypeSpec]:
    """Every file is read before any is refused, so one run says all that is wrong."""
    specs, wrong = [], []
    for file in files:
        try:
            specs.append(yamlfile.read(file))
        except yamlfile.Invalid as error:
            wrong.append(str(error))
    if wrong:
        raise CommandError("\n".join(wrong))
    return specs


def is_file(what: str) -> bool:
    return what.endswith((".yaml", ".yml")) or "/" in what


def admin(email: str, *, on: datetime.date) -> User:
    user = User.objects.filter(email__iexact=email).first() if email else None
    if user is None or Role.ADMIN not in roles_of(user, on):
        raise CommandError("Say who does this: --as with the e-mail of an active admin.")
    return user


def version(slug: str, number: int) -> PermitTypeSpec:
    found = Version.objects.filter(permit_type__slug=slug, number=number).first()
    if found is None:
        raise CommandError(f"The type {slug} has no version {number}.")
    return found.parsed


def draft_spec(slug: str) -> PermitTypeSpec:
    draft = TypeDraft.objects.filter(slug=slug).first()
    if draft is None:
        raise CommandError(f"The type {slug} has no draft. Name a file, or store one with import --draft.")
    return yamlfile.validated(draft.spec, name=slug)


def office_time(text: str) -> datetime.datetime:
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return timezone.make_aware(datetime.datetime.strptime(text, form))
        except ValueError:
            continue
    raise CommandError('--at takes a day, or a day and time, like "2026-12-01 00:00".')


def basis(options: dict[str, Any]) -> Basis:
    known = LegalBasis.objects.filter(key=options["new"]).first()
    try:
        begins = datetime.date.fromisoformat(options["from"]) if options["from"] else None
    except ValueError as error:
        raise CommandError("--from takes a day, like 2027-01-01.") from error
    if known is None and not options["title"]:
        raise CommandError(f"The shared list does not know {options['new']} yet: give its --title.")
    return Basis(
        key=options["new"],
        title=options["title"] or (known.title if known else ""),
        number=options["number"] or (known.number if known else ""),
        in_force_from=begins or (known.in_force_from if known else None),
    )
