"""A type with many conditions, two units at once, a visit and a payment: from the search to the sealed permit."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from applications.lifecycle.states import Status
from applications.permits.models import Permit
from perizinan.web.texts import tanggal
from tests.journeys import anytype, applicant, letters, officers

BIG = {
    **{"pemilik": "badan", "nama": "CV Reklame Contoh", "jenis": "billboard", "keperluan": "produk_lain"},
    **{"panjang": "8", "lebar": "4", "muka": "2", "ketinggian": "9"},
}


def test_a_billboard_from_the_search_to_the_sealed_permit(visit, cast, stack):
    ayu = visit(width=360)
    contact = "ayu.reklame@contoh.test"
    today = tanggal(timezone.localdate()).replace("\u00a0", " ")

    # found by another word; every condition of the form opens and closes on the phone
    ayu.goto("/")
    ayu.get_by_label("Izin apa yang Anda butuhkan?").fill("ijin iklan")
    ayu.get_by_role("button", name="Cari").click()
    ayu.get_by_role("main").get_by_role("link", name="Izin Reklame").first.click()
    ayu.get_by_role("link", name="Mulai permohonan").click()
    applicant.register(ayu, "Ayu Reklame (contoh)", contact)
    ayu.get_by_label("Izin baru").check()
    ayu.get_by_role("button", name="Lanjutkan").click()
    number = applicant.choose_place(ayu)
    typed = anytype.samples(anytype.case_of(number).spec, today=timezone.localdate(), **BIG)
    came = anytype.fill(ayu, number, typed)
    sections = [section.title.id for section in anytype.case_of(number).spec.applicant_sections()]
    assert came == sections[:-1]  # the last one asks only about a permit that exists
    assert ayu.evaluate("document.documentElement.scrollWidth") == 360
    documents = anytype.upload_all(ayu, number)
    ayu.reload()
    ayu.get_by_role("link", name="Periksa dan kirim").click()
    expect(ayu.get_by_role("main")).to_contain_text("8 m")
    applicant.send(ayu)
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Permohonan terkirim")

    budi = visit()
    officers.sign_in(budi, cast.budi.email)
    officers.claim(budi, number)
    anytype.judge_all(budi, documents)
    officers.press(budi, "Nyatakan lengkap")
    expect(budi.get_by_text(f"Berkas {number} dinyatakan lengkap.")).to_be_visible()

    # two units at the same time: the tax office, and the inspectors on the spot
    tax, roads = visit(), visit()
    officers.sign_in(tax, "bapenda@contoh.test")
    officers.sign_in(roads, "pupr@contoh.test")
    ayu.goto(f"/permohonan/{number}/")
    expect(ayu.get_by_role("main")).to_contain_text("Bapenda")
    expect(ayu.get_by_role("main")).to_contain_text("PUPR")

    officers.claim(tax, number)
    expect(tax.get_by_role("main")).to_contain_text("Pada waktu yang sama")
    anytype.fill_stage(tax, number, "pajak", typed)
    officers.follow(tax, "Beri pertimbangan")
    tax.get_by_label("Dapat diberikan").check()
    officers.confirm(tax, "Teruskan")
    assert anytype.case_of(number).status == Status.IN_REVIEW

    officers.claim(roads, number)
    anytype.fill_stage(roads, number, "kunjungan", typed)
    officers.follow(roads, "Tulis laporan")
    roads.get_by_label("Tanggal pemeriksaan").fill(today)
    roads.get_by_role("radio", name="Sesuai", exact=True).check()
    officers.confirm(roads, "Simpan laporan dan teruskan")

    # both are done: now the applicant has to pay, and the clock rests
    ayu.reload()
    expect(ayu.get_by_role("main")).to_contain_text("Bayar menurut surat tagihan dari Badan Pendapatan Daerah.")
    officers.claim(tax, number)
    anytype.fill_stage(tax, number, "bayar_pajak", typed)
    officers.follow(tax, "Catat pembayaran")
    tax.get_by_label("Tanggal pembayaran").fill(today)
    tax.get_by_label("Jumlah yang dibayar").fill("1.250.000")
    officers.confirm(tax, "Catat pembayaran")

    darma, dewi = visit(), visit()
    officers.sign_in(darma, cast.darma.email)
    officers.claim(darma, number)
    officers.follow(darma, "Teruskan ke Kepala Dinas")
    officers.confirm(darma, "Teruskan")
    officers.sign_in(dewi, cast.dewi.email)
    officers.find(dewi, number)
    officers.follow(dewi, "Setujui")
    officers.confirm(dewi, "Setujui")
    row = officers.choose(dewi, Permit.objects.get(application__number=number).number)
    officers.sign(dewi, officers.PASSPHRASE)
    expect(row).to_contain_text("Selesai")

    ayu.reload()
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Izin terbit")
    with ayu.expect_download() as permit:
        ayu.get_by_role("link", name="Unduh izin").click()
    printed = letters.printed(permit.value.path())
    assert "CV Reklame Contoh" in printed
    assert re.search(r"8 m × 4 m", printed)
    assert letters.accepted(permit.value.path().read_bytes(), stack.folder / "signing" / "root.crt")
