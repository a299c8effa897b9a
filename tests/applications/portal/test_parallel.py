import pytest
from django.urls import reverse

from applications.portal.queries import case_page, mine
from applications.portal.turn import listed
from tests import make
from tests.applications.portal.conftest import at_two_units, publish, said, stages, tax_counted, to_pay, visited
from tests.make import NOW

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = NOW.date()


def page(case):
    return case_page(make.fresh(case), TODAY)


def test_two_units_at_once_are_both_named(with_fee):
    found = page(at_two_units(with_fee))
    sentence = found.turn.sentence.replace("\u00a0", " ")
    assert sentence == "Bapenda sedang menghitung pajak dan PUPR sedang memeriksa lokasi sejak 24 November 2026."
    assert (found.progress.current, found.progress.total, found.progress.name) == (2, 5, "Pajak dan Kunjungan")


def test_a_unit_that_is_done_is_not_waited_for(with_fee):
    case = at_two_units(with_fee)
    tax_counted(case, with_fee)
    found = page(case)
    assert found.turn.sentence.startswith("PUPR sedang memeriksa lokasi")
    assert (found.progress.current, found.progress.name) == (2, "Kunjungan")


@pytest.mark.parametrize(
    ("parts", "sentence"), [([], ""), (["A"], "A"), (["A", "B"], "A dan B"), (["A", "B", "C"], "A, B dan C")]
)
def test_things_are_listed_as_people_say_them(parts, sentence):
    assert listed(parts) == sentence


def test_a_visit_asks_for_a_phone_that_answers_and_promises_no_day(with_fee):
    case = at_two_units(with_fee)
    assert "Pastikan nomor telepon Anda dapat dihubungi." in page(case).turn.more
    visited(case, with_fee)
    assert page(case).turn.more == ""


def test_a_stage_that_does_not_apply_is_no_brick(crew):
    publish(
        stages=[
            row | ({"show_if": {"field": "@kind", "is": "renewal"}} if row["key"] == "pajak" else {})
            for row in stages(pays=False)
            if row["key"] != "kunjungan"
        ]
    )
    case = at_two_units(crew)
    progress = page(case).progress
    assert (progress.current, progress.total, progress.name) == (2, 3, "Persetujuan")


def test_the_list_says_the_same_of_two_units(with_fee):
    at_two_units(with_fee)
    [row] = mine(with_fee.ayu, TODAY).ours
    assert "Bapenda sedang menghitung pajak dan PUPR" in row.turn.sentence


def test_the_timeline_tells_of_visit_and_payment_but_no_note(with_fee):
    case = to_pay(with_fee)
    found = [(event.sentence, str(event.unit)) for event in page(case).events[:3]]
    assert found == [
        ("Permohonan ini menunggu pembayaran. Batas waktu kami berhenti.", "Kantor perizinan"),
        ("PUPR selesai memeriksa lokasi.", "PUPR"),
        ("Bapenda memberi rekomendasi.", "Bapenda"),
    ]


def test_no_note_for_officers_reaches_the_applicant(with_fee, client, at_ten):
    case = to_pay(with_fee)
    client.force_login(with_fee.ayu)
    assert "Catatan untuk petugas" not in said(client.get(reverse("portal:case", args=[case.number])))
