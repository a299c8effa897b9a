"""A letter or decree as the data of its template: the case's words, and who signs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from applications.answers.facts import case_facts
from applications.permits import predecessors, wording
from applications.permits.models import Permit
from applications.permits.wording import Told, fill
from perizinan.office.models import OfficeProfile
from perizinan.papers import TEST_BAND, DecreeData, Issued, LetterData, Letterhead
from perizinan.regions.queries import place_label
from perizinan.signing import Signer
from perizinan.web.texts import tanggal


@dataclass(frozen=True)
class Signature:
    """All that stands on the paper and is not of the case."""

    number: str
    code: str
    place: str
    date_text: str
    position: str
    signer_name: str
    signer_rank: str
    signer_nip: str
    qr_url: str
    verify_address: str
    signature_line: str
    test_band: str | None
    watermark: str | None = None


def paper_of(
    *, permit: Permit, answers: Mapping[str, Any], office: OfficeProfile, signer: Signer, site_url: str
) -> tuple[str, Issued]:
    """The template's name and its data."""
    with translation.override("id"):  # letters are always Indonesian
        return paper(_told(permit, answers), _signature(permit, office, signer, site_url), office)


def paper(told: Told, signature: Signature, office: OfficeProfile) -> tuple[str, Issued]:
    letter, said = told.letter, wording.values(told)
    shared = vars(signature) | {
        "kop": Letterhead(address=office.address, phone=office.phone, website=office.website, email=office.email),
        "title": letter.title,
        "holder": wording.rows(letter.holder, said),
        "subject_opening": fill(letter.subject_intro, said),
        "subject": wording.rows(letter.subject, said),
        "tables": list(wording.tables(told)),
        "conditions": [fill(line, said) for line in letter.conditions],
        "copies": list(letter.copies),
    }
    basis = [basis.title for basis in told.spec.bases]
    if not wording.is_decree(letter):
        opening, validity = fill(letter.opening, said), fill(letter.validity, said)
        return "letter", LetterData(**shared, basis=basis, opening=opening, validity=validity)
    return "decree", DecreeData(
        **shared,
        about=fill(letter.about, said),
        maker=letter.title.removeprefix("Keputusan "),
        considering=wording.clauses(fill(line, said) for line in letter.considering),
        basis=wording.clauses(basis),
        noting=wording.clauses(wording.noted(letter.noting, said)),
        rulings=wording.rulings(fill(line, said) for line in (*letter.rulings, letter.validity)),
    )


def _told(permit: Permit, answers: Mapping[str, Any]) -> Told:
    case = permit.application
    assert case.submitted_at is not None, "only sent cases get a letter"
    former = permit.predecessor.number if permit.predecessor else predecessors.bare(case.former_number)
    return Told(
        spec=case.spec,
        kind=case.kind,
        answers=answers,
        facts=case_facts(case),
        applicant=permit.holder_name,
        place=place_label(case.village),
        case_number=case.number,
        submitted_at=case.submitted_at,
        former_number=former,
        valid_until=permit.valid_until,
    )


def _signature(permit: Permit, office: OfficeProfile, signer: Signer, site_url: str) -> Signature:
    acting = permit.signatory_name != office.head_name
    return Signature(
        number=permit.number,
        code=f"{permit.code[:4]}-{permit.code[4:]}",
        place=office.letter_place,
        date_text=tanggal(permit.approved_at),
        position=permit.signatory_title,
        signer_name=permit.signatory_name,
        signer_rank="" if acting else office.head_rank,
        signer_nip="" if acting else office.head_nip,
        qr_url=f"{site_url}/v/{permit.token}/",
        verify_address=f"{site_url.partition('://')[2]}/periksa/",
        signature_line=signer.describe(),
        test_band=TEST_BAND,
    )
