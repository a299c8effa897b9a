from types import SimpleNamespace

import pytest
from django.urls import reverse

from applications.catalogue import yamlfile
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from applications.portal.next_turn import next_turn
from applications.portal.paying import cost, payment
from applications.portal.queries import case_page, mine
from tests import make
from tests.applications.portal.conftest import at_two_units, item_at, paid, publish, said, shaped, stages, to_pay
from tests.make import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_ten")]
TODAY = NOW.date()


@pytest.fixture
def read(client):
    def page(case, person):
        client.force_login(person)
        return said(client.get(reverse("portal:case", args=[case.number])))

    return page


def test_who_pays_reads_how_much_to_whom_and_what_follows(with_fee, read):
    case = to_pay(with_fee)
    page = read(case, with_fee.ayu)
    assert make.fresh(case).status == Status.AWAITING_PAYMENT
    for words in [
        "Giliran Anda",
        "Bayar Rp150.000 kepada Perkim.",
        "Rp150.000 untuk 3 tahun.",
        "Perda contoh.",
        "Anda membayar.",
        "Waktu kami berhenti sampai pembayaran Anda tercatat.",
        "Sesudah Perkim mencatat pembayaran Anda, kami melanjutkan permohonan ini.",
        "Jangan membayar kepada perorangan.",
        "Tahap 3 dari 5",
        "Tarik permohonan",
    ]:
        assert words in page


def test_an_amount_that_another_agency_sets_is_not_made_up(assessed, read):
    page = read(to_pay(assessed), assessed.ayu)
    assert "Bayar menurut surat tagihan dari Perkim." in page
    assert "Bapenda menghitung pajaknya." in page
    assert "Jumlah</dt>" not in page


def test_once_paid_the_case_goes_on_and_says_since_when(with_fee, read):
    case = paid(to_pay(with_fee), with_fee)
    page = read(case, with_fee.ayu)
    assert "DPMPTSP sedang menimbang sejak 24 November 2026." in page
    assert "Pembayaran tercatat" in page
    assert "Perkim mencatat pembayaran Anda. Batas waktu kami berjalan lagi." in page
    assert ("Bayar Rp" in page, 'id="pembayaran"' in page) == (False, False)


def test_before_anything_is_due_the_cost_is_named(with_fee, read):
    page = read(at_two_units(with_fee), with_fee.ayu)
    assert "Biaya</dt><dd>Rp150.000" in page
    assert "Pembayaran tercatat" not in page


BIDANG = [option.value for option in shaped().field("bidang").options]
TABLE = {
    "kind": "table",
    "text": "Tarif dikali jumlah.",
    "rates": [{"key": "tarif", "label": "Tarif", "by": "bidang", "amounts": dict.fromkeys(BIDANG, 20000)}],
}


def test_an_amount_by_a_table_shows_what_it_is_made_of(crew):
    fee = {**TABLE, "exempt_if": {"field": "@kind", "is": "duplicate"}}
    publish(fee=fee, stages=stages())
    case = to_pay(crew)
    spec = make.fresh(case).spec
    due = payment(spec, item_at(case, "bayar"), {"bidang": "ekonomi"})
    assert (due.amount, due.parts[-1]) == (20000, ("Tarif", "Rp20.000"))
    assert due.parts[0][1] == str(next(o.label for o in spec.field("bidang").options if o.value == "ekonomi"))


@pytest.mark.parametrize(
    ("fee", "given", "line"),
    [
        ({"kind": "free", "text": "Gratis, hanya meterai."}, {}, "Gratis, hanya meterai."),
        (TABLE, {"bidang": "ekonomi"}, "Rp20.000"),
        (TABLE, {}, "Tarif dikali jumlah."),
        ({**TABLE, "exempt_if": {"field": "@kind", "is": "renewal"}}, {"@kind": "renewal"}, "Gratis"),
    ],
    ids=["free", "counted", "not countable yet", "exempt"],
)
def test_the_cost_is_one_honest_line(fee, given, line):
    kinds = ["new", "renewal", "duplicate"]
    assert cost(shaped(fee=fee, kinds=kinds), given).replace("\u00a0", " ") == line


def test_what_waits_for_a_payment_waits_for_the_applicant(with_fee):
    case = to_pay(with_fee)
    newer = make.application(with_fee)
    found = mine(with_fee.ayu, TODAY)
    assert [[row.case for row in rows] for rows in (found.yours, found.ours)] == [[case], [newer]]
    assert [c.pk for c in found.page.rows] == [case.pk, newer.pk]
    assert found.yours[0].turn.tag == "Menunggu pembayaran"


def test_the_home_page_leads_to_what_is_to_pay_before_any_draft(with_fee, client):
    case = to_pay(with_fee)
    make.draft(with_fee.ayu, filled=False)
    turn = next_turn(with_fee.ayu, TODAY)
    assert (turn.case, turn.href) == (case, reverse("portal:case", args=[case.number]))
    client.force_login(with_fee.ayu)
    assert "Lihat yang harus dibayar" in said(client.get("/"))


def test_a_date_that_runs_out_comes_before_a_payment(with_fee):
    to_pay(with_fee)
    returned = make.application(with_fee)
    make.send_back(returned, with_fee.budi)
    assert next_turn(with_fee.ayu, TODAY).case == returned


def test_without_a_login_no_amount_is_shown(with_fee, client):
    case = make.fresh(to_pay(with_fee))
    page = said(client.post("/lacak/", {"number": case.number, "code": case.tracking_code}))
    assert "Permohonan ini menunggu pembayaran kepada Perkim." in page
    assert "Masuk dan lihat rinciannya" in page
    assert ("150.000" in page, "Ayu" in page) == (False, False)


def test_a_case_that_waits_for_a_payment_can_be_withdrawn(with_fee, read):
    case = to_pay(with_fee)
    drafting.withdraw(application_id=case.pk, by=with_fee.ayu, now=NOW)
    found = case_page(make.fresh(case), TODAY)
    assert (found.turn.tag, found.payment, found.progress) == ("Ditarik pemohon", None, None)


def test_how_time_is_counted_names_the_payment(with_fee, client):
    case = to_pay(with_fee)
    client.force_login(with_fee.ayu)
    assert "perbaikan atau pembayaran" in said(client.get(reverse("portal:clock", args=[case.number])))


def test_what_is_worked_out_from_the_answers_is_shown_too():
    spec = next(yamlfile.read(path) for path in yamlfile.shipped() if path.stem == "aset-daerah")
    item = SimpleNamespace(stage_key="pembayaran", unit=SimpleNamespace(name="BPKAD"))
    due = payment(spec, item, {"aset": "lapangan", "mulai": "2027-02-19", "selesai": "2027-05-20"})
    assert due.amount == 91 * 200000
    assert ("Lama pemakaian", "91 hari") in [(label, value.replace("\u00a0", " ")) for label, value in due.parts]
