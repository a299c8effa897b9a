import re
from collections.abc import Iterator

import pytest

from applications.catalogue import pages, yamlfile
from applications.catalogue.conditions import Condition
from applications.catalogue.problems import wordings
from applications.catalogue.problems.form import CASE_FACTS, owners
from applications.catalogue.schema import (
    Channel,
    FeeKind,
    FieldType,
    FormField,
    Kind,
    LetterStyle,
    PermitTypeSpec,
    StageKind,
    Text,
)

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
    channels: dict[str, set[str]] = {}
    for slug, spec in SPECS.items():
        channels.setdefault(spec.channel.value, set()).add(slug)
    assert channels == {
        "local": {
            *("apotek", "aset-daerah", "bagian-jalan", "klinik", "legalisir", "lkp", "makam", "paud", "penelitian"),
            *("pkbm", "reklame", "satuan-pendidikan", "sip-apoteker", "sip-bidan", "sip-dokter", "trayek"),
        },
        "oss": {"kkpr", "nib", "spp-irt"},
        "simbg": {"pbg", "slf"},
        "mppdn": {"sip"},
        "amdalnet": {"lingkungan"},
    }


def _conditions(condition: Condition) -> Iterator[str]:
    for test in ("equals", "one_of", "filled", "at_least", "below", "all", "any", "negated"):
        if getattr(condition, test) is not None:
            yield test
    for part in condition.parts():
        yield from _conditions(part)


def _all_fields() -> Iterator[FormField]:
    for spec in SPECS.values():
        for field in spec.all_fields():
            yield field
            yield from field.columns


def test_the_catalogue_uses_every_part_of_the_model() -> None:
    """So that walking every shipped type tests the whole model."""
    locals_ = [spec for spec in SPECS.values() if spec.local]
    conditions = [condition for spec in SPECS.values() for _place, condition in owners(spec)]
    assert {field.type for field in _all_fields()} == set(FieldType)
    assert {test for condition in conditions for test in _conditions(condition)} == {
        *("equals", "one_of", "filled", "at_least", "below", "all", "any", "negated")
    }
    assert {name for condition in conditions for name in condition.fields() if name[0] == "@"} == CASE_FACTS
    assert {spec.fee.kind for spec in locals_} == set(FeeKind)
    assert {stage.kind for spec in locals_ for stage in spec.stages} == set(StageKind)
    assert {letter.style for spec in locals_ for _place, letter in spec.all_letters()} == set(LetterStyle)
    assert {offer.kind for spec in locals_ for offer in spec.kinds} == set(Kind)
    assert any(stage.with_previous for spec in locals_ for stage in spec.stages)
    assert {spec.channel for spec in SPECS.values()} == set(Channel)
    for part in ("wording", "formula", "pattern", "earliest", "latest", "not_before", "decimals", "unit", "prefill"):
        assert any(getattr(field, part) for field in _all_fields()), part


@pytest.mark.parametrize("slug", SPECS)
def test_every_type_says_where_it_comes_from(slug: str) -> None:
    assert SPECS[slug].sources
    assert all(source.confidence for source in SPECS[slug].sources)


@pytest.mark.parametrize("slug", [slug for slug, spec in SPECS.items() if not spec.local])
def test_other_portals_are_pointed_at_with_words(slug: str) -> None:
    redirect = SPECS[slug].redirect
    assert redirect is not None
    assert redirect.text.id
    assert redirect.prepare


RANKS = ("Undang-Undang", "Peraturan Pemerintah", "Peraturan Menteri", "Surat Edaran Menteri", "Peraturan Daerah")


@pytest.mark.parametrize("slug", SPECS)
def test_laws_stand_in_their_order_in_letters(slug: str) -> None:
    ranks = [next((n for n, name in enumerate(RANKS) if b.title.startswith(name)), 9) for b in SPECS[slug].bases]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("slug", SPECS)
def test_every_text_has_an_english_one(slug: str) -> None:
    assert [text.id for text in _texts(SPECS[slug]) if text.id and not text.en] == []


@pytest.mark.parametrize("slug", SPECS)
def test_what_is_not_confirmed_is_listed(slug: str) -> None:
    assert SPECS[slug].unverified


def test_a_burial_may_still_lie_ahead() -> None:
    """So say the kind and the question."""
    assert not SPECS["makam"].field("tanggal_makam").latest
    assert SPECS["makam"].field("tanggal_wafat").latest == "today"


def test_a_route_permit_counts_the_vehicles_it_lists() -> None:
    """The number typed for the charge may differ from the rows; the letter and the proof page may not."""
    trayek = SPECS["trayek"]
    said = [wording for _, letter in trayek.all_letters() for wording in wordings(letter)]
    assert trayek.field("kendaraan_terdaftar").formula == "baris(kendaraan)"
    assert not [wording for wording in said if "{jumlah_kendaraan}" in wording]
    assert "jumlah_kendaraan" not in trayek.public_fields


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
