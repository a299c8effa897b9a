"""One document from the applicant's phone to the officer's desk, and once more after it was sent back."""

import io
import re

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from playwright.sync_api import expect

from applications.documents.queries import versions
from applications.drafting import actions as drafting
from perizinan.files.models import Images
from reviews.assignments import actions as assignments
from tests import make
from tests.journeys import applicant
from tests.journeys.accessibility import PHONE, problems
from tests.journeys.files import payload

PROPOSAL, KEY = "Proposal penelitian berbahasa Indonesia", "proposal"
ASKED = "Halaman 2 buram. Pindai ulang."
FIRST, SECOND, THIRD, ADDED = "Latar belakang", "Cara meneliti", "Jadwal", "Lampiran"


def paper(title, *, blurred=False):
    page = Image.new("RGB", (1000, 1414), "white")
    draw = ImageDraw.Draw(page)
    draw.text((90, 100), title, fill="black", font=ImageFont.load_default(44))
    for top in range(220, 1200, 44):
        draw.text((90, top), f"{title}: contoh, bukan surat sungguhan", fill="black", font=ImageFont.load_default(28))
    return page.filter(ImageFilter.GaussianBlur(9)) if blurred else page


def pdf(name, *pages):
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=120)
    return payload(name, out.getvalue())


OLD = pdf("proposal.pdf", paper(FIRST), paper(SECOND, blurred=True), paper(THIRD))
NEW = pdf("proposal-baru.pdf", paper(FIRST), paper(SECOND), paper(THIRD), paper(ADDED))


def test_a_document_is_checked_drawn_sent_back_replaced_and_compared(visit, cast):
    case = make.draft(cast.ayu, now=timezone.now())
    ayu = visit(cast.ayu, width=PHONE, has_touch=True)
    ayu.goto(f"/permohonan/{case.number}/isi/")
    row = applicant.upload(ayu, PROPOSAL, OLD)
    expect(row).to_contain_text("Diterima dengan catatan")  # the worker has drawn its pages and looked at them
    expect(row.locator("[data-state] > p").last).to_contain_text(re.compile(r"^Halaman\s2\sburam\."))
    heard = ayu.get_by_role("status").filter(has_text=f"{PROPOSAL}: Diterima dengan catatan. Halaman")
    expect(heard).to_have_count(1)
    row.get_by_role("link", name="Lihat").click()
    expect(ayu.locator(".leaves img")).to_have_count(3)
    assert problems(ayu) == []

    now = timezone.now()
    drafting.submit(application_id=case.pk, by=cast.ayu, now=now)
    assignments.claim(item_id=make.item(case).pk, by=cast.budi, now=now)
    make.send_back(case, cast.budi, mend={KEY: ASKED}, now=now)

    ayu.goto(f"/permohonan/{case.number}/")
    mending = ayu.get_by_role("main").locator("ol").first
    expect(mending).to_contain_text(re.compile(r"Halaman\s2\sburam"))
    expect(mending.locator("form.live-form")).to_be_attached()
    mending.locator("input[type=file]").set_input_files(NEW)
    expect(mending.get_by_text("Diterima", exact=True)).to_be_visible()
    ayu.get_by_role("button", name="Kirim perbaikan (1 dari 1)").click()
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Sedang kami kerjakan")
    assert [version.stored.images for version in versions(make.fresh(case), KEY)][:2] == [Images.READY] * 2

    budi = visit(cast.budi)
    budi.goto(f"/meja/{case.number}/?nilai=document-{KEY}")
    budi.wait_for_load_state()
    expect(budi.get_by_text(re.compile(r"1\shalaman berubah: 2\. 1\shalaman ditambahkan: 4\."))).to_be_visible()
    budi.locator(".paper").focus()
    budi.keyboard.press("n")
    expect(budi.get_by_role("status").filter(has_text="/ 4")).to_have_text("Halaman nomor 2 / 4")
    budi.keyboard.press("v")
    expect(budi.get_by_role("link", name="Tutup versi lama")).to_be_visible()
    sheets = budi.locator(".sheet:not([hidden]) image")
    expect(sheets).to_have_count(2)  # the old page 2 beside the new one
    assert len({sheet.get_attribute("href") for sheet in sheets.all()}) == 2
    for sheet in sheets.all():
        assert budi.request.get(sheet.get_attribute("href")).headers["content-type"] == "image/jpeg"
    assert problems(budi) == []


def test_what_is_left_is_counted_anew_and_the_link_to_send_stays_under_the_finger(visit, cast):
    case = make.draft(cast.ayu, filled=False, now=timezone.now())
    ayu = visit(cast.ayu, width=PHONE)
    ayu.goto(f"/permohonan/{case.number}/isi/")
    send = ayu.locator("#kirim")
    before = send.locator(".tag").inner_text()
    link = send.get_by_role("link").element_handle()
    expect(applicant.upload(ayu, PROPOSAL, NEW)).to_contain_text("Diterima")
    expect(send.locator(".tag")).not_to_have_text(before)
    assert link.evaluate("link => link.isConnected")
