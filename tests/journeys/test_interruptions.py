import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests import make
from tests.journeys import applicant

TYPED = "Mengetahui cara pedagang mencatat penjualan, ditulis saat sinyal hilang."


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu)


@pytest.fixture
def page(visit, cast, case):
    found = visit(cast.ayu, width=360)
    found.goto(f"/permohonan/{case.number}/isi/penelitian/")
    return found


def end_session(page):
    [cookie] = [c for c in page.context.cookies() if c["name"] == "sessionid"]
    assert Session.objects.filter(pk=cookie["value"]).delete()[0] == 1


def sign_in_again(page, user):
    page.get_by_label("Nomor ponsel atau e-mail").fill(user.email)
    page.get_by_role("main").get_by_role("button", name="Lanjutkan").click()
    applicant.type_code(page, user.email)


def purpose_of(case):
    return make.answers_of(case, 1).get("tujuan")


def test_a_lost_connection_is_said_and_mends_itself(page, case, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    saved = page.locator("[data-saved]")
    page.context.set_offline(True)
    page.get_by_label("Tujuan penelitian").fill(TYPED)
    expect(saved).to_have_text("Belum tersimpan. Sinyal terputus, kami coba lagi.")
    page.context.set_offline(False)
    expect(saved).to_have_text("Tersimpan kembali")
    assert purpose_of(case) == TYPED


def test_a_session_that_ended_while_typing(page, cast, case):
    end_session(page)
    page.get_by_label("Tujuan penelitian").fill(TYPED)
    saved = page.locator("[data-saved]")
    expect(saved).to_contain_text("Anda perlu masuk lagi. Isian Anda sudah tersimpan di ponsel ini.")
    saved.get_by_role("link", name="Masuk").click()
    sign_in_again(page, cast.ayu)
    expect(page.get_by_label("Tujuan penelitian")).to_have_value(TYPED)
    expect(saved).to_contain_text("Tersimpan pukul")
    assert purpose_of(case) == TYPED


def test_a_session_that_ended_before_the_press_of_the_button(page, cast, case):
    end_session(page)
    page.get_by_label("Tujuan penelitian").fill(TYPED)
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page.get_by_role("main")).to_contain_text("Anda perlu masuk lagi.")
    sign_in_again(page, cast.ayu)
    expect(page.get_by_label("Tujuan penelitian")).to_have_value(TYPED)
    expect(page.locator("[data-saved]")).to_contain_text("Tersimpan pukul")
    assert purpose_of(case) == TYPED


def test_a_session_that_ended_before_an_upload(page, cast, case):
    tasks = f"/permohonan/{case.number}/isi/"
    page.goto(tasks)
    end_session(page)
    row = applicant.upload(page, "KTP peneliti")
    expect(row).to_contain_text("Anda perlu masuk lagi sebelum mengunggah.")
    row.get_by_role("link", name="Masuk").click()
    sign_in_again(page, cast.ayu)
    expect(page).to_have_url(tasks)
    expect(applicant.upload(page, "KTP peneliti")).to_contain_text("Diterima")


def test_a_lost_connection_during_an_upload(page, case, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page.goto(f"/permohonan/{case.number}/isi/")
    page.context.set_offline(True)
    row = applicant.upload(page, "KTP peneliti")
    expect(row).to_contain_text("Sinyal terputus. Kami lanjutkan sendiri bila tersambung lagi.")
    page.context.set_offline(False)
    expect(row).to_contain_text("Diterima")


def test_a_draft_is_there_tomorrow_on_another_phone(page, visit, cast, case):
    with page.expect_response(lambda answer: "x-autosave" in answer.request.headers):
        page.get_by_label("Tujuan penelitian").fill(TYPED)
    other = visit(cast.ayu)
    other.goto("/permohonan/")
    other.get_by_role("link").filter(has_text=case.number).click()
    other.get_by_role("link", name="Penelitian", exact=True).click()
    expect(other.get_by_label("Tujuan penelitian")).to_have_value(TYPED)


@pytest.fixture
def held(visit, cast):
    """A page whose script of this name is asked for and comes only when the test lets it."""

    def held(script, address):
        page, routes = visit(cast.ayu), []
        page.route(f"**/{script}.js", lambda route: routes.append(route), times=1)
        with page.expect_request(f"**/{script}.js"):
            page.goto(address, wait_until="commit")

        def let_come():
            routes.pop().continue_()
            page.wait_for_load_state()

        return page, let_come

    return held


def test_a_choice_made_before_the_script_came_is_no_dead_end(held):
    page, let_come = held("autosubmit", "/permohonan/baru/penelitian/")
    page.get_by_label("Kecamatan tempat kegiatan").select_option(label="Sooko")
    let_come()
    page.get_by_role("button", name="Lanjutkan", exact=True).click()
    expect(page.get_by_label("Desa atau kelurahan")).to_be_visible()


def test_a_file_chosen_before_the_script_came_is_no_dead_end(held, case):
    page, let_come = held("upload", f"/permohonan/{case.number}/isi/")
    row = applicant.choose_file(page, "KTP peneliti")
    let_come()
    row.get_by_role("button", name="Unggah").click()
    expect(row).to_contain_text("ktp-peneliti.jpg")
    expect(row).to_contain_text("Diterima")


def test_what_was_typed_before_the_script_came_is_saved_all_the_same(held, case):
    page, let_come = held("autosave", f"/permohonan/{case.number}/isi/penelitian/")
    page.get_by_label("Tujuan penelitian").fill(TYPED)
    with page.expect_response(lambda answer: "x-autosave" in answer.request.headers):
        let_come()
    assert purpose_of(case) == TYPED
