"""The pages of visits, payments, officers' sections and transfers, and what of them stands on the case page."""

import pytest

from applications.answers.models import AnswerSet
from applications.answers.queries import answers_of
from applications.lifecycle.states import Status, WaitingOn
from perizinan.accounts.roles import Role
from perizinan.audit.models import AuditEntry
from reviews.assignments import actions as assignments
from reviews.decisions.sitting import given_of
from reviews.desk.forms import PaymentForm
from reviews.desk.stagework import asked
from reviews.desk.told import amount_told
from reviews.inspections.models import StageReport
from tests import make
from tests.reviews.cases import BIG_SIGN, HALL, LAND, SMALL_SIGN, cleared, person, publish, sent
from tests.reviews.decisions.test_stage_reports import scan
from tests.reviews.desk.conftest import page

MOST_QUERIES = 14  # of a case page with reports, officers' sections and two units at work


def said(walk, **typed):
    return {"revision": walk.fresh.revision, **typed}


@pytest.fixture
def visit(cast, nudged):
    found = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    found.fill("kunjungan")
    return found


@pytest.fixture
def inspector(visit, desk):
    return desk(visit.officer("kunjungan"))


def test_each_officer_sits_at_the_stage_they_may_work_on(visit, desk, words):
    for stage, action, other in (("pajak", "teruskan/", "PUPR"), ("kunjungan", "kunjungan/", "Bapenda")):
        answer = desk(visit.officer(stage)).get(page(visit.case))
        assert answer.context["seat"].item.stage_key == stage
        assert f'href="{page(visit.case, action)}"' in words(answer)
        assert "Pada waktu yang sama" in words(answer)
        assert [item.unit.short_name for item in answer.context["seat"].beside] == [other]


def test_a_visit_is_reported_and_shown_to_the_next_stage(visit, inspector, desk, words):
    typed = said(visit, on="24 November 2026", result="notes", note="Tiang dicat ulang.", scan=scan())
    answer = inspector.post(page(visit.case, "kunjungan/"), typed)
    assert answer.status_code == 302
    report = StageReport.objects.get()
    assert (report.on.isoformat(), report.result) == ("2026-11-24", "notes")
    seen = words(desk(visit.officer("pajak")).get(page(visit.case)))
    assert "Tiang dicat ulang." in seen
    assert "Sesuai dengan catatan" in seen
    assert page(visit.case, f"laporan/{report.pk}/") not in seen  # still in quarantine


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"on": "kemarin", "result": "fits"}, "on"),
        ({"on": "25 November 2026", "result": "fits"}, "on"),
        ({"on": "24 November 2026"}, "result"),
        ({"on": "24 November 2026", "result": "not", "note": "Miring."}, "scan"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(visit, inspector, typed, field):
    answer = inspector.post(page(visit.case, "kunjungan/"), said(visit, **typed))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert f'value="{typed["on"]}"' in answer.content.decode()
    assert not StageReport.objects.exists()


def test_the_visit_page_names_what_is_not_filled_in(cast, desk, words):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    answer = desk(walk.officer("kunjungan")).get(page(walk.case, "kunjungan/"))
    section = walk.case.spec.stage_sections("kunjungan")[0]
    assert f'href="{page(walk.case, f"isian/{section.key}/")}"' in words(answer)
    assert str(section.title) in words(answer)


def test_officers_know_that_the_applicant_reads_what_they_fill_in(visit, inspector, words):
    section = visit.case.spec.stage_sections("kunjungan")[0]
    assert "dan pemohon setelah izin terbit" in words(inspector.get(page(visit.case, f"isian/{section.key}/")))


def test_a_scan_leaves_only_clean_and_to_who_may_see_the_case(visit, desk, cast):
    visit.visit("kunjungan", scan=scan())
    report = StageReport.objects.get()
    address = page(visit.case, f"laporan/{report.pk}/")
    reader = desk(visit.officer("pajak"))
    assert reader.get(address).status_code == 404
    cleared(report.scan)
    answer = reader.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(verb="opened", subject_id=str(report.pk)).count() == 1
    assert "membuka" in str(reader.get(page(visit.case, "riwayat/")).content)
    assert desk(person("TECHNICAL", "dinkes")).get(address).status_code == 404
    other = sent(cast.ayu, "reklame", SMALL_SIGN)
    assert desk(other.officer("kelengkapan")).get(page(other.case, f"laporan/{report.pk}/")).status_code == 404


@pytest.fixture
def payment(cast, nudged):
    found = sent(cast.ayu, "aset-daerah", HALL | {"mulai": "2027-03-01", "selesai": "2027-03-02"}).to("pembayaran")
    found.fill("pembayaran")
    return found


def test_the_payment_form_knows_the_charge_and_how_it_comes_about(payment, desk, words):
    answer = desk(payment.officer("pembayaran")).get(page(payment.case, "pembayaran/"))
    assert "Gedung serbaguna" in words(answer)
    assert "Rp1.000.000" in words(answer)
    seat = answer.context["seat"]
    assert amount_told(seat, given_of(payment.fresh, payment.now) | {"dibayar": None}) == 1_000_000


def test_what_the_treasurer_wrote_already_is_not_asked_again(payment, desk):
    answers = AnswerSet.objects.get(application=payment.case)
    answers.data |= {"dibayar": 850_000, "tanggal_bayar": "2026-11-20"}
    answers.save(update_fields=["data"])
    form = desk(payment.officer("pembayaran")).get(page(payment.case, "pembayaran/")).context["form"]
    assert (form["amount"].value(), form["on"].value().replace("\u00a0", " ")) == ("850.000", "20 November 2026")


def test_the_tax_that_another_agency_assessed_is_known(cast, desk):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("pajak")
    answers = AnswerSet.objects.get(application=walk.case)
    answers.data |= {"nomor_skpd": "SKPD/1 (contoh)", "pajak": 1_250_000}
    answers.save(update_fields=["data"])
    walk.to("bayar_pajak").fill("bayar_pajak")
    form = desk(walk.officer("bayar_pajak")).get(page(walk.case, "pembayaran/")).context["form"]
    assert form["amount"].value() == "1.250.000"
    answers.refresh_from_db()
    answers.data |= {"nomor_skpd": ""}  # no new tax: an amount nobody is asked for any more counts for nothing
    answers.save(update_fields=["data"])
    form = desk(walk.officer("bayar_pajak")).get(page(walk.case, "pembayaran/")).context["form"]
    assert form["amount"].value() == ""


@pytest.fixture
def land(cast):
    """One officer of BPKAD holds two stages of a case that are worked on at the same time."""
    found = sent(cast.ayu, "aset-daerah", LAND)
    found.step("kelengkapan")
    joko = make.user("Joko", role=Role.TECHNICAL, unit="bpkad")
    make.user("Joko", role=Role.INSPECTOR, unit="bpkad")
    make.user("Joko", role=Role.TREASURER, unit="bpkad")
    assert list(found.open) == ["jadwal", "peninjauan"]
    return found, joko


def test_one_officer_with_two_stages_of_a_case_chooses(land, desk, words):
    walk, joko = land
    browser = desk(joko)
    first = browser.get(page(walk.case), {"tab": "unit"})
    assert first.context["seat"].item.stage_key == "jadwal"
    other = page(walk.case) + "?tahap=peninjauan&amp;tab=unit"
    assert f'href="{other}"' in first.content.decode()
    second = browser.get(other.replace("&amp;", "&"))
    assert second.context["seat"].item.stage_key == "peninjauan"
    assert "report_visit" in second.context["seat"].verbs
    visit = page(walk.case, "kunjungan/") + "?tahap=peninjauan&tab=unit"
    assert f'href="{visit}"' in second.content.decode().replace("&amp;", "&")
    walk.fill("peninjauan")
    done = browser.post(visit, said(walk, on="24 November 2026", result="fits"))
    assert done.url == f"/meja/?tab=unit&dari={walk.case.number}"
    assert list(walk.open) == ["jadwal"]
    assert browser.get(visit).status_code == 302  # no longer his: back to the stage that is


def test_each_row_of_such_a_case_opens_its_own_stage(land, desk):
    _walk, joko = land
    rows = desk(joko).get("/meja/", {"tab": "unit"}).context["page"].rows
    assert sorted(row.href.rpartition("&")[2] for row in rows) == ["tahap=jadwal", "tahap=peninjauan"]


def test_nobody_chooses_a_stage_of_others(visit, desk, words):
    answer = desk(visit.officer("pajak")).get(page(visit.case), {"tahap": "kunjungan"})
    assert answer.context["seat"].item.stage_key == "pajak"
    assert "tahap=" not in answer.content.decode()
    assert "Pindah ke" not in words(answer)


def test_a_payment_goes_before_a_stage_that_waits_for_it(cast, desk):
    publish("aset-daerah", fee={"exempt_if": {"field": "keringanan", "is": "ya"}})
    walk = sent(cast.ayu, "aset-daerah", HALL | {"keringanan": "ya"}).to("jadwal")
    both = walk.officer("jadwal")
    make.user(both.name.split()[0], role=Role.TREASURER, unit="bpkad")
    assignments.claim(item_id=walk.open["jadwal"].pk, by=both, now=walk.now)
    case = walk.fresh
    pattern = walk.open["jadwal"]
    pattern.pk, pattern.stage_key, pattern.stage_kind, pattern.role = None, "pembayaran", "payment", Role.TREASURER
    pattern.officer = None
    pattern.save(force_insert=True)
    case.status, case.waiting_on = Status.AWAITING_PAYMENT, WaitingOn.PAYMENT
    case.save(update_fields=["status", "waiting_on"])
    seat = desk(both).get(page(walk.case)).context["seat"]
    assert (seat.item.stage_key, seat.verbs) == ("pembayaran", ("confirm_payment",))


def test_a_payment_is_recorded_and_the_case_goes_on(payment, desk):
    typed = said(payment, on="24-11-2026", amount="Rp1.000.000", note="")
    answer = desk(payment.officer("pembayaran")).post(page(payment.case, "pembayaran/"), typed)
    assert answer.status_code == 302
    assert StageReport.objects.get().amount == 1_000_000
    assert payment.fresh.status == Status.IN_REVIEW


@pytest.mark.parametrize("typed", ["sejuta", "250,5", "1.00", "1.000.00", "-5", "9" * 13])
def test_an_unreadable_amount_is_said_at_its_field(typed):
    form = PaymentForm({"on": "24-11-2026", "amount": typed})
    assert set(form.errors) == {"amount"}


@pytest.mark.parametrize("typed", ["250000", "250.000", "250,000", "Rp250.000", "Rp 250.000,-", "rp. 250 000"])
def test_an_amount_is_read_as_people_write_it(typed):
    form = PaymentForm({"on": "24-11-2026", "amount": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == 250_000


def test_a_case_that_waits_for_money_stands_with_those_that_wait_for_applicants(payment, desk, words):
    treasurer = desk(payment.officer("pembayaran"))
    waiting = treasurer.get("/meja/", {"tab": "pemohon"})
    assert [row.reference for row in waiting.context["page"].rows] == [payment.case.number]
    assert treasurer.get("/meja/", {"tab": "unit"}).context["page"].rows == []
    assert "sampai pembayaran tercatat" in words(treasurer.get(page(payment.case)))


def test_officers_fill_in_their_section_and_later_stages_read_it(cast, desk, words):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("pajak")
    section, browser = walk.case.spec.stage_sections("pajak")[0], desk(walk.officer("pajak"))
    address = page(walk.case, f"isian/{section.key}/")
    assert f'href="{address}"' in words(browser.get(page(walk.case)))
    assert browser.get(address).status_code == 200
    wrong = browser.post(address, {"nomor_skpd": "SKPD/1 (contoh)", "tanggal_skpd": "kemarin dulu"})
    assert (wrong.status_code, "kemarin dulu" in words(wrong)) == (422, True)
    assert answers_of(walk.fresh, 1)["nomor_skpd"] == "SKPD/1 (contoh)"
    walk.fill("pajak")
    mended = {"nomor_skpd": "SKPD/2 (contoh)", "tanggal_skpd": "20 November 2026"}
    assert browser.post(address, mended).status_code == 302
    walk.to("paraf")
    assert "SKPD/2 (contoh)" in words(desk(walk.officer("paraf")).get(page(walk.case)))
    assert browser.get(address).status_code == 302  # read only from now on


def test_nobody_else_opens_or_writes_that_form(cast, desk):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("pajak")
    address = page(walk.case, f"isian/{walk.case.spec.stage_sections('pajak')[0].key}/")
    other = desk(walk.officer("kunjungan"))
    assert other.get(address).status_code == 302
    assert other.post(address, {"nomor_skpd": "x"}).status_code == 302
    assert "nomor_skpd" not in answers_of(walk.fresh, 1)


def test_a_transfer_says_what_happens_and_does_it(cast, desk, words):
    walk = sent(cast.ayu, "reklame", SMALL_SIGN)
    browser, address = desk(walk.officer("kelengkapan")), page(walk.case, "pengalihan/")
    asked_first = words(browser.get(address))
    assert "draf baru" in asked_first
    assert "NIB" not in [label for _slug, label in browser.get(address).context["form"].fields["slug"].choices]
    assert browser.post(address, said(walk, slug="bagian-jalan", text="")).status_code == 422
    assert browser.post(address, said(walk, slug="nib", text="x")).status_code == 422
    done = browser.post(address, said(walk, slug="bagian-jalan", text="Tiangnya di trotoar."))
    assert done.status_code == 302
    case = walk.fresh
    assert case.status == Status.TRANSFERRED
    after = words(browser.get(page(walk.case)))
    assert "Tiangnya di trotoar." in after
    assert "mengalihkannya ke jenis izin lain" in words(browser.get(page(walk.case, "riwayat/")))


@pytest.mark.parametrize(
    ("kind", "former", "sentence"),
    [
        ("new", "", ""),
        ("renewal", "500/7/X", "Perpanjangan izin Nomor 500/7/X"),
        ("revocation", "500/7/X", "Pencabutan izin Nomor 500/7/X"),
        ("duplicate", "", "Duplikat"),
    ],
)
def test_the_case_says_what_is_asked_for(cast, kind, former, sentence):
    walk = sent(cast.ayu, "reklame", SMALL_SIGN)
    case = walk.fresh
    case.kind, case.former_number = kind, former
    assert asked(case) == sentence


def test_computed_answers_are_shown_and_not_judged(cast, desk, words):
    walk = sent(cast.ayu, "reklame", SMALL_SIGN)
    answer = desk(walk.officer("kelengkapan")).get(page(walk.case), {"nilai": "document-desain"})
    assert ("Luas satu reklame", "2 m²") in [
        (label, text.replace("\u00a0", " ")) for label, text in answer.context["page"].work.computed
    ]
    assert "luas" not in [line.item.key for line in answer.context["page"].fields]


def test_history_says_every_new_deed_in_words(cast, desk, words, nudged):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("bayar_pajak")
    part = walk.case.spec.stage_sections("bayar_pajak")[0]
    walk.fill("bayar_pajak")
    treasurer = desk(walk.officer("bayar_pajak"))
    treasurer.post(page(walk.case, f"isian/{part.key}/"), {"nomor_bukti": "BKT/9 (contoh)"})
    walk.pay("bayar_pajak")
    seen = words(treasurer.get(page(walk.case, "riwayat/")))
    for deed in (
        "melaporkan pemeriksaan lapangan",
        "meminta pembayaran",
        "mencatat pembayaran",
        f"mengisi {part.title}",
        "Pembayaran untuk permohonan",
    ):
        assert deed in seen, deed
    assert "BKT/9" not in seen


def test_the_case_page_of_a_busy_case_asks_the_database_seldom(visit, desk, queries_of):
    visit.visit("kunjungan", scan=scan())
    browser = desk(visit.officer("pajak"))
    browser.get(page(visit.case))
    assert queries_of(lambda: browser.get(page(visit.case))) <= MOST_QUERIES
