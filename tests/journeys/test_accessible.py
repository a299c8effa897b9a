"""Every page of the story, in every state, in both languages."""

import pytest

from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from tests import make
from tests.journeys.accessibility import problems
from tests.journeys.apart import apart

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
def story(cast):
    """A case in each state and who plays in them; made once, since pages that are only read change nothing."""
    if not _stories:
        _stories.append((cast, {status: apart(make.application, cast, status=status) for status in STATES}))
    return _stories[0]


@pytest.fixture
def inspect(watch):
    watch.allow("404: GET", "403: GET")

    def inspect(page, addresses, language):
        found = {}
        for address in addresses:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(address)
            if told := problems(page, thorough=language == "id"):
                found[address] = told
        return found

    return inspect


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_a_visitor(visit, inspect, story, language):
    permit = make.permit_of(story[1][Status.ISSUED])
    page = visit(language=language)
    assert inspect(page, [*VISITOR, f"/v/{permit.token}/", "/v/tidak-ada/"], language) == {}
    assert {form: found for form in FORMS if (found := wrong(page, *form))} == {}


FORMS = [("/masuk/", "main form"), ("/daftar/", "main form"), ("/lacak/", "main form"), ("/periksa/", "main form")]


def wrong(page, address, form):
    """The page after its form was sent empty."""
    page.goto(address)
    with page.expect_navigation():
        page.locator(form).first.locator("button[type=submit], button.button").first.click()
    return problems(page)


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_an_applicant(visit, inspect, story, language):
    cast, cases = story
    draft, fresh = make.draft(cast.ayu), make.draft(cast.ayu, filled=False)
    page = visit(cast.ayu, language=language)
    addresses = ["/permohonan/", "/akun/", "/akun/data-diri/", "/akun/perangkat/", "/meja/"]
    addresses += [f"/permohonan/{fresh.number}/isi/{part}" for part in DRAFT]
    addresses += [f"/permohonan/{draft.number}/isi/", f"/permohonan/{draft.number}/penarikan/"]
    addresses += [f"/permohonan/{case.number}/periksa/" for case in (draft, fresh)]
    addresses += [f"/permohonan/{case.number}/" for case in cases.values()]
    addresses += [f"/permohonan/{cases[Status.SUBMITTED].number}/{part}/" for part in ("terkirim", "penarikan")]
    addresses += [f"/permohonan/{cases[Status.ISSUED].number}/hitungan/"]
    start = "/permohonan/baru/penelitian/"
    addresses += [start, f"{start}?district=35.16.13", f"{start}?district=kota", f"{start}?district=luar"]
    assert inspect(page, addresses, language) == {}


@pytest.mark.parametrize("language", ["id", "en"])
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
        found |= inspect(visit(officer, language=language), addresses, language)
    assert found == {}


STAGES = ["rekomendasi", "paraf", "persetujuan"]
