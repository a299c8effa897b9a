"""What the service page says about a type, computed from the type itself so that it cannot differ. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.catalogue.conditions import Condition
from applications.catalogue.schema import PermitTypeSpec
from perizinan.web import texts


@dataclass(frozen=True)
class Item:
    name: str
    hint: str = ""


def facts(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    rows = [(_("Biaya"), str(spec.fee))]
    if spec.limits is not None:
        days = texts.jumlah_hari(spec.limits.processing_days)
        rows.append((_("Lama proses"), _("%(days)s sejak berkas lengkap") % {"days": days}))
    rows += [(_("Berlaku"), str(spec.validity)), (_("Diurus oleh"), str(spec.agency))]
    return [(term, value) for term, value in rows if value]


def items(spec: PermitTypeSpec) -> list[Item]:
    """Documents of a type handled here, or what the other portal asks for."""
    if spec.redirect is not None:
        return [Item(str(line)) for line in spec.redirect.prepare]
    return [
        Item(str(each.name), " ".join(filter(None, (_for_whom(spec, each.show_if), str(each.help)))))
        for each in spec.requirements
    ]


def steps(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    first = (_("Anda mengisi dan mengirim."), _("Kami beri nomor dan tanda terima."))
    return [first, *((str(stage.step), str(stage.step_note)) for stage in spec.stages if str(stage.step))]


def times(spec: PermitTypeSpec) -> list[tuple[str, str]]:
    """The limits of a type handled here, as its service standard names them."""
    if spec.limits is None:
        return []
    limits = spec.limits
    return [
        (
            _("Pemeriksaan kelengkapan"),
            _("paling lama %(days)s") % {"days": texts.jumlah_hari(limits.completeness_days)},
        ),
        (_("Penyelesaian"), _("%(days)s sejak berkas lengkap") % {"days": texts.jumlah_hari(limits.processing_days)}),
        (_("Waktu Anda untuk memperbaiki"), texts.jumlah_hari(limits.correction_days)),
    ]


def _for_whom(spec: PermitTypeSpec, condition: Condition | None) -> str:
    """Short, for the cases a visitor understands before the form; else "bila diperlukan"."""
    if condition is None:
        return ""
    if condition.field == "@capacity" and condition.equals == "power":
        return _("Hanya bila Anda mengurus untuk orang lain.")
    if condition.field and not condition.field.startswith("@") and (condition.one_of or condition.equals):
        values = condition.one_of or (condition.equals,)
        labels = [str(option.label) for option in spec.field(condition.field).options if option.value in values]
        if labels:
            return _("Hanya untuk: %(labels)s.") % {"labels": ", ".join(labels).lower()}
    return _("Hanya bila diperlukan.")
