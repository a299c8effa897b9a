import re

import pytest

from applications.catalogue import pages, yamlfile
from applications.catalogue.problems import wordings
from applications.catalogue.schema import PermitTypeSpec, Text

SPECS = {path.stem: yamlfile.read(path) for path in yamlfile.shipped()}


def _texts(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in _texts(each)]
    if hasattr(value, "model_fields_set"):
        return [text for name in type(value).model_fields for text in _texts(getattr(value, name))]
    return []


def test_the_shipped_types() -> None:
    assert {slug: spec.channel.value for slug, spec in SPECS.items()} == {
        "nib": "oss",
        "pbg": "simbg",
        "penelitian": "local",
        "sip": "mppdn",
        "spp-irt": "oss",
    }


@pytest.mark.parametrize("slug", SPECS)
def test_every_text_has_an_english_one(slug: str) -> None:
    assert [text.id for text in _texts(SPECS[slug]) if text.id and not text.en] == []


@pytest.mark.parametrize("slug", SPECS)
def test_what_is_not_confirmed_is_listed(slug: str) -> None:
    assert SPECS[slug].unverified


def test_research_permit_follows_the_regulation(skp: PermitTypeSpec) -> None:
    assert skp.limits is not None
    assert (skp.limits.completeness_days, skp.limits.processing_days) == (2, 5)
    assert [(s.kind, s.role, s.unit) for s in skp.stages] == [
        ("check", "VERIFIER", "dpmptsp"),
        ("recommendation", "TECHNICAL", "bakesbangpol"),
        ("endorsement", "ENDORSER", "dpmptsp"),
        ("approval", "HEAD", "dpmptsp"),
    ]
    assert {r.key for r in skp.requirements if r.show_if is None} == {
        *("permohonan", "ktp", "pasfoto", "pengantar", "proposal", "taat_hukum", "keabsahan")
    }
    assert skp.public_fields == ("judul", "lokasi_rinci", "mulai", "selesai")


def test_power_of_attorney_is_asked_only_of_a_representative(skp: PermitTypeSpec) -> None:
    condition = skp.requirement("kuasa").show_if
    assert condition is not None
    assert [condition.holds({"@capacity": c}) for c in ("self", "business", "power")] == [False, False, True]


def test_every_document_offers_reasons_and_sections_fit_a_phone(skp: PermitTypeSpec) -> None:
    assert all(requirement.reasons for requirement in skp.requirements)
    assert all(len(section.fields) <= 7 for section in skp.sections)


def test_the_letter_prints_no_personal_number(skp: PermitTypeSpec) -> None:
    assert skp.letter is not None
    assert not [w for w in wordings(skp.letter) if re.search(r"\{(nik|telepon|email)\}", w)]


def test_service_page_says_what_the_type_says(skp: PermitTypeSpec) -> None:
    assert dict(pages.facts(skp))["Lama proses"].replace("\u00a0", " ") == "5 hari kerja sejak berkas lengkap"
    assert [start for start, _ in pages.steps(skp)] == [
        "Anda mengisi dan mengirim.",
        "Kami memeriksa kelengkapan berkas.",
        "Bakesbangpol memberi pertimbangan.",
        "Kepala Dinas menandatangani.",
    ]
    hints = {item.name: item.hint for item in pages.items(skp)}
    assert hints["Surat kuasa"].startswith("Hanya bila Anda mengurus untuk orang lain.")
    assert hints["Pengesahan badan usaha atau organisasi"].startswith("Hanya untuk: badan usaha, organisasi")
