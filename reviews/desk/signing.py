"""The signing list of the head: what waits, what is unusual about it, how a press of the button went."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from applications.permits import sealing
from applications.permits.models import Permit, SigningAttempt
from applications.permits.queries import last_results, to_sign
from perizinan.accounts.models import User
from perizinan.regions.queries import place_label
from perizinan.signing import SigningRefused, WrongPassphrase


@dataclass(frozen=True)
class Row:
    permit: Permit
    place: str
    unusual: list[str]

    @property
    def ready(self) -> bool:
        return self.permit.state == Permit.State.RENDERED


class Result(NamedTuple):
    permit_id: int
    holder: str
    done: bool
    sentence: str
    stop: bool = False  # the next permit would fail for the same reason


def permits_of(user: User) -> "QuerySet[Permit]":
    """What this signatory signs or has signed."""
    return Permit.objects.filter(signatory=user).select_related("application__village__parent", "letter")


def rows(user: User, today: datetime.date) -> list[Row]:
    """Unusual ones first, each group oldest first."""
    found = [row_of(permit, today) for permit in to_sign(user)]
    return sorted(found, key=lambda row: not row.unusual)


def row_of(permit: Permit, today: datetime.date) -> Row:
    case = permit.application
    unusual, returned = [], case.round - 1
    if returned:
        times = ngettext("pernah dikembalikan %(n)s kali", "pernah dikembalikan %(n)s kali", returned)
        unusual.append(times % {"n": returned})
    if case.due_on is not None and case.due_on <= today:
        unusual.append(_("batas waktu hari ini") if case.due_on == today else _("batas waktu sudah lewat"))
    return Row(permit, place_label(case.village), unusual)


@sensitive_variables("passphrase")
def sign(permit: Permit, *, by: User, passphrase: str, now: datetime.datetime) -> Result:
    """One permit. Signing a signed one again changes nothing."""

    def failed(sentence: str, *, stop: bool = False) -> Result:
        return Result(permit.pk, permit.holder_name, False, sentence, stop)

    try:
        signed = sealing.sign(permit_id=permit.pk, by=by, passphrase=passphrase, now=now)
    except sealing.NotSignable as refused:
        return failed(_not_signable(refused.code))
    except WrongPassphrase:
        return failed(_("Gagal: kata sandi salah. Belum ada yang ditandatangani."), stop=True)
    except SigningRefused as refused:
        return failed(_("Gagal: %(why)s") % {"why": refused.sentence}, stop=True)
    if signed.state != Permit.State.SEALED:  # the signer took longer than our claim lasted
        return failed(_("Gagal: tanda tangan terlambat diterima. Coba lagi."))
    return Result(permit.pk, permit.holder_name, True, _("Selesai"))


@sensitive_variables("passphrase")
def sign_all(permits: list[Permit], *, by: User, passphrase: str, now: datetime.datetime) -> list[Result]:
    """One after another, each in its own transactions; stops where going on would fail the same way."""
    results: list[Result] = []
    for permit in permits:
        results.append(sign(permit, by=by, passphrase=passphrase, now=now))
        if results[-1].stop:
            break
    return results


def past_results(user: User) -> list[Result]:
    return [
        Result(a.permit_id, a.permit.holder_name, a.state == SigningAttempt.State.DONE, _told(a))
        for a in last_results(user)
    ]


def _not_signable(code: str) -> str:
    return {
        "not_ready": _("Surat sedang disiapkan. Coba lagi sebentar lagi."),
        "other_signatory": _("Izin ini ditandatangani pejabat lain."),
        "no_longer_head": _("Penugasan Anda sebagai kepala dinas tidak berlaku hari ini."),
        "too_many_wrong": _("Kata sandi salah 5 kali. Tunggu 10 menit, lalu coba lagi."),
        "being_signed": _("Izin ini sedang ditandatangani. Tunggu sebentar, lalu muat ulang."),
    }[code]


def _told(attempt: SigningAttempt) -> str:
    if attempt.state == SigningAttempt.State.DONE:
        return _("Selesai")
    if attempt.state == SigningAttempt.State.CLAIMED:
        return _("Sedang ditandatangani")
    if attempt.problem == "wrong_passphrase":
        return _("Gagal: kata sandi salah.")
    if attempt.problem == "lease_expired":
        return _("Gagal: sambungan terputus.")
    return _("Gagal: layanan tanda tangan belum dapat dipakai.")
