"""What the page of a type says, in words and rows. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from applications.catalogue import bases, condition_words, spoken, terms
from applications.catalogue.conditions import Condition
from applications.catalogue.models import LegalBasis
from applications.catalogue.office_check import Office
from applications.catalogue.schema import FeeKind, FormField, PermitTypeSpec, Section
from perizinan.accounts.roles import Role
from perizinan.web import texts

_FORMATS = {"pdf": "PDF", "image": "JPG, PNG", "docx": "DOCX", "xlsx": "XLSX"}


class FieldRow(NamedTuple):
    field: FormField
    type: str
    more: str  # limits, options
    when: str
    column: bool


class Block(NamedTuple):
    section: Section
    filled_by: str  # the stage whose officers fill it in, or empty
    rows: list[FieldRow]


class Asked(NamedTuple):
    name: str
    key: str
    required: bool
    formats: str
    when: str


class Work(NamedTuple):
    key: str
    name: str
    kind: str
    role: str
    unit: str
    people: int
    days: int
    parallel: bool
    when: str


class Law(NamedTuple):
    key: str
    title: str
    known: LegalBasis | None
    in_force: bool


class Whole(NamedTuple):
    facts: list[tuple[str, str]]
    fee: list[tuple[str, str]]
    blocks: list[Block]
    asked: list[Asked]
    work: list[Work]
    laws: list[Law]
    sources: list[tuple[str, str]]
    papers: list[tuple[str, str]]


def whole(spec: PermitTypeSpec, office: Office) -> Whole:
    return Whole(
        facts=facts(spec),
        fee=fee(spec) if spec.local else [],
        blocks=blocks(spec),
        asked=asked(spec),
        work=work(spec, office),
        laws=laws(spec, office),
        sources=sources(spec),
        papers=papers(spec),
    )


def facts(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    rows = [
        (_("Diurus di"), terms.word(terms.CHANNELS, spec.channel)),
        (_("Diurus oleh"), str(spec.agency)),
        (_("Untuk siapa"), str(spec.audience)),
        (_("Keperluan"), ", ".join(str(tag) for tag in spec.tags)),
    ]
    if spec.redirect is not None:
        rows.append((_("Alamat tujuan"), spec.redirect.url))
    if spec.closed is not None:
        rows.append((_("Ditutup"), " ".join(filter(None, (str(spec.closed.text), spec.closed.successor)))))
    return [(term, said) for term, said in [*rows, *_of_cases(spec)] if said]


def _of_cases(spec: PermitTypeSpec) -> Iterator[tuple[str, str]]:
    """Only types with limits have cases here."""
    if spec.limits is None:
        return
    kinds = (terms.word(terms.KINDS, offer.kind) for offer in spec.kinds)
    yield _("Permohonan"), ", ".join(kinds)
    yield _("Pemeriksaan kelengkapan"), texts.jumlah_hari(spec.limits.completeness_days)
    yield _("Penyelesaian"), texts.jumlah_hari(spec.limits.processing_days)
    for offer in spec.kinds:
        if offer.processing_days:
            name = terms.word(terms.KINDS, offer.kind)
            yield _("Penyelesaian %(kind)s") % {"kind": name}, texts.jumlah_hari(offer.processing_days)
    yield _("Waktu pemohon memperbaiki"), texts.jumlah_hari(spec.limits.correction_days)
    yield _("Masa berlaku"), str(spec.validity)
    if spec.numbering is not None:
        yield (
            _("Deret nomor"),
            _("%(series)s, mulai %(start)s")
            % {
                "series": spec.numbering.series,
                "start": spec.numbering.start,
            },
        )
        yield _("Pola nomor"), spec.numbering.pattern


def fee(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    said = spec.fee
    rows = [(_("Cara menghitung"), terms.word(terms.FEE_KINDS, said.kind)), (_("Kalimat"), str(said.text))]
    if said.amount is not None:
        rows.append((_("Besarnya"), texts.rupiah(said.amount)))
    for rate in said.rates:
        options = {option.value: str(option.label) for option in spec.field(rate.by).options}
        amounts = (f"{options.get(value, value)} {texts.rupiah(amount)}" for value, amount in rate.amounts.items())
        rows.append((str(rate.label), "; ".join(amounts)))
    if said.kind is FeeKind.FORMULA:
        rows.append((_("Rumus"), said.formula))
    if said.times:
        rows.append((_("Dikalikan dengan"), str(spec.field(said.times).label)))
    if said.exempt_if is not None:
        rows.append((_("Bebas biaya bila"), condition_words.sentence(said.exempt_if, spec)))
    rows.append((_("Dasar"), str(said.basis)))
    return [(term, words) for term, words in rows if words]


def blocks(spec: PermitTypeSpec) -> list[Block]:
    return [
        Block(
            section=section,
            filled_by=str(spec.stage(section.stage).name) if section.stage else "",
            rows=[row for field in section.fields for row in _rows(field, spec)],
        )
        for section in spec.sections
    ]


def _rows(field: FormField, spec: PermitTypeSpec) -> Iterator[FieldRow]:
    yield FieldRow(field, terms.word(terms.FIELD_TYPES, field.type), _more(field), when(field.show_if, spec), False)
    for column in field.columns:
        yield FieldRow(column, terms.word(terms.FIELD_TYPES, column.type), _more(column), "", True)


def _more(field: FormField) -> str:
    number = spoken.number_text
    said = [
        ", ".join(str(option.label) for option in field.options),
        _("paling sedikit %(n)s") % {"n": number(field.minimum)} if field.minimum is not None else "",
        _("paling banyak %(n)s") % {"n": number(field.maximum)} if field.maximum is not None else "",
        str(field.unit),
        field.wording or field.formula,
        _("pola seperti %(example)s") % {"example": field.pattern.example} if field.pattern else "",
        {"today": _("tidak sebelum hari ini"), "processing": _("tidak sebelum batas penyelesaian")}.get(
            field.earliest, ""
        ),
        _("tidak sesudah hari ini") if field.latest else "",
        _("paling banyak %(n)s baris") % {"n": field.most_rows} if field.columns else "",
    ]
    return "; ".join(filter(None, said))


def asked(spec: PermitTypeSpec) -> list[Asked]:
    return [
        Asked(str(r.name), r.key, r.required, ", ".join(_FORMATS[each] for each in r.accept), when(r.show_if, spec))
        for r in spec.requirements
    ]


def work(spec: PermitTypeSpec, office: Office) -> list[Work]:
    return [
        Work(
            key=stage.key,
            name=str(stage.name),
            kind=terms.word(terms.STAGE_KINDS, stage.kind),
            role=str(Role(stage.role.lower()).label),
            unit=office.units.get(stage.unit, stage.unit),
            people=office.people(stage),
            days=stage.days,
            parallel=stage.with_previous,
            when=when(stage.show_if, spec),
        )
        for stage in spec.stages
    ]


def laws(spec: PermitTypeSpec, office: Office) -> list[Law]:
    known = ((basis, office.bases.get(basis.key)) for basis in spec.bases)
    return [Law(b.key, b.title, row, in_force=row is None or bases.in_force(row, office.on)) for b, row in known]


def sources(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    return [(source.text, terms.word(terms.CONFIDENCE, source.confidence)) for source in spec.sources]


def papers(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    """Every kind that ends in a letter: its key and its name."""
    if spec.letter is None:
        return []
    return [(offer.kind.value, terms.word(terms.KINDS, offer.kind)) for offer in spec.kinds]


def when(condition: Condition | None, spec: PermitTypeSpec) -> str:
    return condition_words.sentence(condition, spec) if condition is not None else ""
