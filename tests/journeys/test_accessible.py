"""Every page of the story, in every state, in both languages."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import expect

from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import Status
from perizinan.accounts.models import Party
from perizinan.accounts.roles import Role
from tests import make
from tests.journeys.accessibility import problems
from tests.journeys.apart import apart
from tests.reviews.desk.test_queue import copies

VISITOR = [
    "/",
    "/izin/?q=skripsi",
    "/izin/?q=xyzzy",
    "/izin/penelitian/",
    "/izin/penelitian/persiapan/",
    "/izin/pbg/",
    "/masuk/",
    "/masuk/?next=/permohonan/&sesi=habis",
    "/daftar/",
    "/lacak/",
    "/periksa/",
    "/kotak-surat/",
    "/privasi/",
    "/pengaduan/",
    "/standar-pelayanan/",
]
ACCOUNT = ["/akun/e-mail/", "/akun/ponsel/", "/akun/kata-sandi/", "/akun/perangkat/", "/keluar/"]
DRAFT = ["", "peneliti/", "peneliti/?periksa=1", "lembaga/", "penelitian/", "pelaksanaan/", "anggota/?periksa=1"]
STATES = [
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.RETURNED,
    Status.AWAITING_SIGNATURE,
    Status.ISSUED,
    Status.REJECTED,
    Status.WITHDRAWN,
    Status.LAPSED,
]


_stories: list[tuple[make.Cast, dict[Status, Application]]] = []


@pytest.fixture
def story(cast, stack):
    """A case in each state and who plays in them; made once, since pages that are only read change nothing."""
    if not _stories:
        with stack.by_hand():
            _stories.append((cast, {status: apart(make.application, cast, status=status) for status in STATES}))
    return _stories[0]


@pytest.fixture
def inspect(watch):
    watch.allow("404: GET", "403: GET")

    def inspect(page, addresses):
        found = {}
        for address in addresses:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(address)
            if told := problems(page):
                found[address] = told
        return found

    return inspect


# The same pages in English are a long round of their own: make trials.
LANGUAGES = ["id", pytest.param("en", marks=pytest.mark.trial)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_visitor(visit, inspect, story, language):
    permit = make.permit_of(story[1][Status.ISSUED])
    page = visit(language=language)
    assert inspect(page, [*VISITOR, f"/v/{permit.token}/", "/v/tidak-ada/"]) == {}
    assert {form: found for form in FORMS if (found := wrong(page, *form))} == {}


FORMS = [("/masuk/", "main form"), ("/daftar/", "main form"), ("/lacak/", "main form"), ("/periksa/", "main form")]


def wrong(page, address, form):
    """The page after its form was sent empty."""
    page.goto(address)
    with page.expect_navigation():
        page.locator(form).first.locator("button[type=submit], button.button").first.click()
    return problems(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_an_applicant(visit, inspect, story, language):
    cast, cases = story
    draft, fresh = make.draft(cast.ayu), make.draft(cast.ayu, filled=False)
    page = visit(cast.ayu, language=language)
    addresses = ["/permohonan/", "/akun/", "/akun/data-diri/", "/meja/", *ACCOUNT]
    addresses += [f"/permohonan/{fresh.number}/isi/{part}" for part in DRAFT]
    addresses += [f"/permohonan/{draft.number}/isi/", f"/permohonan/{draft.number}/penarikan/"]
    addresses += [f"/permohonan/{case.number}/periksa/" for case in (draft, fresh)]
    addresses += [f"/permohonan/{case.number}/" for case in cases.values()]
    addresses += [f"/permohonan/{cases[Status.SUBMITTED].number}/{part}/" for part in ("terkirim", "penarikan")]
    addresses += [f"/permohonan/{cases[Status.ISSUED].number}/hitungan/"]
    start = "/permohonan/baru/penelitian/"
    addresses += [start, f"{start}?district=35.16.13", f"{start}?district=kota", f"{start}?district=luar"]
    assert inspect(page, addresses) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_officers(visit, inspect, story, language):
    cast, cases = story
    mended = make.mend(make.application(cast, status=Status.RETURNED), cast.ayu)
    make.judge_one(mended, "pengantar", cast.budi, judgement="mend", note="Surat belum dicap. " * 20)
    waiting = {stage: make.application(cast, status=Status.IN_REVIEW, stage=stage) for stage in STAGES}
    found = {}
    for officer, addresses in {
        cast.budi: [
            *(f"/meja/?tab={tab}" for tab in ("saya", "unit", "belum-diambil", "pemohon", "semua")),
            "/meja/?cari=26-9999-999",
            *(f"/meja/{case.number}/" for case in cases.values()),
            f"/meja/{mended.number}/",
            f"/meja/{mended.number}/?nilai=document-pengantar",
            f"/meja/{mended.number}/?nilai=field-judul",
            *(f"/meja/{mended.number}/{part}/" for part in ("riwayat", "hitungan", "pengembalian", "penolakan")),
            f"/meja/{mended.number}/lengkap/",
        ],
        cast.citra: ["/meja/", f"/meja/{waiting['rekomendasi'].number}/teruskan/"],
        cast.darma: [f"/meja/{waiting['paraf'].number}/teruskan/"],
        cast.dewi: ["/meja/", f"/meja/{waiting['persetujuan'].number}/persetujuan/", "/meja/tanda-tangan/"],
        cast.hadi: ["/meja/", f"/meja/{mended.number}/"],
    }.items():
        found |= inspect(visit(officer, language=language), addresses)
    assert found == {}


LONG = "Surat belum dicap, tulisannya buram, dan judulnya berbeda dari isian. Foto ulang di tempat terang. " * 3


@pytest.fixture
def crowd(cast):
    """200 more rows like that of one case with a long name and long notes; gone again for the other journeys."""
    cast.ayu.name = "Raden Ajeng Nareswari Kusumaningrum Hapsari Wirjodiningrat (contoh)"
    cast.ayu.save(update_fields=["name"])
    Party.objects.filter(user=cast.ayu).update(name=cast.ayu.name)
    case = make.application(cast, status=Status.IN_REVIEW, stage="kelengkapan")
    make.judge(case, cast.budi, mend={"pengantar": LONG, "judul": LONG})
    rows = copies(case, 200)
    yield case
    WorkItem.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Application.objects.filter(pk__in=[row.application_id for row in rows]).delete()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_queue_and_long_notes(visit, inspect, cast, crowd, language):
    advised = make.application(cast, status=Status.IN_REVIEW, stage="paraf")
    WorkItem.objects.filter(application=advised, outcome="recommend").update(note=LONG)
    parts = ("", "?nilai=document-pengantar", "?nilai=field-judul", "riwayat/", "pengembalian/")
    addresses = ["/meja/", "/meja/?tab=unit", *(f"/meja/{crowd.number}/{part}" for part in parts)]
    assert inspect(visit(cast.budi, language=language), addresses) == {}
    addresses = [f"/meja/{advised.number}/", f"/meja/{advised.number}/teruskan/"]
    assert inspect(visit(cast.darma, language=language), addresses) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_second_step(visit, inspect, language):
    """Reached by a password, since these pages ask for it again."""
    user = make.user(f"Gita{language}", role=Role.ADMIN)
    page = visit(language=language)
    sign_in(page, user)
    found = inspect(page, ["/akun/", *ACCOUNT, "/akun/pengaman/", "/akun/pengaman/aplikasi/"])
    press(page)  # is it you? without the password: the page with its error
    assert problems(page) == []
    page.locator("main [name=password]").fill(make.PASSWORD)
    press(page)
    expect(page.locator("main img")).to_be_visible()
    assert problems(page) == []
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    parts = ("", "cadangan/", "cadangan/baru/", "aplikasi/lepas/")
    found |= inspect(page, [f"/akun/pengaman/{part}" for part in parts])
    assert found == {}
    asked = visit(language=language)
    sign_in(asked, user)
    asked.wait_for_url("**/masuk/kode-aplikasi/**")
    assert problems(asked) == []


def sign_in(page, user):
    page.goto("/masuk/")
    page.locator("[name=login]").fill(user.email)
    page.locator("main summary").first.click()
    page.locator("[name=password]").fill(make.PASSWORD)
    press(page)


def press(page):
    with page.expect_navigation():
        page.locator("main form button").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_our_own_fault(visit, watch, language):
    watch.allow("500: GET")
    page = visit(language=language)
    with translation.override(language):
        body = render_to_string("errors/500.html", {"code": "7F3K"})
    page.route("**/rusak/", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
    page.goto("/rusak/")
    assert problems(page) == []


STAGES = ["rekomendasi", "paraf", "persetujuan"]
