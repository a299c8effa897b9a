from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from applications.lifecycle.models import Application
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.ownership import OwnCase
from applications.lifecycle.states import Status
from perizinan.accounts.models import RoleGrant
from perizinan.accounts.roles import Role
from perizinan.audit import verbs
from perizinan.audit.models import AuditEntry
from perizinan.files.actions import Refused
from perizinan.files.models import State, StoredFile
from reviews.decisions.scans import add_scan
from reviews.inspections.models import ReportScan, StageReport
from reviews.inspections.queries import reports_of
from tests import make
from tests.make import NOW
from tests.reviews.cases import BIG_SIGN, HALL, cleared, person, sent, turned_down
from tests.reviews.decisions.test_stage_reports import filed_by, scan


@pytest.fixture
def visit(cast, nudged):
    """Reported, with a scan that the checks refused."""
    found = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    found.fill("kunjungan")
    found.visit("kunjungan", scan=scan())
    turned_down(report().scan)
    return found


def report():
    return StageReport.objects.get(item__stage_key="kunjungan")


def add(by=None, name="bap2.pdf", now=NOW):
    return add_scan(report_id=report().pk, scan=scan(name), by=by or person("INSPECTOR", "pupr"), now=now)


def refused(by=None, reason=NotYourMove):
    before = ReportScan.objects.count(), StoredFile.objects.count(), AuditEntry.objects.count()
    with pytest.raises(reason):
        add(by)
    assert before == (ReportScan.objects.count(), StoredFile.objects.count(), AuditEntry.objects.count())


def test_another_scan_takes_the_place_of_a_refused_one(visit, nudged, django_capture_on_commit_callbacks):
    written = StageReport.objects.values().get()
    revision = visit.fresh.revision
    with django_capture_on_commit_callbacks(execute=True):
        added = add()
    assert (added.by, added.by_name, added.at) == (person("INSPECTOR", "pupr"), person("INSPECTOR", "pupr").name, NOW)
    assert report().current_scan == added.stored
    assert (added.stored.name, added.stored.state) == ("bap2.pdf", State.QUARANTINE)
    assert [(task, str(pk)) for task, pk in nudged] == [("check_file", str(added.stored_id))]
    assert StageReport.objects.values().get() == written
    assert visit.fresh.revision == revision  # nobody at work on the case is disturbed


def test_the_audit_says_it_in_words_and_keeps_ids_only(visit):
    added = add()
    entry = AuditEntry.objects.get(verb="case.scan")
    assert (entry.subject_type, entry.subject_id) == ("reviews.stagereport", str(report().pk))
    assert entry.data == {"stage": "kunjungan", "scan": added.pk}
    assert entry.label in verbs.sentence(entry)
    assert "mengunggah pindaian lain" in verbs.sentence(entry)


def test_the_newest_counts_until_one_fits(visit):
    turned_down(add().stored)
    last = add(name="bap3.pdf")
    assert report().current_scan == last.stored
    assert [added.stored.name for added in report().scans.order_by("pk")] == ["bap2.pdf", "bap3.pdf"]
    cleared(last.stored)
    refused()


def test_a_scan_that_is_being_checked_is_waited_for(visit):
    add()
    refused()


@pytest.mark.parametrize("state", [State.QUARANTINE, State.CLEAN, None])
def test_only_a_refused_scan_is_followed_by_another(cast, nudged, state):
    found = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    found.fill("kunjungan")
    found.visit("kunjungan", scan=scan() if state else None)
    if state == State.CLEAN:
        cleared(report().scan)
    refused()


def test_a_closed_case_takes_no_scan(visit):
    Application.objects.filter(pk=visit.case.pk).update(status=Status.WITHDRAWN, closed_at=NOW)
    refused()


@pytest.mark.parametrize(("role", "unit"), [("TECHNICAL", "pupr"), ("INSPECTOR", "bapenda"), ("ENDORSER", "dpmptsp")])
def test_only_who_holds_the_stage_brings_one(visit, role, unit):
    refused(person(role, unit))


def test_who_holds_it_today_brings_one_whoever_wrote_the_report(visit):
    RoleGrant.objects.filter(user=person("INSPECTOR", "pupr")).update(ends_on=date(2026, 11, 23))
    refused()
    successor = make.user("Lestari", role=Role.INSPECTOR, unit="pupr")
    assert add(successor).by == successor
    assert report().by == person("INSPECTOR", "pupr")


def test_nobody_brings_one_for_their_own_case(visit):
    filed_by(visit, person("INSPECTOR", "pupr"))
    refused(reason=OwnCase)


def test_a_wrong_kind_of_file_leaves_nothing_behind(visit):
    with pytest.raises(Refused):
        add(name="bap.exe")
    assert not ReportScan.objects.exists()
    assert not AuditEntry.objects.filter(verb="case.scan").exists()


def test_a_receipt_is_brought_again_by_the_treasurer(cast, nudged):
    walk = sent(cast.ayu, "aset-daerah", HALL | {"mulai": "2027-03-01", "selesai": "2027-03-02"}).to("pembayaran")
    walk.fill("pembayaran")
    walk.pay("pembayaran", scan=scan("bukti.pdf"))
    paid = StageReport.objects.get(item__stage_key="pembayaran")
    turned_down(paid.scan)
    by = person("TREASURER", "bpkad")
    added = add_scan(report_id=paid.pk, scan=scan("bukti2.pdf"), by=by, now=NOW)
    assert paid.current_scan == added.stored


@pytest.mark.parametrize(
    "statement", ["UPDATE reviews_reportscan SET by_name = 'Orang Lain'", "DELETE FROM reviews_reportscan"]
)
def test_the_database_itself_keeps_every_scan(visit, statement):
    add()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_reports_are_read_with_their_scans_in_two_statements(visit, django_assert_num_queries):
    turned_down(add().stored)
    add(name="bap3.pdf")
    with django_assert_num_queries(2):
        found = reports_of(visit.case)
        assert [seen.current_scan.name for seen in found] == ["bap3.pdf"]
        assert found[0].added.stored.state == State.QUARANTINE
