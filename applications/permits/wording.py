"""The words of a letter: places in the type's wording filled from one case. Plain text in, plain text out."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from applications.answers.format import display
from applications.catalogue.problems import places
from applications.lifecycle.models import Application
from applications.permits.models import Permit
from perizinan.office.models import OfficeProfile
from perizinan.papers import TEST_BAND, LetterData, Letterhead, Row
from perizinan.regions.queries import place_label
from perizinan.signing import Signer
from perizinan.web.texts import tanggal


def fill(wording: str, values: Mapping[str, str]) -> str:
    """One pass, so that what an applicant typed is never read as a place."""
    return re.sub(r"\{([a-z0-9_]+)\}", lambda place: values.get(place.group(1)) or "-", wording)


def rows(pairs: Iterable[tuple[str, str]], values: Mapping[str, str]) -> list[Row]:
    """A row whose places are not all answered is left out of the letter."""
    return [
        Row(label=label, value=fill(wording, values))
        for label, wording in pairs
        if all(values.get(name) for name in places(wording))
    ]


def values(application: Application, answers: Mapping[str, Any]) -> dict[str, str]:
    found = {field.key: display(field, answers.get(field.key)) for field in application.spec.all_fields()}
    assert application.submitted_at is not None, "only sent cases get a letter"
    return found | {
        "pemohon": application.applicant.name,
        "lokasi": place_label(application.village),
        "nomor_permohonan": application.number,
        "tanggal_permohonan": tanggal(application.submitted_at),
    }


def letter(
    *, permit: Permit, answers: Mapping[str, Any], office: OfficeProfile, signer: Signer, site_url: str
) -> LetterData:
    application = permit.application
    spec = application.spec
    assert spec.letter is not None, "the schema refuses a local type without a letter"
    said = values(application, answers)
    acting = permit.signatory_name != office.head_name
    return LetterData(
        kop=Letterhead(address=office.address, phone=office.phone, website=office.website, email=office.email),
        title=spec.letter.title,
        number=permit.number,
        basis=[basis.title for basis in spec.bases],
        opening=fill(spec.letter.opening, said),
        holder=rows(spec.letter.holder, said),
        subject_opening=fill(spec.letter.subject_intro, said),
        subject=rows(spec.letter.subject, said),
        conditions=[fill(wording, said) for wording in spec.letter.conditions],
        validity=fill(spec.letter.validity, said),
        place=office.letter_place,
        date_text=tanggal(permit.approved_at),
        position=permit.signatory_title,
        signer_name=permit.signatory_name,
        signer_rank="" if acting else office.head_rank,
        signer_nip="" if acting else office.head_nip,
        copies=list(spec.letter.copies),
        qr_url=f"{site_url}/v/{permit.token}/",
        verify_address=f"{site_url.partition('://')[2]}/periksa/",
        code=f"{permit.code[:4]}-{permit.code[4:]}",
        signature_line=signer.describe(),
        test_band=TEST_BAND,
    )


def as_date(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
