import importlib
import re
import shutil
import subprocess
from datetime import timedelta
from unittest.mock import Mock

import pytest

from applications.lifecycle.states import Status
from applications.permits import actions as permits
from applications.permits import tasks
from applications.permits.models import Permit
from applications.permits.queries import letters_to_render
from perizinan import papers
from perizinan.files.kept import read
from perizinan.files.models import StoredFile
from perizinan.papers import TEST_BAND
from tests import make
from tests.make import NOW

STALE = NOW + permits.LEASE + timedelta(seconds=1)


@pytest.fixture
def permit(cast):
    return make.permit_of(make.application(cast, status=Status.AWAITING_SIGNATURE))


@pytest.fixture
def printed(monkeypatch):
    monkeypatch.setattr(permits, "drawn", Mock(return_value=b"%PDF-1.7 surat"))


def words(pdf, tmp_path):
    (tmp_path / "surat.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "surat.pdf", "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_letter_says_what_it_is_and_who_signed(permit, tmp_path):
    assert permits.render_letter(permit_id=permit.pk, now=NOW)
    permit.refresh_from_db()
    text = words(read(permit.letter), tmp_path)
    for said in (
        permit.number,
        f"{permit.code[:4]}-{permit.code[4:]}",
        make.ANSWERS["peneliti"]["nama"],
        make.ANSWERS["penelitian"]["judul"],
        "14 Desember 2026 sampai 14 Maret 2027",
        "Dewi (contoh)",
        " ".join(TEST_BAND.split()),
        "/periksa/",
    ):
        assert said in text
    assert {found.lower() for found in re.findall(r"(\w+)(?: tanda tangan)?(?: elektronik)? BSrE", text)} == {"bukan"}
    assert make.NIK not in text.replace(" ", "")


def test_letter_is_rendered_once(permit, printed):
    assert permits.render_letter(permit_id=permit.pk, now=NOW)
    assert not permits.render_letter(permit_id=permit.pk, now=STALE)
    permit.refresh_from_db()
    assert permit.state == Permit.State.RENDERED
    assert StoredFile.objects.filter(engine="dibuat portal").count() == 1


def test_letter_waits_while_another_worker_holds_it(permit, monkeypatch):
    inside = []

    def drawn(permit):
        inside.append(permits.render_letter(permit_id=permit.pk, now=NOW))
        return b"%PDF-1.7 surat"

    monkeypatch.setattr(permits, "drawn", drawn)
    assert permits.render_letter(permit_id=permit.pk, now=NOW)
    assert inside == [False]


def test_dead_workers_letter_is_taken_over_after_its_lease(permit, printed, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(permits, "drawn", Mock(side_effect=MemoryError))
        with pytest.raises(MemoryError):
            permits.render_letter(permit_id=permit.pk, now=NOW)
    assert letters_to_render(NOW + timedelta(seconds=1)) == []
    assert not permits.render_letter(permit_id=permit.pk, now=NOW + timedelta(seconds=1))
    assert letters_to_render(STALE) == [permit.pk]
    assert permits.render_letter(permit_id=permit.pk, now=STALE)


def test_worker_that_lost_its_lease_writes_nothing(permit, monkeypatch):
    def drawn(permit):
        monkeypatch.setattr(permits, "drawn", Mock(return_value=b"%PDF-1.7 yang lain"))
        assert permits.render_letter(permit_id=permit.pk, now=STALE)
        return b"%PDF-1.7 terlambat"

    monkeypatch.setattr(permits, "drawn", drawn)
    assert not permits.render_letter(permit_id=permit.pk, now=NOW)
    permit.refresh_from_db()
    assert read(permit.letter) == b"%PDF-1.7 yang lain"


def test_sweeper_nudges_every_letter_by_itself(permit, nudged, cast, django_capture_on_commit_callbacks):
    other = make.permit_of(make.application(cast, status=Status.AWAITING_SIGNATURE))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_letters()
    assert sorted(nudged) == sorted(("render_letter", str(pk)) for pk in (permit.pk, other.pk))


def test_number_and_words_of_the_approval_are_frozen(permit, cast):
    case = permit.application
    case.applicant.name = "Nama baru"
    case.applicant.save(update_fields=["name"])
    assert permit.holder_name == "Ayu (contoh)"
    assert [fact["label"] for fact in permit.facts] == [
        "Judul penelitian",
        "Lokasi penelitian",
        "Tanggal mulai",
        "Tanggal selesai",
    ]
    assert permit.valid_until.isoformat() == "2027-03-14"


def test_renderer_is_recorded_and_the_letter_can_be_made_again(permit):
    assert permits.render_letter(permit_id=permit.pk, now=NOW)
    permit.refresh_from_db()
    assert permit.renderer == papers.RENDERER
    assert permits.drawn(permit) == read(permit.letter)


def test_letter_made_by_templates_that_are_gone_says_so(permit):
    permit.renderer = "0+typst-0.1"
    with pytest.raises(papers.UnknownRenderer, match="no set of templates '0'"):
        permits.drawn(permit)


def test_later_templates_do_not_change_a_letter_that_was_made(permit, tmp_path, monkeypatch):
    assert permits.render_letter(permit_id=permit.pk, now=NOW)
    permit.refresh_from_db()
    rendering = importlib.import_module("perizinan.papers.render")
    for name in ("1", "2"):
        shutil.copytree(rendering.SETS / "1", tmp_path / name)
    later = tmp_path / "2" / "letter.typ"
    later.write_text(later.read_text().replace("Nomor : ", "Nomor surat: "))
    monkeypatch.setattr(rendering, "SETS", tmp_path)
    monkeypatch.setattr(papers, "RENDERER", f"2+{rendering.TYPST}")
    assert permits.drawn(permit) == read(permit.letter)
    permit.renderer = ""  # as if it were rendered today
    assert permits.drawn(permit) != read(permit.letter)
