"""What keeps a report of a visit or a payment from being taken, field by field, in words. Pure."""

from datetime import date

from django.utils.translation import gettext as _

from perizinan.web.texts import rupiah, tanggal
from reviews.inspections.models import StageReport

Result = StageReport.Result
VISIT_RESULTS = (Result.FITS, Result.FITS_WITH_NOTES, Result.DOES_NOT_FIT)


def of_visit(*, on: date, result: str, note: str, has_scan: bool, sent_on: date, today: date) -> dict[str, str]:
    found = _future(on, today)
    if on < sent_on:
        found["on"] = _("Tanggal ini sebelum permohonan dikirim (%(day)s).") % {"day": tanggal(sent_on)}
    if result not in VISIT_RESULTS:
        found["result"] = _("Pilih dulu hasilnya.")
    elif result != Result.FITS and not note.strip():
        found["note"] = _("Tulis dulu apa yang perlu diperhatikan atau tidak sesuai.")
    if result == Result.DOES_NOT_FIT and not has_scan:
        found["scan"] = _("Unggah dulu berita acaranya, karena hasilnya tidak sesuai.")
    return found


def of_payment(*, on: date, amount: int, expected: int | None, note: str, today: date) -> dict[str, str]:
    """`expected`: what the type's fee comes to, None where somebody else assesses it."""
    found = _future(on, today)
    if amount < 1:
        found["amount"] = _("Tulis jumlah yang dibayar, dalam rupiah.")
    elif expected is not None and amount != expected and not note.strip():
        found["note"] = _("Jumlahnya lain dari yang kami hitung (%(amount)s). Tulis sebabnya.") % {
            "amount": rupiah(expected)
        }
    return found


def _future(on: date, today: date) -> dict[str, str]:
    return {"on": _("Tanggal ini belum tiba.")} if on > today else {}
