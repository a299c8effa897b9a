"""Publishing with its checks: now, at a date, or as a closing. What cannot work is refused with place and reason.

Lock order: TypeDraft, then PermitType (in load.publish)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from applications.catalogue import load, notices, patterns, verbs, yamlfile
from applications.catalogue.fields import Pattern
from applications.catalogue.load import Published
from applications.catalogue.models import PermitType, TypeDraft
from applications.catalogue.office_check import Office
from applications.catalogue.problems import problems as problems_of_type
from applications.catalogue.schema import Closing, PermitTypeSpec, Text
from perizinan.audit import actions as audit

NOTE_LENGTH = 300


class NotPublishable(ValueError):
    """`problems` says why, one sentence each with its place."""

    def __init__(self, slug: str, problems: Sequence[str]) -> None:
        self.slug, self.problems = slug, list(problems)
        super().__init__("\n".join(f"{slug}: {problem}" for problem in problems))


class NoSuchType(LookupError):
    """No published type has this slug."""


class NotPlanned(LookupError):
    """No date waits for this type."""


def problems(spec: PermitTypeSpec, office: Office) -> list[str]:
    """Everything that keeps it from being published. Tries its patterns in another process."""
    found = [*problems_of_type(spec), *office.problems(spec)]
    if too_slow := patterns.slow(patterns_of(spec)):
        found.append(too_slow)
    return found


def patterns_of(spec: PermitTypeSpec) -> list[Pattern]:
    asked = [each for field in spec.all_fields() for each in (field, *field.columns)]
    return [each.pattern for each in asked if each.pattern is not None]


def publish_now(*, spec: PermitTypeSpec, by: AbstractBaseUser | None, now: datetime, by_name: str = "") -> Published:
    """A draft that waited with the same content is gone afterwards; another one stays."""
    refuse(spec, problems(spec, Office.of(timezone.localdate(now))))
    with transaction.atomic(durable=True):
        draft = _locked(spec.slug)
        said = draft if draft is not None and _same(draft, spec) else None
        if said is not None:
            refuse(spec, outdated(spec, said.saved_at))
        result = load.publish(spec=spec, by=by, now=now, by_name=by_name)
        if said is not None:
            said.delete()
        return result


def prepare(
    *, spec: PermitTypeSpec, by: AbstractBaseUser | None, now: datetime, note: str = "", by_name: str = ""
) -> TypeDraft:
    """Stores the next version. An earlier draft is replaced, and a date it had is taken from it."""
    with transaction.atomic(durable=True):
        return store(spec=spec, by=by, now=now, note=note, publish_at=None, by_name=by_name)


def plan(*, spec: PermitTypeSpec, at: datetime, by: AbstractBaseUser | None, now: datetime) -> TypeDraft:
    """Checked now for the office of that day, so that somebody hears of a problem while there is time. What a waiting
    draft says about why it was prepared stays."""
    if at <= now:
        raise NotPublishable(spec.slug, [f"the date {timezone.localtime(at):%Y-%m-%d %H:%M} is over"])
    refuse(spec, problems(spec, Office.of(timezone.localdate(at))))
    with transaction.atomic(durable=True):
        waiting = _locked(spec.slug)
        if waiting is not None and _same(waiting, spec):
            refuse(spec, outdated(spec, waiting.saved_at))
        draft = store(spec=spec, by=by, now=now, note=waiting.note if waiting else "", publish_at=at)
        said = f"{timezone.localtime(at):%d-%m-%Y %H.%M}"
        audit.record(verb=verbs.PLANNED, by=by, subject=draft, now=now, data={"at": said})
        return draft


def unplan(*, slug: str, by: AbstractBaseUser | None, now: datetime) -> TypeDraft:
    """Takes the date away, also one that failed; the draft stays."""
    with transaction.atomic(durable=True):
        draft = _locked(slug)
        if draft is None or draft.publish_at is None:
            raise NotPlanned(slug)
        draft.publish_at, draft.problems = None, []
        draft.save(update_fields=["publish_at", "problems"])
        audit.record(verb=verbs.UNPLANNED, by=by, subject=draft, now=now)
        return draft


def store(
    *,
    spec: PermitTypeSpec,
    by: AbstractBaseUser | None,
    now: datetime,
    note: str,
    publish_at: datetime | None,
    by_name: str = "",
    saved_at: datetime | None = None,
) -> TypeDraft:
    """Inner action. `saved_at`: when somebody last wrote the whole of it, if that was not now."""
    content, sha256 = load.canonical(spec)
    values: dict[str, Any] = {
        "spec": content,
        "note": note[:NOTE_LENGTH],
        "publish_at": publish_at,
        "problems": [],
        "saved_at": saved_at or now,
        "saved_by_name": by_name or str(getattr(by, "name", "")),
    }
    draft, _made = TypeDraft.objects.update_or_create(slug=spec.slug, defaults=values)
    audit.record(verb=verbs.PREPARED, by=by, subject=draft, now=now, data={"sha256": sha256})
    return draft


def publish_due(*, draft_id: int, now: datetime) -> bool:
    """What was planned, once its time has come; whether it was published. Two workers at once: one does it."""
    with transaction.atomic(durable=True), translation.override("id"):  # what is kept says the same to everybody
        draft = _due(draft_id, now)
        if draft is None:
            return False
        try:
            spec = yamlfile.validated(draft.spec, name=draft.slug)
            refuse(spec, problems(spec, Office.of(timezone.localdate(now))))
            refuse(spec, outdated(spec, draft.saved_at))
            load.publish(spec=spec, by=None, now=now, by_name=draft.saved_by_name)
        except yamlfile.Invalid as error:
            return _fail(draft, error.lines, now)
        except NotPublishable as error:
            return _fail(draft, error.problems, now)
        draft.delete()
        return True


def close(*, slug: str, text: Text, successor: str | None, by: AbstractBaseUser | None, now: datetime) -> Published:
    """Publishes a version that takes no new cases; one without `closed` opens the type again."""
    spec = current_spec(slug)
    return publish_now(spec=spec.model_copy(update={"closed": Closing(text=text, successor=successor)}), by=by, now=now)


def current_spec(slug: str) -> PermitTypeSpec:
    found = PermitType.objects.select_related("current").filter(slug=slug).first()
    if found is None or found.current is None:
        raise NoSuchType(slug)
    return found.current.parsed


def outdated(spec: PermitTypeSpec, saved_at: datetime) -> list[str]:
    """A draft says the whole type, so one older than the newest version would take back what that one changed: it has
    to be compared and saved again. Inner check, locks the type."""
    found = PermitType.objects.select_for_update(of=("self",)).select_related("current").filter(slug=spec.slug).first()
    newest = found.current if found else None
    if newest is None or newest.published_at <= saved_at or newest.sha256 == load.canonical(spec)[1]:
        return []
    said = _("draf ini disimpan sebelum versi %(number)s terbit: bandingkan dengan versi itu, lalu simpan lagi")
    return [said % {"number": newest.number}]


def refuse(spec: PermitTypeSpec, found: Sequence[str]) -> None:
    if found:
        raise NotPublishable(spec.slug, found)


def _due(draft_id: int, now: datetime) -> TypeDraft | None:
    return TypeDraft.objects.select_for_update().filter(pk=draft_id, publish_at__lte=now, problems=[]).first()


def _locked(slug: str) -> TypeDraft | None:
    return TypeDraft.objects.select_for_update().filter(slug=slug).first()


def _same(draft: TypeDraft, spec: PermitTypeSpec) -> bool:
    return draft.spec == load.canonical(spec)[0]


def _fail(draft: TypeDraft, found: list[str], now: datetime) -> bool:
    """Kept with the draft until somebody saves or plans it again; not tried again by itself."""
    draft.problems = found
    draft.save(update_fields=["problems"])
    audit.record(verb=verbs.NOT_PUBLISHED, by=None, subject=draft, now=now, data={"count": len(found)})
    notices.not_published(draft, now=now)
    return False
