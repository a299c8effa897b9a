"""What the service page says about a type, computed from the type itself so that it cannot differ. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from applications.catalogue import formats, spoken
from applications.catalogue.conditions import Condition
from applications.catalogue.schema import FieldType, PermitTypeSpec, Requirement
from perizinan.web import texts


@dataclass(frozen=True)
class Item:
    name: str
    hint: str = ""


class Usual(NamedTuple):
    """How long it really took lately; no days while there are too few cases to say."""

    days: int | None = None
    cases: int = 0


class KindRow(NamedTuple):
    key: str
    name: str
    note: str
    days: str


def facts(spec: PermitTypeSpec, usual: Usual | None = None) -> list[tuple[str, str]]:
    rows = [(_("Biaya"), str(spec.fee.text))]
    if spec.limits is not None:
        rows.append((_("Lama proses"), _limit(spec.limits.processing_days)))
    if usual is not None and usual.days is not None:
        days = texts.jumlah_hari(usual.days) if usual.days else _("hari itu juga")
        said = {"days": days, "cases": texts.bilangan(usual.cases)}
        rows.append((_("Biasanya selesai"), _("%(days)s, nilai tengah dari %(cases)s izin setahun terakhir") % said))
    rows += [(_("Berlaku"), str(spec.validity)), (_("Diurus oleh"), str(spec.agency))]
    return [(term, value) for term, value in rows if value]


def kinds(spec: PermitTypeSpec) -> list[KindRow]:
    """What may be asked for; empty where that is only a new permit."""
    if not spec.local or len(spec.kinds) < 2:
        return []
    return [
        KindRow(
            offer.kind.value,
            spoken.kind_name(offer.kind),
            str(offer.note),
            _limit(spec.processing_days(offer.kind)) if spec.limits else "",
        )
        for offer in spec.kinds
    ]


def items(spec: PermitTypeSpec, kind: str = "") -> list[Item]:
    """Documents of a type handled here (for this kind, or for all), or what the other portal asks for."""
    if spec.redirect is not None:
        return [Item(str(line)) for line in spec.redirect.prepare]
    only = kind or (spec.kinds[0].kind.value if len(spec.kinds) == 1 else "")
    known = spoken.foreseen(spec, {"@kind": only} if only else {})
    return [
        Item(str(each.name), _hint(spec, each, known))
        for each in spec.requirements
        if each.show_if is None or each.show_if.foreseen(known) is not False
    ]


def steps(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    first = (_("Anda mengisi dan mengirim."), _("Kami beri nomor dan tanda terima."))
    return [first, *((str(stage.step), str(stage.step_note)) for stage in spec.stages if str(stage.step))]


def times(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    """The limits of a type handled here, as its service standard names them."""
    if spec.limits is None:
        return []
    limits = spec.limits
    other = [row for row in kinds(spec) if row.days != _limit(limits.processing_days)]
    return [
        (
            _("Pemeriksaan kelengkapan"),
            _("paling lama %(days)s") % {"days": texts.jumlah_hari(limits.completeness_days)},
        ),
        (_("Penyelesaian"), _limit(limits.processing_days)),
        *((_("Penyelesaian %(kind)s") % {"kind": spoken.inside(row.name)}, row.days) for row in other),
        (_("Waktu Anda untuk memperbaiki"), texts.jumlah_hari(limits.correction_days)),
    ]


def _limit(days: int) -> str:
    return _("%(days)s sejak berkas lengkap") % {"days": texts.jumlah_hari(days)}


def _hint(spec: PermitTypeSpec, requirement: Requirement, known: dict[str, object]) -> str:
    optional = "" if requirement.required else _("Bila ada.")
    said = (
        _for_whom(spec, requirement.show_if, known),
        optional,
        str(requirement.help),
        formats.unusual(requirement.accept),
    )
    return " ".join(dict.fromkeys(filter(None, said)))


def _for_whom(spec: PermitTypeSpec, condition: Condition | None, known: dict[str, object]) -> str:
    """For whom it is, as a visitor understands it before the form."""
    if condition is None or not (said := spoken.when(spec, condition, known)):
        return ""
    if condition.field and not condition.field.startswith("@") and (condition.one_of or condition.equals):
        field = spec.field(condition.field)
        if field.type is not FieldType.YES_NO:
            values = condition.one_of or (condition.equals or "",)
            labels = ", ".join(spoken.answer_name(field, value) for value in values)
            return _("Hanya untuk: %(labels)s.") % {"labels": labels}
    return _("Hanya bila %(condition)s.") % {"condition": said}
