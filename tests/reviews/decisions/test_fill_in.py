import pytest

from applications.answers.models import AnswerSet
from applications.answers.queries import answers_of
from applications.lifecycle.moves import NotYourMove
from perizinan.audit.models import AuditEntry
from reviews.checklists.items import items
from reviews.decisions import actions as decisions
from reviews.decisions.actions import NotReady, NotYourSection
from tests.reviews.cases import BIG_SIGN, person, sent

SAID = {"nomor_skpd": "SKPD/1/2026 (contoh)", "tanggal_skpd": "20 November 2026", "pajak": "1.250.000"}


@pytest.fixture
def tax(cast):
    return sent(cast.ayu, "reklame", BIG_SIGN).to("pajak")


@pytest.fixture
def section(tax):
    return tax.case.spec.stage_sections("pajak")[0].key


def fill_in(walk, section, typed, **more):
    said = walk.said("pajak", section_key=section, typed=typed, **more)
    said.pop("seen")
    return decisions.fill_in(**said)


def test_what_officers_fill_in_stands_in_the_round_of_the_case(tax, section):
    result = fill_in(tax, section, SAID)
    assert set(result.changed) == set(SAID)
    assert answers_of(tax.fresh, 1)["pajak"] == 1_250_000
    assert AnswerSet.objects.filter(application=tax.case).count() == 1


def test_only_the_officers_of_the_open_stage_fill_in(tax, section):
    with pytest.raises(NotYourMove):
        fill_in(tax, section, SAID, by=person("INSPECTOR", "pupr"))
    with pytest.raises(NotYourSection):
        fill_in(tax, tax.case.spec.stage_sections("kunjungan")[0].key, {"hasil_teknis": "sesuai"})
    with pytest.raises(NotYourSection):
        fill_in(tax, "pemilik", {"nama": "Orang Lain (contoh)"})
    said = {"item_id": tax.open["pajak"].pk, "section_key": section, "typed": SAID, "by": tax.officer("pajak")}
    tax.step("pajak")
    with pytest.raises(NotYourMove):
        decisions.fill_in(**said, now=tax.now)


@pytest.mark.parametrize("verb", ["recommend", "advise_against"])
def test_nothing_passes_on_before_it_is_filled_in(tax, section, verb):
    with pytest.raises(NotReady) as refused:
        decisions.pass_on(**tax.said("pajak", verb=verb, note="Menunggak pajak."))
    assert [[part.key for part in unmet.sections] for unmet in refused.value.unmet] == [[section]]
    tax.fill("pajak")
    decisions.pass_on(**tax.said("pajak", verb=verb, note="Menunggak pajak."))
    assert "pajak" not in tax.open


def test_words_that_cannot_be_right_stay_and_keep_the_stage(tax, section):
    tax.fill("pajak")
    result = fill_in(tax, section, {"tanggal_skpd": "kemarin dulu"})
    assert [problem.field for problem in result.wrong] == ["tanggal_skpd"]
    with pytest.raises(NotReady):
        decisions.pass_on(**tax.said("pajak", verb="recommend"))


def test_a_date_that_has_not_come_keeps_the_stage(cast):
    walk = sent(cast.ayu, "apotek", {}).to("kunjungan")
    walk.fill("kunjungan")
    part = walk.case.spec.stage_sections("kunjungan")[0].key
    said = walk.said("kunjungan", section_key=part, typed={"tanggal_kunjungan": "25 November 2026"})
    said.pop("seen")
    decisions.fill_in(**said)
    with pytest.raises(NotReady):
        walk.visit("kunjungan")


def test_the_audit_keeps_keys_and_no_answers(tax, section):
    fill_in(tax, section, SAID)
    entry = AuditEntry.objects.get(verb="case.fill_in")
    assert (entry.data["section"], sorted(entry.data["fields"])) == (section, sorted(SAID))
    assert "SKPD/1" not in str(entry.data)
    fill_in(tax, section, SAID)
    assert AuditEntry.objects.filter(verb="case.fill_in").count() == 1  # nothing changed


def test_it_is_never_the_applicants_to_mend(tax, section):
    fill_in(tax, section, SAID)
    judged = {item.key for item in items(tax.fresh)}
    officers = {field.key for part in tax.case.spec.sections if part.stage for field in part.fields}
    assert not judged & officers
    assert "narasi" in judged
    assert "luas" not in judged  # worked out, typed by nobody


def test_a_return_keeps_what_officers_wrote(tax, section):
    fill_in(tax, section, SAID)
    tax.judge("pajak", {"narasi": "Tulisannya lain dari desain."})
    decisions.return_case(**tax.said("pajak"))
    tax.mended(narasi="Toko Roti Contoh, buka setiap hari")
    assert answers_of(tax.fresh, 2)["nomor_skpd"] == SAID["nomor_skpd"]


def test_a_treasurer_fills_in_while_the_applicant_pays(cast):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("bayar_pajak")
    with pytest.raises(NotReady):
        walk.pay("bayar_pajak")
    part = walk.case.spec.stage_sections("bayar_pajak")[0]
    said = walk.said("bayar_pajak", section_key=part.key, typed={"nomor_bukti": "BKT/1 (contoh)"})
    said.pop("seen")
    decisions.fill_in(**said)
    assert answers_of(walk.fresh, 1)["nomor_bukti"] == "BKT/1 (contoh)"
