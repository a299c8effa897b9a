import re

import pytest

from applications.catalogue import yamlfile
from applications.catalogue.problems.paper import wordings
from applications.permits import samples
from applications.permits.models import NumberCounter, NumberEntry, Permit
from perizinan.papers import RENDERER
from perizinan.vault import holds_number
from tests.make import NOW
from tests.perizinan.papers.conftest import pages_of, text_of

SPECS = [spec for spec in map(yamlfile.read, yamlfile.shipped()) if spec.local]
LETTERS = [pytest.param(spec, offer.kind, id=f"{spec.slug}-{offer.kind}") for spec in SPECS for offer in spec.kinds]


@pytest.mark.django_db
@pytest.mark.parametrize(("spec", "kind"), LETTERS)
def test_every_letter_of_every_type_is_complete(spec, kind):
    pdf = samples.sample_letter(spec, kind=kind, now=NOW)
    text = text_of(pdf, "-layout")
    flat = " ".join(text.split())
    assert [found for found in ("{", "}", "None", "□") if found in flat] == []
    empty = re.compile(r"(?<![\d.])(?: - |: -(?= |$)| -[.,;])")  # an unfilled place is a dash; a range of hours is not
    assert empty.findall(flat) == []
    assert not holds_number(flat)  # NIK, NPWP
    title = spec.letter_for(kind).title.upper().replace(" ", "")
    assert title in re.sub(r"\s", "", text)
    assert "Ditetapkan di" in pages_of(pdf)[-1]


@pytest.mark.parametrize("spec", [spec for spec in SPECS if spec.offers("revocation")], ids=lambda spec: spec.slug)
def test_a_revocation_names_the_permit_that_ends_and_no_other_number(spec):
    letter = spec.letter_for("revocation")
    assert any("{izin_lama}" in wording for wording in wordings(letter))
    typed = [field.key for field in spec.all_fields() if "dicabut" in str(field.label) and field.type == "text"]
    assert [key for key in typed if any(f"{{{key}}}" in wording for wording in wordings(letter))] == []


@pytest.mark.django_db
def test_a_sample_says_nothing_of_stages_its_kind_does_not_have():
    trayek = next(spec for spec in SPECS if spec.slug == "trayek")
    said = {kind: text_of(samples.sample_letter(trayek, kind=kind, now=NOW)) for kind in ("new", "amendment")}
    assert ["SKRD nomor" in text for text in said.values()] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.slug)
def test_sample_is_marked_on_each_page_and_proves_nothing(spec):
    for page in pages_of(samples.sample_letter(spec, now=NOW)):
        assert " ".join(page.split()).startswith(samples.BAND)
        assert "contoh.invalid" in page
        assert "/v/" not in page
    assert not Permit.objects.exists()
    assert not NumberCounter.objects.exists()
    assert not NumberEntry.objects.exists()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.slug)
def test_no_wording_says_a_unit_that_the_number_has_already(spec):
    """`display` writes "12 m²"; a wording "{luas} m²" would say it twice."""
    units = {field.key: field.unit.id for field in spec.all_fields() if field.unit.id}
    twice = [
        wording
        for _, letter in spec.all_letters()
        for wording in wordings(letter)
        for key, unit in units.items()
        if f"{{{key}}} {unit}" in wording
    ]
    assert twice == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.slug)
def test_no_wording_says_nomor_before_the_old_permit(spec):
    """`izin_lama` is "Nomor X" already."""
    said = [wording for _, letter in spec.all_letters() for wording in wordings(letter)]
    assert [wording for wording in said if "nomor {izin_lama}" in wording.lower()] == []


def test_a_duplicate_names_its_last_day_where_its_type_sets_one():
    """The paper it stands in for is "sudah diganti" by then: how long that one holds cannot be looked up there."""
    dated = [spec for spec in SPECS if spec.offers("duplicate") and spec.valid_for]
    assert dated
    said = {spec.slug: spec.letter_for("duplicate").validity for spec in dated}
    assert [slug for slug, validity in said.items() if "{berlaku_sampai}" not in validity] == []


@pytest.mark.django_db
def test_pages_are_pictures():
    spec = next(spec for spec in SPECS if spec.slug == "trayek")
    drawn = samples.sample_pages(spec, now=NOW)
    assert drawn
    assert all(page.startswith(b"\x89PNG") for page in drawn)
    assert RENDERER
