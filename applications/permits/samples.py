"""The letter of a type with made-up answers, for whoever writes the type. No row, no number, nothing that proves."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone, translation

from applications.answers.samples import sample_answers
from applications.catalogue.schema import Kind, PermitTypeSpec
from applications.permits import numbering
from applications.permits.paper import Signature, paper
from applications.permits.validity import last_day
from applications.permits.wording import Told
from perizinan import papers
from perizinan.accounts.queries import Capacity
from perizinan.office.models import OfficeProfile
from perizinan.office.queries import profile
from perizinan.web.texts import tanggal

BAND = "CONTOH. Isiannya karangan. Surat ini tidak bernomor, tidak ditandatangani, dan bukan izin."
ADDRESS = "contoh.invalid"  # no such address can ever exist (RFC 2606)
WATERMARK = "CONTOH"
CODE = "CONT-OH00"
YEAR = timedelta(days=365)


def sample_letter(spec: PermitTypeSpec, *, kind: str = "new", now: datetime) -> bytes:
    template, words = _words(spec, kind, now)
    return papers.render(template, words.model_dump(), now=now)


def sample_pages(spec: PermitTypeSpec, *, kind: str = "new", now: datetime) -> list[bytes]:
    """One PNG a page."""
    template, words = _words(spec, kind, now)
    return papers.pages(template, words.model_dump(), now=now)


def _words(spec: PermitTypeSpec, kind: str, now: datetime) -> tuple[str, papers.Issued]:
    today, office = timezone.localdate(now), profile()
    facts = {"@kind": kind, "@capacity": str(Capacity.SELF), "@holder": "person"}
    answers = _of_open_stages(spec, sample_answers(spec, kind=kind, today=today), facts)
    former = "" if kind == Kind.NEW else _number(spec, office, now - YEAR)
    valid_until = last_day(spec, kind, answers, approved_on=today, former_until=_former_until(spec, today))
    told = Told(
        spec=spec,
        kind=kind,
        answers=answers,
        facts=facts,
        applicant="Nama Pemohon (contoh)",
        place="Desa Contoh, Kecamatan Contoh",
        case_number="00-0000-000",
        submitted_at=now,
        former_number=former,
        valid_until=valid_until,
    )
    with translation.override("id"):
        return paper(told, _signature(spec, office, now), office)


def _of_open_stages(spec: PermitTypeSpec, answers: dict[str, Any], facts: dict[str, str]) -> dict[str, Any]:
    """Without what officers of a stage write that such a case does not have: nobody pays for an amendment."""
    given = {**answers, **facts}
    unasked = {
        field.key
        for section in spec.sections
        if section.stage and (needed := spec.stage(section.stage).show_if) and not needed.holds(given)
        for field in section.fields
    }
    return {key: value for key, value in answers.items() if key not in unasked}


def _former_until(spec: PermitTypeSpec, today: date) -> date | None:
    return today + YEAR if spec.valid_for else None


def _number(spec: PermitTypeSpec, office: OfficeProfile, at: datetime) -> str:
    """As the series would write it, with 0, which no permit has."""
    assert spec.numbering is not None, "the schema refuses a local type without numbering"
    day = timezone.localdate(at)
    return numbering.text(spec.numbering.pattern, value=0, unit_code=office.unit_code, month=day.month, year=day.year)


def _signature(spec: PermitTypeSpec, office: OfficeProfile, now: datetime) -> Signature:
    return Signature(
        number=_number(spec, office, now),
        code=CODE,
        place=office.letter_place,
        date_text=tanggal(now),
        position=office.head_title,
        signer_name="Nama penanda tangan (contoh)",
        signer_rank="",
        signer_nip="",
        qr_url=f"https://{ADDRESS}/contoh-bukan-izin/",
        verify_address=f"{ADDRESS}/contoh/",
        signature_line="Contoh. Surat ini tidak ditandatangani.",
        test_band=BAND,
        watermark=WATERMARK,
    )
