import time
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def autosave_form(saved_at=None):
    line = render_to_string("parts/saved.html", {"saved_at": saved_at})
    return f"""<form method="post" action="/kirim/" data-autosave="/simpan/">
    <input type="hidden" name="csrfmiddlewaretoken" value="token">
    <label>Nama<input name="nama"></label><label><input type="radio" name="jenis" value="a">A</label>
    <label><input type="radio" name="jenis" value="b">B</label>{line}<button>Simpan</button></form>"""


def test_typing_is_saved_by_itself(page, site):
    page.goto(site.show(autosave_form(), "autosave"))
    page.get_by_label("Nama").fill("Bata")
    expect(page.get_by_role("status")).to_contain_text("Tersimpan pukul")
    assert site.received[-1]["nama"] == ["Bata"]
    assert site.received[-1]["csrfmiddlewaretoken"] == ["token"]


def test_a_lost_signal_is_said_and_mended(page, site):
    site.answers = [(0, {}, ""), (200, {}, "")]
    page.clock.install()
    page.goto(site.show(autosave_form(), "autosave"))
    page.get_by_label("Nama").fill("Bata")
    page.clock.run_for(1600)
    status = page.get_by_role("status")
    expect(status).to_have_text("Belum tersimpan. Sinyal terputus, kami coba lagi.")
    page.clock.run_for(3100)
    expect(status).to_have_text("Tersimpan kembali")
    assert site.received[-1]["nama"] == ["Bata"]


@pytest.mark.parametrize("answer", [(401, {}, ""), (302, {"Location": "/masuk/"}, "")])
def test_after_the_session_ended_the_words_wait_on_the_phone(page, site, answer):
    site.answers = [answer]
    page.goto(site.show(autosave_form(), "autosave"))
    page.get_by_label("Nama").fill("Bata")
    page.get_by_label("B", exact=True).check()
    status = page.get_by_role("status")
    expect(status).to_contain_text("Anda perlu masuk lagi. Isian Anda sudah tersimpan di ponsel ini.")
    expect(status.get_by_role("link", name="Masuk")).to_have_attribute("href", "/masuk/?next=%2F")
    assert "token" not in page.evaluate("JSON.stringify(sessionStorage)")

    page.reload()
    expect(page.get_by_label("Nama")).to_have_value("Bata")
    expect(page.get_by_label("B", exact=True)).to_be_checked()
    expect(page.get_by_role("status")).to_contain_text("Tersimpan pukul")
    assert page.evaluate("sessionStorage.length") == 0


def test_what_a_failed_submit_took_along_comes_back(page, site):
    site.answers = [(303, {"Location": "/masuk/"}, "")]
    page.goto(site.show(autosave_form(), "autosave"))
    page.get_by_label("Nama").fill("Bata")
    page.get_by_label("Nama").press("Enter")
    page.wait_for_url("**/masuk/")
    page.goto(site.url)
    expect(page.get_by_label("Nama")).to_have_value("Bata")


def test_what_the_server_has_newer_is_not_overwritten(page, site):
    page.goto(site.show(autosave_form(), "autosave"))
    page.get_by_label("Nama").fill("Bata")
    page.get_by_label("Nama").press("Enter")
    page.wait_for_url("**/kirim/")
    page.goto(site.show(autosave_form(saved_at=timezone.now() + timedelta(seconds=30)), "autosave"))
    expect(page.get_by_label("Nama")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_choice_is_sent_by_pointer_and_not_by_arrow(page, site):
    body = """<form data-autosubmit><select name="desa"><option>a<option>b<option>c</select>
    <button data-fallback>Lanjutkan</button></form>"""
    page.goto(site.show(body, "autosubmit"))
    page.locator("select").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button")).to_be_visible()
    assert "desa" not in page.url
    page.goto(site.url)
    expect(page.get_by_role("button")).to_be_hidden()
    page.locator("select").select_option("c")
    page.wait_for_url("**?desa=c")


def conditional_form(attribute):
    neon = attribute({"field": "kind", "is": "neon"})
    chained = attribute({"all": [{"field": "power", "filled": True}, {"not": {"field": "kind", "in": ["papan"]}}]})
    return f"""<form><select name="kind"><option value="papan">Papan</option><option value="neon">Neon</option></select>
    <div id="power" data-show-if="{neon}"><p data-condition>Bila neon</p><input name="power"></div>
    <div id="safety" data-show-if="{chained}"><input name="safety"></div></form>"""


def test_a_field_shows_only_while_its_condition_holds(page, site, attribute):
    page.goto(site.show(conditional_form(attribute), "conditions"))
    expect(page.locator("#power")).to_be_hidden()
    page.locator("select").select_option("neon")
    expect(page.locator("#power")).to_be_visible()
    expect(page.locator("[data-condition]")).to_be_hidden()
    page.locator("[name=power]").fill("20")
    expect(page.locator("#safety")).to_be_visible()
    page.locator("select").select_option("papan")
    expect(page.locator("#safety")).to_be_hidden()


def test_without_javascript_every_field_shows(browser, site, attribute):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.show(conditional_form(attribute), "conditions"))
    expect(page.locator("#power")).to_be_visible()
    expect(page.locator("[data-condition]")).to_be_visible()
    context.close()


def test_the_desk_by_keyboard(page, site):
    rows = "".join(f'<tr><th><a href="#{n}">Kasus {n}</a></th></tr>' for n in (1, 2, 3))
    body = f'<input type="search" aria-label="Cari"><table data-keys><tbody>{rows}</tbody></table>'
    page.goto(site.show(body, "keys"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Kasus 2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Kasus 1")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Cari")).to_be_focused()
    page.keyboard.type("jk/")
    expect(page.get_by_label("Cari")).to_have_value("jk/")


def test_digits_are_grouped_when_one_leaves_and_pasted_as_is(page, site):
    page.goto(
        site.show('<label>NIK<input data-group="4" value="3516000000000001"></label><button>x</button>', "grouping")
    )
    nik = page.get_by_label("NIK")
    expect(nik).to_have_value("3516 0000 0000 0001")
    nik.fill("3516 1111-2222.3333")
    expect(nik).to_have_value("3516 1111-2222.3333")
    nik.blur()
    expect(nik).to_have_value("3516 1111 2222 3333")
    nik.fill("bukan angka")
    nik.blur()
    expect(nik).to_have_value("bukan angka")


def test_a_letter_presses_what_carries_it(page, site):
    body = """<label><input type="radio" name="v" data-key="s">Sesuai</label>
    <label><input type="radio" name="v" data-key="p">Perlu diperbaiki</label><textarea></textarea>"""
    page.goto(site.show(body, "keys"))
    page.keyboard.press("p")
    expect(page.get_by_label("Perlu diperbaiki")).to_be_checked()
    page.locator("textarea").press("s")
    expect(page.locator("textarea")).to_have_value("s")
    expect(page.get_by_label("Perlu diperbaiki")).to_be_checked()


def test_what_the_server_took_is_not_put_back_however_slow_the_page_was(page, site):
    def late(route):
        time.sleep(2)
        site.show(autosave_form(), "autosave")  # the hour the server reads is that of the answer, not of the question
        route.continue_()

    page.route(site.url, late, times=1)
    page.goto(site.url)
    page.get_by_label("Nama").fill("Bata")
    page.get_by_label("Nama").press("Enter")
    page.wait_for_url("**/kirim/")
    page.goto(site.show(autosave_form(saved_at=timezone.now()), "autosave"))
    expect(page.get_by_label("Nama")).to_have_value("")


def test_the_press_of_the_button_saves_once(page, site):
    page.clock.install()
    page.goto(site.show(autosave_form(), "autosave"))
    page.get_by_label("Nama").fill("Bata")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/kirim/")
    assert len(site.received) == 1
