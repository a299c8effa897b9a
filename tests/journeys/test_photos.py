import io
import re

import pypdfium2
import pytest
from django.core.files.storage import storages
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import expect

from applications.documents.models import DocumentVersion
from perizinan.files.models import State
from tests import make
from tests.journeys import applicant
from tests.journeys.accessibility import PHONE, problems
from tests.journeys.files import payload

LETTER = "Surat permohonan bertanda tangan"
SIZE = (900, 1200)
RED, GREEN, BLUE, GREY = (190, 40, 40), (40, 140, 60), (40, 60, 180), (120, 120, 120)
ON_ITS_SIDE = 6  # EXIF: to be turned a quarter clockwise


def page(colour, *, lying=False, told=0, margin=0):
    """Lines of text under a bar of a colour: upright when the bar is at the top. `lying`: turned to the left,
    `told`: what EXIF says about it, `margin`: the table around the paper."""
    picture = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 300), fill=colour)
    for line in range(380, 1100, 50):
        draw.text((80, line), "contoh, bukan surat sungguhan", fill="black", font=ImageFont.load_default(34))
    if margin:
        picture = picture.resize((SIZE[0], SIZE[1] - margin))
        table = Image.new("RGB", SIZE, GREY)
        table.paste(picture, (0, margin))
        picture = table
    exif = Image.Exif()
    if told:
        exif[274] = told
    out = io.BytesIO()
    (picture.rotate(90, expand=True) if lying else picture).save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()


FIRST = page(RED, lying=True, told=ON_ITS_SIDE)
SECOND = page(BLUE, lying=True)
THIRD = page(GREEN, margin=120)
BAD = page(GREY)


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu, filled=False)


def files(*pictures):
    return [payload(f"halaman-{number}.jpg", data) for number, data in enumerate(pictures, 1)]


def ready(tab, number):
    """So many photos are checked and drawn; the page asks by itself."""
    expect(tab.locator(".photo > img")).to_have_count(number)


def ready_reloaded(tab, number):
    applicant.reloaded_until(
        tab, lambda: expect(tab.locator(".photo > img")).to_have_count(number, timeout=applicant.GLANCE)
    )


def press(tab, name):
    tab.get_by_role("button", name=name, exact=True).click()


def open_photos(tab, case):
    tab.goto(f"/permohonan/{case.number}/isi/")
    applicant.row(tab, LETTER).get_by_role("link", name="Foto beberapa halaman").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Foto beberapa halaman")


def the_three_pages_are_upright(case):
    """Red, green, blue, each with its bar on top and text below; the table is cut away from the second."""
    stored = DocumentVersion.objects.get(application=case, requirement_key="permohonan", current=True).stored
    assert stored.state == State.CLEAN
    with storages["clean"].open(stored.key) as file:
        data = file.read()
    with pypdfium2.PdfDocument(data) as document:
        drawn = [each.render(scale=0.5).to_pil().convert("RGB") for each in document]
    assert [each.height > each.width for each in drawn] == [True] * 3
    tops = [each.getpixel((each.width // 2, each.height // 8)) for each in drawn]
    assert [near(top) for top in tops] == [RED, GREEN, BLUE]
    assert all(min(each.getpixel((each.width // 2, each.height * 15 // 16))) > 230 for each in drawn)


def near(colour):
    known = (RED, GREEN, BLUE, GREY, (255, 255, 255))
    return min(known, key=lambda each: sum(abs(a - b) for a, b in zip(each, colour, strict=True)))


def test_three_photos_become_one_upright_pdf_on_a_phone(visit, cast, case):
    tab = visit(cast.ayu, width=PHONE, has_touch=True)
    open_photos(tab, case)
    assert problems(tab) == []
    tab.set_viewport_size({"width": PHONE, "height": 800})
    tab.locator("#foto-baru").set_input_files(files(FIRST, SECOND, BAD))
    expect(tab.locator(".photo")).to_have_count(3)
    ready(tab, 3)
    assert problems(tab) == []
    tab.set_viewport_size({"width": PHONE, "height": 800})

    tab.get_by_role("link", name="Foto ulang halaman 3").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Foto ulang halaman 3")
    tab.locator("#foto-baru").set_input_files(files(THIRD))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Foto beberapa halaman")
    ready(tab, 3)
    press(tab, "Naik halaman 3")
    expect(tab.get_by_role("button", name="Naik halaman 2")).to_be_focused()  # the same photo, on its new place
    press(tab, "Putar halaman 3")
    turned = re.compile("-90-0-0-0-0$")
    expect(tab.get_by_alt_text("Halaman 3 seperti nanti di PDF")).to_have_attribute("src", turned)

    tab.get_by_role("link", name="Potong halaman 2").click()
    top = tab.get_by_role("slider", name="Tepi atas")
    expect(tab.locator("[data-picture] img")).to_have_js_property("complete", True)  # else it grows under the hand
    place = top.bounding_box()
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    tall = tab.locator("[data-picture]").bounding_box()["height"]
    tab.mouse.move(*middle)
    tab.mouse.down()
    tab.mouse.move(middle[0], middle[1] + tall * 0.2, steps=3)
    tab.mouse.up()
    top.press("Shift+ArrowUp")
    expect(top).to_have_attribute("aria-valuenow", "10")
    top.press("ArrowDown")
    expect(top).to_have_attribute("aria-valuetext", "11 persen dipotong")
    assert problems(tab) == []
    press(tab, "Simpan potongan")

    tab.get_by_role("button", name="Jadikan satu PDF (3 halaman)").click()
    row = applicant.row(tab, LETTER)
    expect(row).to_contain_text("Diterima")
    expect(row.get_by_role("link", name="Ubah foto-fotonya")).to_be_visible()
    the_three_pages_are_upright(case)


def test_the_same_without_javascript(visit, cast, case):
    tab = visit(cast.ayu, width=PHONE, java_script_enabled=False)
    open_photos(tab, case)
    tab.locator("#foto-baru").set_input_files(files(FIRST, SECOND, BAD))
    press(tab, "Unggah foto")
    expect(tab.locator(".photo")).to_have_count(3)
    press(tab, "Jadikan satu PDF (3 halaman)")
    if tab.url.endswith("/foto/"):  # as a rule the checks are still at work
        expect(tab.get_by_role("status")).to_contain_text("masih kami periksa. Tunggu sebentar, lalu tekan lagi.")
        ready_reloaded(tab, 3)
    else:
        tab.go_back()

    tab.get_by_role("link", name="Foto ulang halaman 3").click()
    tab.locator("#foto-baru").set_input_files(files(THIRD))
    press(tab, "Ganti foto")
    press(tab, "Naik halaman 3")
    ready_reloaded(tab, 3)
    press(tab, "Putar halaman 3")
    tab.get_by_role("link", name="Potong halaman 2").click()
    tab.get_by_label("Atas").fill("10")
    press(tab, "Lihat hasilnya")
    expect(tab.get_by_alt_text("Foto setelah dipotong")).to_be_visible()
    press(tab, "Simpan potongan")
    tab.get_by_role("button", name="Jadikan satu PDF (3 halaman)").click()
    done = applicant.row(tab, LETTER)
    applicant.reloaded_until(tab, lambda: expect(done).to_contain_text("Diterima", timeout=applicant.GLANCE))
    the_three_pages_are_upright(case)
