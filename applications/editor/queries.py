import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.http import Http404

from applications.catalogue import bases, yamlfile
from applications.catalogue.models import PermitType, TypeDraft, Version, specs_of
from applications.catalogue.office_check import Office
from applications.catalogue.problems import problems as problems_of_type
from applications.catalogue.schema import Channel, PermitTypeSpec, Text
from applications.catalogue.search import normalised

DRAFT = "draf"  # how an address names the next version


@dataclass(frozen=True)
class Row:
    """One type in the list: what is published, and what waits."""

    slug: str
    name: str
    channel: str
    current: Version | None
    draft: TypeDraft | None
    closed: bool
    problems: int
    unverified: int


@dataclass(frozen=True)
class Judged:
    """What this office may know of a version before it is published."""

    problems: list[str]
    warnings: list[str]


class Shown(NamedTuple):
    """One version of a type, or its draft."""

    spec: PermitTypeSpec
    version: Version | None  # None: the draft
    ref: str  # how an address names it


class Listed(NamedTuple):
    law: bases.Listed
    in_force: bool


def rows(typed: str, on: datetime.date) -> list[Row]:
    office = Office.of(on)
    drafts = {draft.slug: draft for draft in TypeDraft.objects.all()}
    types = list(PermitType.objects.select_related("current").defer("current__spec").exclude(current=None))
    specs = specs_of([each.current_id for each in types if each.current_id is not None])
    found = []
    for each in types:
        draft = drafts.pop(each.slug, None)
        assert each.current is not None, "excluded above"
        found.append(_row(each.slug, each.current, specs[each.current.pk], draft, office))
    found += [_row(slug, None, None, draft, office) for slug, draft in drafts.items()]
    wanted = normalised(typed)
    return sorted((row for row in found if wanted in normalised(f"{row.name} {row.slug}")), key=lambda row: row.name)


def _row(
    slug: str, current: Version | None, spec: PermitTypeSpec | None, draft: TypeDraft | None, office: Office
) -> Row:
    judged = judged_draft(draft, office) if draft is not None else judged_spec(spec, office)
    content = draft.spec if draft is not None else {}
    return Row(
        slug=slug,
        name=str(spec.name if spec else Text.model_validate(content.get("name", {"id": slug}))),
        channel=Channel(spec.channel if spec else content["channel"]).label,
        current=current,
        draft=draft,
        closed=bool(spec and spec.closed),
        problems=len(judged.problems),
        unverified=len(spec.unverified if spec else content.get("unverified", ())),
    )


def judged_spec(spec: PermitTypeSpec | None, office: Office) -> Judged:
    if spec is None:
        return Judged([], [])
    return Judged([*problems_of_type(spec), *office.problems(spec)], office.warnings(spec))


def judged_draft(draft: TypeDraft, office: Office) -> Judged:
    """A draft may have been stored under an earlier schema."""
    try:
        return judged_spec(yamlfile.validated(draft.spec, name=draft.slug), office)
    except yamlfile.Invalid as error:
        return Judged(error.lines, [])


def type_or_404(slug: str) -> tuple[PermitType | None, TypeDraft | None, list[Version]]:
    """The type, its draft and its versions without their content, newest first."""
    permit_type = PermitType.objects.filter(slug=slug).first()
    draft = TypeDraft.objects.filter(slug=slug).first()
    if permit_type is None and draft is None:
        raise Http404("no such permit type")
    versions = list(permit_type.versions.defer("spec").order_by("-number")) if permit_type else []
    return permit_type, draft, versions


def shown_or_404(ref: str, draft: TypeDraft | None, versions: list[Version]) -> Shown:
    """`ref`: a number, "draf", or nothing for the current version (of a new type: its draft)."""
    if ref == DRAFT or (not ref and not versions):
        if draft is None:
            raise Http404("no draft")
        try:
            return Shown(yamlfile.validated(draft.spec, name=draft.slug), None, DRAFT)
        except yamlfile.Invalid as error:
            raise Http404("the draft can no longer be read") from error
    for version in versions:
        if not ref or ref == str(version.number):
            return Shown(specs_of([version.pk])[version.pk], version, str(version.number))
    raise Http404("no such version")


def laws(on: datetime.date) -> list[Listed]:
    return [Listed(law, bases.in_force(law.basis, on)) for law in bases.listed()]


def later_than(draft: TypeDraft | None, versions: list[Version]) -> Version | None:
    """The version that appeared after the draft was saved, whose changes the draft may lack."""
    newest = versions[0] if versions else None
    return newest if draft and newest and newest.published_at > draft.saved_at else None


def refs(draft: TypeDraft | None, versions: list[Version]) -> list[str]:
    """All that can be compared, oldest first."""
    return [*(str(version.number) for version in reversed(versions)), *([DRAFT] if draft else ())]


def usual_pair(draft: TypeDraft | None, versions: list[Version]) -> tuple[str, str]:
    """What a reader wants compared who names nothing: the newest with the one before it."""
    known = refs(draft, versions)
    return known[-1], known[-2] if len(known) > 1 else known[-1]
