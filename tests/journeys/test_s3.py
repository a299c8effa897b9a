"""The portal with its files in S3: a real server that refuses what is not signed."""

import contextlib
import http.client
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.documents.models import DocumentVersion, Upload
from applications.drafting import actions as drafting
from perizinan.devstack import portal
from perizinan.files.models import PageImage
from tests import make
from tests.journeys import applicant, officers
from tests.journeys.files import scan

DOCUMENT, OTHER = "Surat permohonan bertanda tangan", "Pasfoto peneliti"
AWAY = "Tempat penyimpanan sedang tidak menjawab"


@pytest.fixture
def processes(stack, weed, tmp_path):
    """On the address and database of the stack: its web process, or all three, with their files in S3."""
    begun = []

    def run(*, all_of_them, **changed):
        stop()
        environment = stack.environment(**(weed.variables | changed))
        web, programs = portal.programs(tmp_path / str(len(begun)), environment, stack.port)
        begun.extend(programs if all_of_them else [web])
        started(programs if all_of_them else [web])

    def stop():
        for daemon in begun:
            daemon.ask_to_stop()
        for daemon in begun:
            daemon.stop()

    usual = [stack.web, stack.worker, stack.beat]
    for daemon in usual:
        daemon.stop()
    yield run
    stop()
    started(usual)


def started(daemons):
    for daemon in daemons:
        daemon.launch()
    for daemon in daemons:
        daemon.wait()


def test_documents_wait_for_the_storage_and_are_checked_and_read(processes, weed, visit, cast):
    case = make.draft(cast.ayu)
    DocumentVersion.objects.filter(application=case, requirement_key="permohonan").delete()
    sent = scan(DOCUMENT, "pdf")
    processes(all_of_them=False, S3_SECRET_KEY="bukan-ini")
    page, plain = visit(cast.ayu), visit(cast.ayu, java_script_enabled=False)
    for each in (page, plain):
        each.goto(f"/permohonan/{case.number}/isi/")
    applicant.upload(page, DOCUMENT, sent)
    applicant.upload_without_scripts(plain, OTHER)
    expect(plain.get_by_role("main")).to_contain_text(AWAY)
    applicant.reloaded_until(plain, lambda: all_here(case))

    page.goto("about:blank")  # nobody asks while one process takes the place of the other
    processes(all_of_them=True)
    page.goto(f"/permohonan/{case.number}/isi/")
    row = applicant.row(page, DOCUMENT)
    applicant.reloaded_until(page, lambda: expect(row).to_contain_text("Diterima", timeout=applicant.GLANCE))
    version = DocumentVersion.objects.get(application=case, current=True, requirement_key="permohonan")
    downloaded = page.request.get(f"/permohonan/{case.number}/dokumen/permohonan/{version.number}/")
    assert downloaded.body() == sent["buffer"]
    drawn = PageImage.objects.filter(stored=version.stored)
    applicant.reloaded_until(page, lambda: there(drawn))
    row.get_by_role("link", name="Lihat").click()
    image = page.locator("img[src$='/halaman/1/']").first
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    drafting.submit(application_id=case.pk, by=cast.ayu, now=timezone.now())
    officer = visit(cast.budi)
    officers.claim(officer, case.number)
    officers.open_document(officer, DOCUMENT)
    sheet = officer.get_by_role("img", name="Halaman 1 dari 1")
    expect(sheet).to_be_visible()
    assert officer.request.get(sheet.get_attribute("data-src")).body().startswith(b"\xff\xd8")

    for key in (version.stored.key, drawn.get().key, drawn.get().thumb_key):
        assert unsigned(weed, key) == http.client.FORBIDDEN
        assert key not in page.content() + officer.content()


def all_here(case):
    assert Upload.objects.filter(application=case, offset__gt=0).exists()
    assert not DocumentVersion.objects.filter(application=case, requirement_key="permohonan").exists()


def there(rows):
    assert rows.exists()


def unsigned(weed, key):
    with contextlib.closing(http.client.HTTPConnection(urlsplit(weed.url).netloc, timeout=10)) as connection:
        connection.request("GET", f"/{weed.variables['S3_BUCKET']}/clean/{key}")
        return connection.getresponse().status
