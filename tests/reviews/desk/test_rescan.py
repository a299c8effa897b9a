"""Another scan of a report, from the case page."""

import pytest

from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.files.models import State, StoredFile
from reviews.inspections.models import ReportScan, StageReport
from tests import make
from tests.drawn import draw
from tests.reviews.cases import BIG_SIGN, SMALL_SIGN, cleared, person, sent, turned_down
from tests.reviews.decisions.test_stage_reports import filed_by, scan
from tests.reviews.desk.conftest import page
from tests.reviews.desk.test_stages import MOST_QUERIES

BUTTON = "Unggah pindaian lain"


@pytest.fixture
def visit(cast, nudged):
    found = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    found.fill("kunjungan")
    found.visit("kunjungan", scan=scan())
    turned_down(StageReport.objects.get().scan)
    return found


@pytest.fixture
def inspector(visit, desk):
    return desk(person("INSPECTOR", "pupr"))


def address(walk, more=""):
    return page(walk.case, f"laporan/{StageReport.objects.get().pk}/{more}")


def bring(browser, walk, file=None, more=""):
    return browser.post(address(walk, "pindaian/") + more, {"scan": file} if file else {})


def test_who_may_bring_another_scan_sees_why_and_a_plain_form(visit, inspector, words):
    seen = words(inspector.get(page(visit.case), {"tab": "unit"}))
    assert "Ditolak" in seen
    assert f'enctype="multipart/form-data" action="{address(visit, "pindaian/")}?tab=unit"' in seen
    assert BUTTON in seen
    assert f'id="id_{StageReport.objects.get().pk}_scan"' in seen


def test_nobody_else_sees_it(visit, desk, cast, words):
    for other in (visit.officer("pajak"), person("TECHNICAL", "pupr"), cast.hadi):
        answer = desk(other).get(page(visit.case))
        assert answer.status_code == 200
        assert "Ditolak" in words(answer)
        assert BUTTON not in words(answer)


def test_it_stands_on_no_page_before_a_press(visit, desk, words):
    visit.to("paraf")
    both = person("ENDORSER", "dpmptsp")
    person("INSPECTOR", "pupr").grants.update(user=both)
    assert BUTTON in words(desk(both).get(page(visit.case)))
    answer = desk(both).get(page(visit.case, "teruskan/"))
    assert "Laporan" in words(answer)
    assert BUTTON not in words(answer)


@pytest.mark.parametrize("clean", [True, False])
def test_only_a_refused_scan_is_asked_for_again(cast, nudged, desk, words, clean):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    walk.fill("kunjungan")
    walk.visit("kunjungan", scan=scan())
    if clean:
        cleared(StageReport.objects.get().scan)
    assert BUTTON not in words(desk(person("INSPECTOR", "pupr")).get(page(walk.case)))


def test_a_closed_or_own_case_does_not_ask(visit, inspector, words):
    filed_by(visit, person("INSPECTOR", "pupr"))
    assert BUTTON not in words(inspector.get(page(visit.case)))
    assert bring(inspector, visit, scan("bap2.pdf")).status_code == 409
    filed_by(visit, visit.case.filed_by)
    assert BUTTON in words(inspector.get(page(visit.case)))
    Application.objects.filter(pk=visit.case.pk).update(status=Status.WITHDRAWN, closed_at=visit.now)
    assert BUTTON not in words(inspector.get(page(visit.case)))
    assert bring(inspector, visit, scan("bap2.pdf")).status_code == 409
    assert not ReportScan.objects.exists()


def test_the_new_scan_is_checked_and_then_read_in_place_of_the_old(visit, inspector, words):
    answer = bring(inspector, visit, scan("bap2.pdf"), "?tab=unit")
    assert (answer.status_code, answer.url) == (302, page(visit.case) + "?tab=unit")
    added = ReportScan.objects.get()
    assert added.stored.state == State.QUARANTINE
    waiting = words(inspector.get(page(visit.case)))
    assert "sedang kami periksa" in waiting
    assert "Pindaian: INSPECTORpupr" in waiting
    assert BUTTON not in waiting
    assert inspector.get(address(visit)).status_code == 404
    assert bring(inspector, visit, scan("bap3.pdf")).status_code == 409
    cleared(added.stored)
    assert "bap2.pdf" in inspector.get(address(visit))["Content-Disposition"]
    assert f'href="{address(visit)}"' in words(inspector.get(page(visit.case)))
    assert "mengunggah pindaian lain untuk laporan" in words(inspector.get(page(visit.case, "riwayat/")))


def test_a_scan_refused_again_is_asked_for_again(visit, inspector, words):
    bring(inspector, visit, scan("bap2.pdf"))
    turned_down(ReportScan.objects.get().stored)
    assert inspector.get(address(visit)).status_code == 404
    assert BUTTON in words(inspector.get(page(visit.case)))
    assert bring(inspector, visit, scan("bap3.pdf")).status_code == 302


@pytest.mark.parametrize(
    ("file", "sentence"),
    [(scan("bap.exe"), ".exe"), (scan("bap.pdf", b""), "kosong"), (None, "Pilih dulu berkasnya.")],
)
def test_a_file_that_is_not_taken_is_said_in_words(visit, inspector, words, file, sentence):
    answer = bring(inspector, visit, file)
    assert answer.status_code == 422
    assert "Pindaian itu belum kami terima" in words(answer)
    assert sentence in answer.context["refusal"].line
    assert BUTTON in words(answer)
    assert not ReportScan.objects.exists()


def test_a_press_of_others_changes_nothing(visit, desk, cast):
    assert bring(desk(visit.officer("pajak")), visit, scan("bap2.pdf")).status_code == 409
    assert bring(desk(cast.hadi), visit, scan("bap2.pdf")).status_code == 403
    assert bring(desk(person("INSPECTOR", "dinkes")), visit, scan("bap2.pdf")).status_code == 404
    other = sent(cast.ayu, "reklame", SMALL_SIGN)
    elsewhere = page(other.case, f"laporan/{StageReport.objects.get().pk}/pindaian/")
    assert desk(other.officer("kelengkapan")).post(elsewhere, {"scan": scan("bap2.pdf")}).status_code == 404
    assert not ReportScan.objects.exists()


def test_the_page_with_many_scans_asks_the_database_seldom(visit, inspector, queries_of):
    for name in ("bap2.pdf", "bap3.pdf", "bap4.pdf"):
        bring(inspector, visit, scan(name))
        turned_down(ReportScan.objects.latest("pk").stored)
    inspector.get(page(visit.case))
    assert queries_of(lambda: inspector.get(page(visit.case))) <= MOST_QUERIES


def test_a_scan_is_read_as_images_and_recorded_under_its_report(cast, visit, desk, words):
    found, clean = StageReport.objects.get().scan, make.stored(cast.ayu)
    names = ("state", "problem", "key", "engine", "checked_at", "content_type", "size", "sha256")
    StoredFile.objects.filter(pk=found.pk).update(**{name: getattr(clean, name) for name in names})
    browser = desk(person("TECHNICAL", "pupr"))
    assert address(visit, "halaman/") not in words(browser.get(page(visit.case)))
    assert "Halamannya sedang kami siapkan." in words(browser.get(address(visit, "halaman/")))
    report = StageReport.objects.get()
    draw(report.scan, "satu", "dua", remarks={"blurred": [2]})
    seen = words(browser.get(page(visit.case)))
    assert f'href="{address(visit, "halaman/")}"' in seen
    assert f'src="{address(visit, "halaman/1/")}?kecil=1"' in seen
    shown = browser.get(address(visit, "halaman/"), {"halaman": "2"})
    assert f'<image href="{address(visit, "halaman/2/")}"' in words(shown)
    assert "Halaman 2" in words(shown)
    assert not AuditEntry.objects.filter(verb="opened", subject_type=StageReport._meta.label_lower).exists()
    assert browser.get(address(visit, "halaman/2/"))["Content-Type"] == "image/jpeg"
    assert AuditEntry.objects.filter(verb="opened", subject_type=StageReport._meta.label_lower).count() == 1
    assert browser.get(address(visit, "halaman/3/")).status_code == 404


def test_a_refused_scan_has_no_pages(visit, desk):
    browser = desk(person("TECHNICAL", "pupr"))
    for more in ("halaman/", "halaman/1/"):
        assert browser.get(address(visit, more)).status_code == 404
