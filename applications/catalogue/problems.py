"""What keeps a permit type from working, in words with the place. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from applications.catalogue.schema import FormField, Letter, PermitTypeSpec

CASE_FACTS = {"@capacity"}
# Places every letter may name beside the fields of its form.
LETTER_FACTS = {"pemohon", "lokasi", "nomor_permohonan", "tanggal_permohonan"}
CAPACITIES = frozenset({"self", "business", "power", "officer"})
PERSONAL = {"nik", "phone", "email"}
STAGE_NAME_LENGTH = 20
_PLACE = re.compile(r"\{([a-z0-9_]+)\}")
_NUMBER_PLACE = re.compile(r"\{([^{}]*)\}")
_NUMBER_TOKEN = re.compile(r"urut(:0[1-9])?|unit|tahun|bulan_romawi")


def places(wording: str) -> list[str]:
    return _PLACE.findall(wording)


def problems(spec: "PermitTypeSpec") -> list[str]:
    if not spec.local:
        return [] if spec.redirect else [f"{spec.slug}: channel {spec.channel} needs a redirect text"]
    return [problem for rule in _RULES for problem in rule(spec)]


def _missing_parts(spec: "PermitTypeSpec") -> Iterator[str]:
    for name in ("limits", "sections", "stages", "letter", "numbering", "bases"):
        if not getattr(spec, name):
            yield f"{name}: missing, a type processed here needs it"
    if spec.stages and (spec.stages[0].kind != "check" or spec.stages[-1].kind != "approval"):
        yield "stages: the first is a check (it declares completeness) and the last an approval"


def _double_keys(spec: "PermitTypeSpec") -> Iterator[str]:
    kinds = {
        "sections": [s.key for s in spec.sections],
        "fields": [f.key for f in spec.all_fields()],
        "requirements": [r.key for r in spec.requirements],
        "stages": [s.key for s in spec.stages],
    }
    for kind, keys in kinds.items():
        for key, times in Counter(keys).items():
            if times > 1:
                yield f"{kind}: the key {key} stands {times} times"
    for key in LETTER_FACTS & set(kinds["fields"]):
        yield f"fields: the key {key} is taken, it names a fact of the case in letters"


def _conditions(spec: "PermitTypeSpec") -> Iterator[str]:
    """A condition may only look back: at fields above its own, so that nothing depends on itself."""
    seen: set[str] = set(CASE_FACTS)
    for field in spec.all_fields():
        for name in field.show_if.fields() if field.show_if else ():
            if name not in seen:
                yield f"field {field.key}: its condition names {name}, which does not stand above it"
        seen.add(field.key)
    for requirement in spec.requirements:
        for name in requirement.show_if.fields() if requirement.show_if else ():
            if name not in seen:
                yield f"requirement {requirement.key}: its condition names the unknown field {name}"


def _values(spec: "PermitTypeSpec") -> Iterator[str]:
    """A condition may only wait for a value that its field can have."""
    possible = {field.key: possible_values(field) for field in spec.all_fields()} | {"@capacity": CAPACITIES}
    owners = [(f"field {f.key}", f.show_if) for f in spec.all_fields()]
    owners += [(f"requirement {r.key}", r.show_if) for r in spec.requirements]
    for owner, condition in owners:
        for name, value in condition.values() if condition else ():
            known = possible.get(name)
            if known and value not in known:
                yield f"{owner}: its condition waits for {name} = {value}, which is none of {', '.join(sorted(known))}"


def possible_values(field: "FormField") -> frozenset[str]:
    """Empty: anything can be typed."""
    if field.type == "yes_no":
        return frozenset({"ya", "tidak"})
    return frozenset(option.value for option in field.options)


def _references(spec: "PermitTypeSpec") -> Iterator[str]:
    known = {field.key for field in spec.all_fields()}
    named: list[tuple[str, str | None]] = [("public_fields", key) for key in spec.public_fields]
    named += [("title_field", spec.title_field), ("valid_until_field", spec.valid_until_field)]
    named += [(f"requirement {r.key}: proves", key) for r in spec.requirements for key in r.proves]
    named += [(f"field {f.key}: not_before", f.not_before) for f in spec.all_fields()]
    for place, key in named:
        if key is not None and key not in known:
            yield f"{place}: no field {key}"


def _dates(spec: "PermitTypeSpec") -> Iterator[str]:
    types = {field.key: field.type for field in spec.all_fields()}
    named: list[tuple[str, str | None]] = [("valid_until_field", spec.valid_until_field)]
    for field in spec.all_fields():
        if field.not_before:
            named += [(f"field {field.key}: not_before", key) for key in (field.key, field.not_before)]
    for place, key in named:
        if key is not None and types.get(key, "date") != "date":
            yield f"{place}: {key} is not a date"


def _public(spec: "PermitTypeSpec") -> Iterator[str]:
    types = {field.key: field.type for field in spec.all_fields()}
    for key in spec.public_fields:
        if types.get(key) in PERSONAL:
            yield f"public_fields: {key} is personal and may not stand on a public page"


def _stages(spec: "PermitTypeSpec") -> Iterator[str]:
    for stage in spec.stages:
        for name in (stage.name.id, stage.name.en):
            if len(name) > STAGE_NAME_LENGTH:
                yield f"stage {stage.key}: the name {name!r} has more than {STAGE_NAME_LENGTH} letters"
    if spec.limits is None or not spec.stages:
        return
    if spec.stages[0].days > spec.limits.completeness_days:
        yield f"stages: {spec.stages[0].key} takes more days than limits.completeness_days"
    if sum(stage.days for stage in spec.stages[1:]) > spec.limits.processing_days:
        yield "stages: after the first, they take more days together than limits.processing_days"


def _numbering(spec: "PermitTypeSpec") -> Iterator[str]:
    if spec.numbering is None:
        return
    found = _NUMBER_PLACE.findall(spec.numbering.pattern)
    if "urut" not in (place.partition(":")[0] for place in found):
        yield "numbering: the pattern lacks {urut}, so two permits could get one number"
    for place in found:
        if not _NUMBER_TOKEN.fullmatch(place):
            yield f"numbering: unknown place {{{place}}}"


def wordings(letter: "Letter") -> Iterator[str]:
    yield from (letter.opening, letter.subject_intro, letter.validity, *letter.conditions)
    yield from (wording for _, wording in (*letter.holder, *letter.subject))


def _letter(spec: "PermitTypeSpec") -> Iterator[str]:
    if spec.letter is None:
        return
    known = {field.key for field in spec.all_fields()} | LETTER_FACTS
    for wording in wordings(spec.letter):
        for place in places(wording):
            if place not in known:
                yield f"letter: names {{{place}}}, which is neither a field nor a fact of the case"


_RULES = (
    _missing_parts,
    _double_keys,
    _conditions,
    _values,
    _references,
    _dates,
    _public,
    _stages,
    _letter,
    _numbering,
)
