"""The small modules of a form in Chromium, on a page and with a server of a few lines: rows, autosave, the place."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from playwright.sync_api import Page, Route, expect

from applications.answers.forms import read_post, section_form
from tests.applications.answers.test_conditions_in_browser import browser_type_launch_args  # noqa: F401
from tests.applications.catalogue import made

ADDRESS = "https://portal.invalid/isi/"
FIELDS: list[dict[str, Any]] = [
    {"key": "hari", "type": "choices", "label": "Hari",
     "options": [{"value": "senin", "label": "Senin"}, {"value": "rabu", "label": "Rabu"}]},
    {"key": "tim", "type": "rows", "label": "Anggota tim", "most_rows": 4,
     "columns": [{"key": "nama", "type": "text", "label": "Nama anggota"},
                 {"key": "umur", "type": "number", "label": "Umur", "required": False}]},
    {"key": "titik", "type": "point", "label": "Titik lokasi"},
]  # fmt: skip


class Portal:
    """Draws the section, serves static/js, notes what is posted; answers 204 or nothing at all."""

    def __init__(self, page: Page) -> None:
        sections = [*made.content()["sections"], {"key": "semua", "title": "Semua", "fields": FIELDS}]
        self.spec, self.posted, self.lost = made.spec(sections=sections), [], False
        self.given: dict[str, Any] = {}
        self.version = 1
        self.held: list[Route] | None = None  # scripts that have not come yet
        self.page = page
        page.route("**/*", self._answer)

    def saved(self, wanted: dict[str, Any]) -> None:
        """The newest autosave, once it says this."""
        found: dict[str, Any] = {}
        for _ in range(100):
            if self.posted:
                found = read_post(self.spec.section("semua").fields, self.posted[-1])
            if found | wanted == found:
                return
            self.page.wait_for_timeout(100)
        assert found | wanted == found

    def _answer(self, route: Route) -> None:
        request = route.request
        if request.method == "POST":
            if self.lost:
                return route.abort()
            self.posted.append(QueryDict(request.post_data or ""))
            return route.fulfill(status=204, headers={"X-Saved-At": "10.00 WIB"})
        if request.url.endswith(".js"):
            return self.held.append(route) if self.held is not None else self._script(route)
        return route.fulfill(body=self._page(), content_type="text/html")

    def release(self) -> None:
        held, self.held = self.held or [], None
        for route in held:
            self._script(route)

    def _script(self, route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(path=settings.BASE_DIR / "static" / "js" / name, content_type="text/javascript")

    def _page(self) -> str:
        form = section_form(self.spec, "semua", self.given)
        case = SimpleNamespace(version=SimpleNamespace(number=self.version))
        context = {"form": form, "case": case, "save_url": "/isi/", "saved_at": None, "csrf_token": "kunci"}
        drawn = render_to_string("answers/section_form.html", context)
        names = ["rows", "autosave", "conditions", "grouping", "point"]
        scripts = "".join(f'<script type="module" src="/js/{name}.js"></script>' for name in names)
        return f"<!doctype html><html lang=id><meta charset=utf-8><body>{drawn}{scripts}"


@pytest.fixture
def portal(page: Page) -> Portal:
    return Portal(page)


@pytest.fixture
def opened(page: Page, portal: Portal) -> Callable[..., None]:
    def open_page(**given: Any) -> None:
        portal.given = given
        page.goto(ADDRESS)
        expect(page.get_by_role("group", name="Baris 2")).to_have_count(0)

    return open_page


def _names(page: Page) -> list[str]:
    return [box.input_value() for box in page.get_by_label("Nama anggota").all()]


def test_rows_are_added_and_dropped_and_saved(page: Page, portal: Portal, opened: Callable[..., None]) -> None:
    opened()
    page.get_by_label("Nama anggota").fill("Ayu")
    add = page.get_by_role("button", name="Tambah baris")
    for name in ("Budi", "Citra", "Dewi"):
        add.click()
        expect(page.get_by_label("Nama anggota").last).to_be_focused()
        page.keyboard.type(name)
    expect(add).to_be_hidden()  # four are the most
    page.get_by_role("button", name="Hapus baris 2").click()
    assert _names(page) == ["Ayu", "Citra", "Dewi"]
    expect(page.get_by_role("group", name="Baris 3").get_by_label("Nama anggota")).to_have_value("Dewi")
    expect(add).to_be_visible()
    rows = [{"nama": name, "umur": ""} for name in ("Ayu", "Citra", "Dewi")]
    portal.saved({"hari": [], "titik": "", "tim": rows})
    expect(page.get_by_text("Tersimpan pukul 10.00 WIB")).to_be_visible()


def test_the_last_row_is_emptied_and_enter_drops_none(page: Page, opened: Callable[..., None]) -> None:
    opened(tim=[{"nama": "Ayu"}])
    with page.expect_request(lambda request: request.method == "POST" and request.is_navigation_request()) as sent:
        page.get_by_label("Nama anggota").press("Enter")
    assert "row=" not in (sent.value.post_data or "")
    opened(tim=[{"nama": "Ayu"}])
    page.get_by_role("button", name="Hapus baris 1").click()
    assert _names(page) == [""]


def test_autosave_sends_choices_also_when_none_is_left(page: Page, portal: Portal, opened: Callable[..., None]) -> None:
    opened(hari=["senin", "rabu"])
    page.get_by_label("Senin").uncheck()
    portal.saved({"hari": ["rabu"]})
    page.get_by_label("Rabu").uncheck()
    portal.saved({"hari": []})


def test_what_could_not_be_sent_comes_back_with_all_its_rows(
    page: Page, portal: Portal, opened: Callable[..., None]
) -> None:
    portal.given = {"tim": [{"nama": "Lama"}, {"nama": "Hilang"}]}
    page.goto(ADDRESS)
    portal.lost = True
    page.get_by_label("Rabu").check()
    page.get_by_role("button", name="Hapus baris 2").click()
    for name in ("Budi", "Citra"):
        page.get_by_role("button", name="Tambah baris").click()
        page.keyboard.type(name)
    expect(page.get_by_text("Belum tersimpan.")).to_be_visible()
    page.wait_for_function("() => Object.values(sessionStorage).some((kept) => kept.includes('Citra'))")
    portal.lost = False
    page.goto(ADDRESS)
    expect(page.get_by_text(re.compile("sudah kami pulihkan|Tersimpan pukul"))).to_be_visible()
    assert _names(page) == ["Lama", "Budi", "Citra"]
    expect(page.get_by_label("Rabu")).to_be_checked()
    portal.saved({"tim": [{"nama": name, "umur": ""} for name in ("Lama", "Budi", "Citra")], "hari": ["rabu"]})


def _kept(page: Page, word: str) -> None:
    page.wait_for_function("(word) => Object.values(sessionStorage).some((kept) => kept.includes(word))", arg=word)


def test_what_was_typed_into_an_older_form_goes_to_the_server_as_it_was(
    page: Page, portal: Portal, opened: Callable[..., None]
) -> None:
    opened()
    portal.lost = True
    page.get_by_label("Titik lokasi").fill("dekat pasar")
    _kept(page, "dekat pasar")
    portal.lost, portal.version = False, 2
    portal.spec = made.spec(
        sections=[*made.content()["sections"], {"key": "semua", "title": "Semua", "fields": FIELDS[:1]}]
    )
    with page.expect_request(lambda request: request.method == "POST" and request.is_navigation_request()) as sent:
        page.goto(ADDRESS, wait_until="commit")
    posted = QueryDict(sent.value.post_data or "")
    assert (posted["versi"], posted["titik"], posted.getlist("csrfmiddlewaretoken")) == ("1", "dekat pasar", ["kunci"])
    assert page.evaluate("() => sessionStorage.length") == 1, "until the server has something newer"


def test_a_row_typed_before_the_scripts_came_stays_beside_what_comes_back(
    page: Page, portal: Portal, opened: Callable[..., None]
) -> None:
    opened()
    portal.lost = True
    page.get_by_label("Nama anggota").fill("Ayu")
    _kept(page, "Ayu")
    portal.lost, portal.held = False, []
    page.goto(ADDRESS, wait_until="commit")
    page.get_by_label("Nama anggota").nth(1).fill("Dini")
    portal.release()
    expect(page.get_by_text(re.compile("sudah kami pulihkan|Tersimpan pukul"))).to_be_visible()
    assert _names(page) == ["Ayu", "Dini"]


def test_digits_are_grouped_also_in_a_row_that_was_added(
    page: Page, portal: Portal, opened: Callable[..., None]
) -> None:
    columns = [{"key": "nik", "type": "nik", "label": "NIK anggota"}]
    tim = {"key": "tim", "type": "rows", "label": "Tim", "columns": columns}
    portal.spec = made.spec(sections=[*made.content()["sections"], {"key": "semua", "title": "Semua", "fields": [tim]}])
    opened()
    page.get_by_role("button", name="Tambah baris").click()
    page.keyboard.type("3516124503900002")
    page.keyboard.press("Tab")
    expect(page.get_by_label("NIK anggota").last).to_have_value("3516 1245 0390 0002")


def test_the_most_rows_are_said_where_no_more_can_be_added(page: Page, opened: Callable[..., None]) -> None:
    opened(tim=[{"nama": "Ayu"}])
    said = page.get_by_text("Paling banyak 4 baris.")
    expect(said).to_be_hidden()
    for _ in range(3):
        page.get_by_role("button", name="Tambah baris").click()
    expect(said).to_be_visible()
    page.get_by_role("button", name="Hapus baris 1").click()
    expect(said).to_be_hidden()


def test_the_place_of_the_device_is_taken(page: Page, portal: Portal, opened: Callable[..., None]) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -7.473211, "longitude": 112.43389, "accuracy": 12})
    opened()
    page.get_by_role("button", name="Pakai lokasi perangkat ini").click()
    expect(page.get_by_label("Titik lokasi")).to_have_value("-7.473211, 112.433890")
    expect(page.get_by_text("Ketepatannya sekitar 12 m.")).to_be_visible()
    portal.saved({"titik": "-7.473211, 112.433890"})


def test_a_device_that_tells_nothing_says_what_to_do(page: Page, opened: Callable[..., None]) -> None:
    page.context.clear_permissions()
    opened()
    page.get_by_role("button", name="Pakai lokasi perangkat ini").click()
    expect(page.get_by_text(re.compile("Ketik koordinatnya|ketik koordinatnya"))).to_be_visible()
