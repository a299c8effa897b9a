"""Uploads on a connection that is slow, breaks, and has a server killed at its other end."""

import hashlib
import os
import re
import signal

import pikepdf
import pytest
from playwright.sync_api import expect

from applications.documents.models import Upload
from applications.documents.queries import versions
from perizinan.files import storages
from tests import make
from tests.journeys import applicant

MB = 1024 * 1024
SLOTS = "Proposal penelitian berbahasa Indonesia"
KEY = "proposal"
LOST = "Sinyal terputus. Kami lanjutkan sendiri bila tersambung lagi."
THROTTLED = {"offline": False, "latency": 20, "downloadThroughput": 4 * MB, "uploadThroughput": 3 * MB}
# what Chromium says of a connection that is cut, on purpose
CUT = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_NETWORK")


@pytest.fixture
def roomy(stack):
    """A web process that takes files of 25 MB; all others keep their limit."""
    usual = stack.web.environment
    stack.web.environment = usual | {"FILES_MAX_BYTES": str(25 * MB)}
    stack.web.restart()
    stack.web.wait()
    yield stack
    stack.web.environment = usual
    stack.web.restart()
    stack.web.wait()


@pytest.fixture
def proposal(tmp_path):
    path = tmp_path / "proposal.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root["/Contoh"] = pdf.make_stream(os.urandom(20 * MB))
        pdf.save(path)
    return path


def throttle(page):
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", THROTTLED)
    return lambda **changes: session.send("Network.emulateNetworkConditions", THROTTLED | changes)


def reached(row, percent):
    """The bar in the row stands at least there."""
    tens = "|".join(str(ten) for ten in range(percent // 10, 10))
    expect(row.locator("[data-state] p").first).to_have_text(re.compile(rf"Mengunggah\s({tens})\d\s%"))


def test_twenty_megabytes_through_a_closed_tab_a_lost_network_and_a_killed_server(visit, cast, roomy, proposal, watch):
    watch.allow(*CUT)
    case, begun = make.draft(cast.ayu), []
    first = visit(cast.ayu, width=360)
    first.context.on("request", lambda request: begun.append(request.url) if request.method == "POST" else None)
    first.goto(f"/permohonan/{case.number}/isi/")
    throttle(first)
    expect(applicant.row(first, SLOTS).locator("form.live-form")).to_be_attached()
    row = applicant.row(first, SLOTS)
    row.locator("input[type=file]").set_input_files(proposal)
    reached(row, 20)
    first.close()

    page = first.context.new_page()
    page.goto(f"/permohonan/{case.number}/isi/")
    network = throttle(page)
    row = applicant.row(page, SLOTS)
    expect(row).to_contain_text(re.compile(r"proposal\.pdf berhenti di [1-9]\d\s%\. Pilih berkas yang sama"))
    [upload] = Upload.objects.filter(application=case)
    assert upload.offset >= 3 * MB
    expect(row.locator("form.live-form")).to_be_attached()
    row.locator("input[type=file]").set_input_files(proposal)
    reached(row, 40)
    network(offline=True)
    expect(row).to_contain_text(LOST)
    network(offline=False)
    reached(row, 60)
    os.killpg(roomy.web.process.pid, signal.SIGKILL)
    expect(row).to_contain_text(LOST)
    roomy.web.restart()
    roomy.web.wait()

    expect(row).to_contain_text("Diterima")
    stored = versions(case, KEY)[0].stored
    with storages.clean().open(stored.key) as file:
        arrived = hashlib.sha256(file.read()).hexdigest()
    assert arrived == stored.sha256 == hashlib.sha256(proposal.read_bytes()).hexdigest()
    assert len(begun) == 1  # announced once: each time it went on where it was
    assert not Upload.objects.filter(application=case).exists()


def test_the_same_file_without_javascript(visit, cast, roomy, proposal):
    case = make.draft(cast.ayu)
    page = visit(cast.ayu, width=360, java_script_enabled=False)
    page.goto(f"/permohonan/{case.number}/isi/")
    row = applicant.row(page, SLOTS)
    row.locator("input[type=file]").set_input_files(proposal)
    row.get_by_role("button", name="Unggah").click()
    applicant.reloaded_until(page, lambda: expect(row).to_contain_text("Diterima", timeout=applicant.GLANCE))
    assert versions(case, KEY)[0].stored.sha256 == hashlib.sha256(proposal.read_bytes()).hexdigest()
