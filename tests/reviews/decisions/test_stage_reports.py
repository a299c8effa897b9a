from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from applications.lifecycle.moves import AlreadyDecided, NotYourMove
from applications.lifecycle.ownership import OwnCase
from applications.lifecycle.states import Status, WaitingOn
from perizinan.audit.models import AuditEntry
from perizinan.files.actions import Refused
from perizinan.files.models import State, StoredFile
from perizinan.outbox.models import Message
from reviews.decisions import actions as decisions
from reviews.decisions.actions import NotReady
from reviews.inspections.actions import ReportWrong
from reviews.inspections.models import StageReport
from tests import make
from tests.reviews.cases import BIG_SIGN, HALL, person, sent

TODAY = date(2026, 11, 24)


def scan(name="bap.pdf", data=b"%PDF-1.7 contoh"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def visit(cast, nudged):
    found = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    found.fill("kunjungan")
    return found


def wrong(refused):
    return set(refused.value.sentences)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"on": date(2026, 11, 25)}, "on"),
        ({"on": date(2026, 11, 23)}, "on"),  # before the case was sent
        ({"result": "notes"}, "note"),
        ({"result": "not", "scan": scan()}, "note"),
        ({"result": "not", "note": "Tiang miring."}, "scan"),
        ({"result": "paid"}, "result"),
    ],
)
def test_a_report_that_cannot_be_right_is_refused(visit, said, field):
    with pytest.raises(ReportWrong) as refused:
        visit.visit("kunjungan", **said)
    assert wrong(refused) == {field}
    assert not StageReport.objects.exists()
    assert not StoredFile.objects.filter(name="bap.pdf").exists()
    assert "kunjungan" in visit.open


def test_the_report_is_kept_and_the_stage_passes_on(visit):
    visit.visit("kunjungan", result="notes", note=" Tiang dicat ulang. ", scan=scan())
    report = StageReport.objects.get(item__stage_key="kunjungan")
    assert (report.on, report.result, report.note, report.amount) == (TODAY, "notes", "Tiang dicat ulang.", None)
    assert report.scan.state == State.QUARANTINE
    assert report.by == person("INSPECTOR", "pupr")
    assert visit.case.items.get(stage_key="kunjungan").outcome == "report_visit"
    assert AuditEntry.objects.filter(verb="application.report_visit", subject_id=str(visit.case.pk)).count() == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE reviews_stagereport SET result = 'not'", "DELETE FROM reviews_stagereport"]
)
def test_the_database_itself_keeps_what_was_found(visit, statement):
    visit.visit("kunjungan")
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_visit_that_found_nothing_wrong_needs_no_scan(visit):
    visit.visit("kunjungan")
    assert StageReport.objects.get().scan is None


def test_a_wrong_kind_of_file_leaves_nothing_behind(visit):
    with pytest.raises(Refused):
        visit.visit("kunjungan", scan=scan("bap.exe"))
    assert not StageReport.objects.exists()


def test_a_visit_waits_for_every_document_to_be_judged(visit):
    make.attach(visit.case, "ktp", visit.case.filed_by)
    with pytest.raises(NotReady):
        visit.visit("kunjungan")


def test_a_stale_page_reports_nothing(visit):
    with pytest.raises(AlreadyDecided):
        visit.visit("kunjungan", seen=visit.fresh.revision - 1)


def filed_by(walk, officer):
    case = walk.fresh
    case.filed_by = officer
    case.save(update_fields=["filed_by"])


def test_nobody_visits_for_themselves(visit):
    filed_by(visit, visit.officer("kunjungan"))
    with pytest.raises(OwnCase):
        visit.visit("kunjungan")


def test_nobody_cashes_for_themselves(payment):
    filed_by(payment, payment.officer("pembayaran"))
    with pytest.raises(OwnCase):
        payment.pay("pembayaran")


@pytest.fixture
def payment(cast, nudged):
    found = sent(cast.ayu, "aset-daerah", HALL | {"mulai": "2027-03-01", "selesai": "2027-03-02"}).to("pembayaran")
    found.fill("pembayaran")
    return found


def test_an_open_payment_asks_by_itself_and_our_time_stops(payment):
    case = payment.fresh
    assert (case.status, case.waiting_on, case.due_on) == (Status.AWAITING_PAYMENT, WaitingOn.PAYMENT, None)
    assert payment.open["pembayaran"].waiting_on == WaitingOn.APPLICANT
    change = case.changes.get(verb="ask_payment")
    assert (change.by, change.unit.code, change.stage_key) == (None, "bpkad", "pembayaran")
    told = Message.objects.get(kind="payment_due")
    assert told.context["amount"] == "1000000"


def test_the_money_is_recorded_and_our_time_goes_on(payment):
    payment.pay("pembayaran", scan=scan("bukti.pdf"))
    report = StageReport.objects.get()
    assert (report.result, report.amount, report.on, report.scan.name) == ("paid", 1_000_000, TODAY, "bukti.pdf")
    case = payment.fresh
    assert (case.status, case.waiting_on) == (Status.IN_REVIEW, WaitingOn.UNIT)
    assert payment.open["paraf"].due_on == case.due_on is not None
    assert payment.open["paraf"].waiting_on == WaitingOn.UNIT


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"on": date(2026, 11, 25)}, "on"),
        ({"amount": 0}, "amount"),
        ({"amount": 900_000}, "note"),  # less than the type's fee comes to
    ],
)
def test_a_payment_that_cannot_be_right_is_refused(payment, said, field):
    with pytest.raises(ReportWrong) as refused:
        decisions.confirm_payment(**payment.said("pembayaran", **({"on": TODAY, "amount": 1_000_000} | said)))
    assert wrong(refused) == {field}
    assert payment.fresh.status == Status.AWAITING_PAYMENT


def test_another_amount_needs_its_reason(payment):
    payment.pay("pembayaran", amount=900_000, note="Keringanan 10 persen.")
    assert StageReport.objects.get().amount == 900_000


def test_only_the_treasurer_of_that_unit_records_a_payment(payment):
    for other in (person("TECHNICAL", "bpkad"), person("TREASURER", "bapenda"), person("ENDORSER", "dpmptsp")):
        with pytest.raises(NotYourMove):
            payment.pay("pembayaran", by=other)


def test_nothing_else_is_done_while_the_applicant_pays(payment):
    with pytest.raises(NotYourMove):
        decisions.return_case(**payment.said("pembayaran"))


def test_a_tax_of_somebody_else_asks_without_an_amount(cast, nudged):
    sent(cast.ayu, "reklame", BIG_SIGN).to("bayar_pajak")
    assert Message.objects.get(kind="payment_due").context["amount"] == ""


def test_the_legal_limit_is_that_of_the_kind(cast):
    from applications.lifecycle.clock import _limit

    walk = sent(cast.ayu, "trayek", {}, kind="duplicate", former="500/1/X")
    spec = walk.case.spec
    offer = spec.offers("duplicate")
    assert offer is not None
    assert _limit(walk.fresh, "legal") == spec.processing_days("duplicate") != spec.processing_days("new")
    assert _limit(walk.fresh, "completeness") == spec.limits.completeness_days
