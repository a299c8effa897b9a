from datetime import timedelta

import pytest
import time_machine

from applications.documents.models import DocumentVersion
from perizinan.audit.actions import record
from perizinan.files import engines
from perizinan.files.kept import ENGINE
from perizinan.files.models import State, StoredFile
from perizinan.files.problems import problem_sentence
from tests import make
from tests.drawn import draw
from tests.reviews.desk.conftest import page, version

MOST_QUERIES = 11  # six of them: who asks, and may they
CLAMAV = "ClamAV 1.4.6/27600/Mon Nov 23 08:20:11 2026"


def origin(case, key="ktp"):
    return page(case, f"dokumen/{version(case, key).pk}/asal/")


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (CLAMAV, "ClamAV 1.4.6, tanda virus 23 November 2026"),
        ("ClamAV 1.4.6", "ClamAV 1.4.6"),
        ("ClamAV 1.4.6/27600/kapan-kapan", "ClamAV 1.4.6/27600/kapan-kapan"),
        (ENGINE, "Dibuat portal sendiri"),
        ("", ""),
    ],
)
def test_the_engine_in_words(engine, said):
    assert engines.in_words(engine).replace("\u00a0", " ") == said


def test_a_file_tells_where_it_comes_from(cast, desk, words):
    case = make.application(cast)
    stored = version(case, "ktp").stored
    StoredFile.objects.filter(pk=stored.pk).update(engine=CLAMAV)
    draw(stored, "satu", "dua", remarks={"blurred": [2]})
    shown = words(desk(cast.hadi).get(origin(case)))
    for said in (
        "Ayu (contoh), 24 November 2026 pukul 10.00 WIB",
        stored.name,
        "PDF",
        stored.sha256,
        "ClamAV 1.4.6, tanda virus 23 November 2026",
        "<dd>2</dd>",
        "Halaman 2",
        "Belum pernah",
    ):
        assert said in shown


def test_every_version_stands_there_with_its_own_verdict(cast, desk, words):
    case = make.application(cast)
    make.attach(case, "ktp", cast.ayu, state=State.REJECTED)
    last = make.attach(case, "ktp", cast.ayu)
    shown = desk(cast.budi).get(page(case, f"dokumen/{last.pk}/asal/"))
    found = shown.context["page"].origins
    assert [(each.version.number, each.chosen) for each in found] == [(3, True), (2, False), (1, False)]
    assert [bool(each.download) for each in found] == [True, False, True]
    assert problem_sentence("encrypted", {}) in words(shown)


def test_who_opened_which_version_and_when(cast, desk, words):
    case = make.application(cast)
    first = version(case, "ktp")
    second = make.attach(case, "ktp", cast.ayu)
    for hours, who, opened in [(2, "budi", first), (3, "budi", second), (4, "budi", second), (5, "hadi", second)]:
        with time_machine.travel(make.NOW + timedelta(hours=hours), tick=False):
            desk(getattr(cast, who)).get(page(case, f"dokumen/{opened.pk}/"))
    with time_machine.travel(make.NOW + timedelta(hours=6), tick=False):
        shown = desk(cast.dewi).get(origin(case))
    newest, oldest = shown.context["page"].origins
    assert [(each.who, each.times) for each in newest.openings] == [("Hadi (contoh)", 1), ("Budi (contoh)", 2)]
    assert [each.who for each in oldest.openings] == ["Budi (contoh)"]
    assert "Budi (contoh), 24 November 2026 pukul 14.00 WIB" in words(shown)
    assert "(2 kali)" in words(shown)


def test_the_applicants_own_opening_has_no_name(cast, desk, client):
    case = make.application(cast)
    client.force_login(cast.ayu)
    client.get(f"/permohonan/{case.number}/dokumen/ktp/1/")
    openings = desk(cast.budi).get(origin(case)).context["page"].origins[0].openings
    assert [each.who for each in openings] in ([], ["Pemohon"])


def test_a_file_made_of_photos_says_so(cast, desk, words):
    case = make.application(cast)
    data = {"requirement": "ktp", "version": 1, "count": 3, "file": "x", "photos": []}
    record(verb="document.compose", by=cast.ayu, subject=case, now=make.NOW, data=data)
    assert "3 foto, disatukan portal" in words(desk(cast.budi).get(origin(case)))
    assert "disatukan portal" not in words(desk(cast.budi).get(origin(case, "pengantar")))


def test_a_file_that_was_there_before_says_when_it_came(cast, desk, words):
    case = make.application(cast)
    found = version(case, "ktp")
    StoredFile.objects.filter(pk=found.stored_id).update(created_at=make.NOW - timedelta(days=30))
    shown = words(desk(cast.budi).get(origin(case)))
    assert "Pertama kali diterima</dt><dd>Ayu (contoh), 25 Oktober 2026 pukul 10.00 WIB" in shown


def test_few_statements_however_many_versions(cast, desk, queries_of):
    case = make.application(cast)
    browser = desk(cast.budi)
    browser.get(origin(case))
    few = queries_of(lambda: browser.get(origin(case)))
    for _n in range(5):
        make.attach(case, "ktp", cast.ayu)
    assert queries_of(lambda: browser.get(origin(case))) <= few <= MOST_QUERIES
    assert DocumentVersion.objects.filter(application=case, requirement_key="ktp").count() == 6
