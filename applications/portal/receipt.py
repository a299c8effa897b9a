"""The receipt: what was sent, its number and code, what happens next."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from applications.answers.facts import facts_of
from applications.answers.queries import answers_of
from applications.catalogue.schema import StageKind
from applications.documents.queries import slots
from applications.lifecycle.models import Application
from applications.portal.kind_words import kind_name
from applications.portal.paying import cost
from perizinan.office.queries import profile
from perizinan.papers import DEMO_BAND, DocumentLine, Letterhead, NextStep, ReceiptData, Row, render
from perizinan.regions.queries import place_label
from perizinan.web.texts import pukul, tanggal
from perizinan.workdays.queries import calendar


def track_url() -> str:
    return settings.SITE_URL + reverse("portal:track")


def steps(case: Application, today: datetime.date) -> list[tuple[str, str]]:
    """Three dated lines; the second date is counted from the first, the latest day the file is declared complete."""
    limits = case.spec.limits
    pays = any(stage.kind is StageKind.PAYMENT for stage in case.spec.stages)
    assert limits is not None, "only local types have cases"
    assert case.submitted_at is not None, "only sent cases have dates"
    days = calendar(today)
    complete = days.add(timezone.localdate(case.submitted_at), limits.completeness_days)
    decided = days.add(complete, case.spec.processing_days(case.kind))
    return [
        (_("Paling lambat %(day)s") % {"day": tanggal(complete)}, _("Kami selesai memeriksa kelengkapan berkas.")),
        (
            _("Paling lambat %(day)s") % {"day": tanggal(decided)},
            _("Kepala Dinas memutuskan, bila berkas lengkap tanpa perbaikan. Waktu menunggu pembayaran tidak dihitung.")
            if pays
            else _("Kepala Dinas memutuskan, bila berkas lengkap tanpa perbaikan."),
        ),
        (_("Sesudah ditandatangani"), _("Surat izin dapat Anda unduh di halaman permohonan.")),
    ]


def _facts(case: Application, given: Mapping[str, Any]) -> list[Row]:
    assert case.submitted_at is not None, "only sent cases have a receipt"
    facts = [
        ("Jenis izin", case.spec.name.id),
        ("Permohonan", kind_name(case.kind)),
        ("Izin sebelumnya", case.former_number),
        ("Pemohon", case.applicant.name),
        ("Diterima", f"{tanggal(case.submitted_at)} {pukul(case.submitted_at)}"),
        ("Lokasi", place_label(case.village)),
        ("Biaya", cost(case.spec, given)),
    ]
    return [Row(label=label, value=value) for label, value in facts if value]


def receipt_pdf(case: Application) -> bytes:
    """Always Indonesian, like every paper of the office."""
    assert case.submitted_at is not None, "only sent cases have a receipt"
    with translation.override("id"):
        office = profile()
        given = facts_of(case, answers_of(case, 1))
        code = case.tracking_code
        data = ReceiptData(
            kop=Letterhead(address=office.address, phone=office.phone, website=office.website, email=office.email),
            number=case.number,
            tracking_code=f"{code[:3]} {code[3:]}",
            facts=_facts(case, given),
            next_steps=[
                NextStep(when=when, what=what) for when, what in steps(case, timezone.localdate(case.submitted_at))
            ],
            documents=[
                DocumentLine(
                    requirement=slot.requirement.name.id, file_name=slot.stored.name, sha256=slot.stored.sha256[:16]
                )
                for slot in slots(case, given)
                if slot.stored is not None
            ],
            qr_url=track_url(),
            track_address=track_url().partition("://")[2],
            help_line=f"Butuh bantuan? WhatsApp {office.whatsapp}, telepon {office.phone}. {office.hours_text}.",
            demo_band=DEMO_BAND if settings.DEMO else None,
        )
        return render("receipt", data.model_dump(), now=case.submitted_at)
