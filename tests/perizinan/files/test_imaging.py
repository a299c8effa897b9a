import io
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from PIL import Image

from perizinan.files import checking, drawn, imaging, removal, storages, sweeping, tasks
from perizinan.files.checks import child
from perizinan.files.health import pages_backlog
from perizinan.files.kept import keep, written
from perizinan.files.models import Images, PageImage, State, StoredFile, StoredFileQuerySet
from perizinan.files.problems import remark_sentences
from tests.perizinan.files import drawn_made, made
from tests.perizinan.files.conftest import NOW
from tests.perizinan.files.racing import claim_at_once
from tests.perizinan.files.test_sweeping import after

CHECKED, DRAWN = after(1), after(2)
LATER = DRAWN + timedelta(seconds=121)  # past the first lease


@pytest.fixture(autouse=True)
def demo(files_settings):
    """Nobody has to look for viruses here."""
    files_settings.CLAMD_MODE, files_settings.DEBUG = "demo", True
    files_settings.FILES_PAGE_SIDE = 300


@pytest.fixture
def clean(receive, check):
    def clean(data=None, **more):
        return check(receive(made.pdf(pages=3) if data is None else data, **more))

    return clean


def draw(stored, at=DRAWN):
    more = imaging.draw(pk=stored.pk, clock=lambda: at)
    stored.refresh_from_db()
    return more


def numbers(stored):
    return [page.number for page in stored.pages.order_by("number")]


def kept():
    """How many page images lie in the storage."""
    try:
        return len(storages.clean().listdir(f"{drawn.FOLDER}2026/11/24")[1])
    except FileNotFoundError:
        return 0


def test_a_clean_pdf_gets_an_image_of_each_page(clean):
    stored = clean()
    assert stored.images == Images.WAITING

    assert draw(stored) is False

    assert stored.images == Images.READY
    assert (stored.images_lease_until, stored.images_attempts) == (None, 0)
    assert numbers(stored) == [1, 2, 3]
    for page in stored.pages.all():
        with storages.clean().open(page.key) as file, storages.clean().open(page.thumb_key) as thumb:
            data, small = file.read(), thumb.read()
        assert (len(data), len(small)) == (page.size, page.thumb_size)
        assert Image.open(io.BytesIO(data)).size == (page.width, page.height)


def test_keys_say_nothing_of_the_file(clean):
    stored = clean(name="ktp-ayu.pdf")
    draw(stored)

    assert len({key for page in stored.pages.all() for key in (page.key, page.thumb_key)}) == 6
    assert not any("ayu" in page.key + page.thumb_key or str(stored.pk) in page.key for page in stored.pages.all())


def test_what_was_measured_becomes_remarks_with_pages(clean, settings):
    settings.FILES_PAGE_SIDE = 1000
    bad = drawn_made.blurred(drawn_made.writing(), 5).reduce(2)
    stored = clean(drawn_made.pdf_of(drawn_made.writing().reduce(2), bad, drawn_made.paper((707, 1000)), bad))
    draw(stored)

    assert {code: stored.facts[code] for code in ("blurred", "blank")} == {"blurred": [2, 4], "blank": [3]}
    assert [code for code in stored.remarks if code in ("blurred", "blank")] == ["blurred", "blank"]
    assert remark_sentences(["blurred"], stored.facts) == [
        "Halaman 2 dan 4 buram. Foto ulang di tempat terang bila tulisannya tidak terbaca."
    ]


def test_a_photo_is_one_page(clean, settings):
    settings.FILES_PAGE_SIDE = 1000
    target = io.BytesIO()
    drawn_made.blurred(drawn_made.writing(), 5).reduce(2).save(target, "JPEG")
    stored = clean(target.getvalue(), name="ktp.jpg")
    draw(stored)

    assert numbers(stored) == [1]
    assert remark_sentences(["blurred"], stored.facts)[0].startswith("Foto ini buram.")


def test_a_letter_of_the_portal_is_not_drawn(ayu, files_settings):
    with written(made.pdf(), now=NOW) as letter:
        stored = keep(letter, name="izin.pdf", content_type="application/pdf", by=ayu, now=NOW)

    assert stored.images == Images.NONE
    assert not imaging.want(pk=stored.pk)
    assert sweeping.sweep_old_pages() == 0


def test_a_rejected_file_is_not_drawn(receive, check):
    stored = check(receive(made.pdf()[:-60]))

    assert (stored.state, stored.images) == (State.REJECTED, Images.NONE)
    assert not imaging.want(pk=stored.pk)


def test_files_from_before_are_drawn_as_well(clean):
    stored = clean()
    StoredFile.objects.update(images=Images.NONE)

    assert sweeping.sweep_old_pages() == 1
    assert sweeping.sweep_old_pages() == 0
    assert sweeping.sweep_pages(now=after(60)) == [stored.pk]


def test_a_verdict_nudges_the_drawing(receive, nudged, django_capture_on_commit_callbacks):
    stored = receive()

    with django_capture_on_commit_callbacks(execute=True):
        tasks.check_file(str(stored.pk))

    assert nudged[-1] == ("draw_pages", str(stored.pk))


# --- thick documents, bit by bit


def test_a_thick_document_takes_several_runs(clean, monkeypatch, nudged, django_capture_on_commit_callbacks):
    monkeypatch.setattr(drawn, "_PAGES_OF_A_CHILD", 2)
    monkeypatch.setattr(imaging, "_SECONDS_OF_A_RUN", 0)
    stored = clean(made.pdf(pages=5))

    assert draw(stored)
    assert (stored.images, numbers(stored)) == (Images.WAITING, [1, 2])
    with django_capture_on_commit_callbacks(execute=True):
        tasks.draw_pages.apply(args=(str(stored.pk),))
    stored.refresh_from_db()

    assert (stored.images, numbers(stored)) == (Images.READY, [1, 2, 3, 4, 5])


def test_what_rests_between_two_runs_is_left_to_its_nudge(clean, monkeypatch):
    monkeypatch.setattr(drawn, "_PAGES_OF_A_CHILD", 2)
    monkeypatch.setattr(imaging, "_SECONDS_OF_A_RUN", 0)
    stored = clean()
    draw(stored)

    assert sweeping.sweep_pages(now=DRAWN + timedelta(seconds=5)) == []
    assert sweeping.sweep_pages(now=DRAWN + timedelta(seconds=11)) == [stored.pk]


def die_on(page):
    """The child is killed once it comes to this page."""
    real = drawn.draw

    def draw_some(*args, wanted):
        if wanted.first <= page < wanted.first + wanted.pages:
            wanted = type(wanted)(**vars(wanted) | {"pages": page - wanted.first})
            real(*args, wanted=wanted)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, wanted=wanted)

    return draw_some


def test_pages_before_a_crash_are_not_drawn_again(clean, monkeypatch):
    monkeypatch.setattr(drawn, "draw", die_on(3))
    stored = clean()
    with made_file(stored) as source:
        some = drawn.batch(stored, source, first=1, now=DRAWN)

    assert [page.number for page in some.pages] == [1, 2]
    assert not some.last


def made_file(stored):
    return Path(storages.clean().path(stored.key)).open("rb")


def test_a_page_that_cannot_be_drawn_leaves_the_file_clean(clean, monkeypatch):
    monkeypatch.setattr(drawn, "draw", die_on(3))
    stored = clean()
    draw(stored)

    assert (stored.state, stored.images) == (State.CLEAN, Images.FAILED)
    assert "tidak dapat kami tampilkan" in remark_sentences(stored.remarks, stored.facts)[-1]
    assert numbers(stored) == []
    assert kept() == 0


def test_a_busy_machine_waits_and_then_gives_up(clean, monkeypatch):
    def starve(*args, **kwargs):
        raise child.Starved("contoh")

    monkeypatch.setattr(child, "run", starve)
    stored, at, waits = clean(), DRAWN, []
    while draw(stored, at) is False and stored.images == Images.WAITING:
        waits.append((stored.images_lease_until - at).total_seconds())
        at = stored.images_lease_until

    assert waits == [15, 30, 60, 120]
    assert (stored.state, stored.images) == (State.CLEAN, Images.FAILED)


def test_it_is_not_tried_before_its_time(clean, monkeypatch):
    stored = clean()
    monkeypatch.setattr(imaging, "batch", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        draw(stored)
    stored.refresh_from_db()
    monkeypatch.undo()

    assert stored.images == Images.WAITING
    draw(stored, stored.images_lease_until - timedelta(seconds=1))
    assert stored.images == Images.WAITING
    draw(stored, stored.images_lease_until)
    assert stored.images == Images.READY


def test_bytes_that_changed_are_not_shown(clean):
    stored = clean()
    StoredFile.objects.update(sha256="0" * 64)

    draw(stored)

    assert stored.images == Images.FAILED


# --- a worker killed in the middle, and the one that comes after it


def test_a_lease_that_ran_out_is_claimed_again(clean):
    stored = clean()
    dead = imaging.claim(pk=stored.pk, now=DRAWN)

    assert imaging.claim(pk=stored.pk, now=DRAWN + timedelta(seconds=60)) is None
    assert sweeping.sweep_pages(now=DRAWN + timedelta(seconds=60)) == []
    assert sweeping.sweep_pages(now=LATER) == [stored.pk]
    draw(stored, LATER)

    assert stored.images == Images.READY
    assert stored.images_token != dead.images_token


def killed_after(pages, stored, monkeypatch):
    """A worker that has written so many pages, with its lease still running."""
    monkeypatch.setattr(drawn, "_PAGES_OF_A_CHILD", pages)
    worker = imaging.claim(pk=stored.pk, now=DRAWN)
    with made_file(stored) as source:
        imaging._keep(worker, drawn.batch(worker, source, first=1, now=DRAWN), now=DRAWN)
    return worker


def test_the_next_worker_goes_on_where_the_killed_one_was(clean, monkeypatch):
    stored = clean()
    killed_after(2, stored, monkeypatch)
    first = dict(stored.pages.values_list("number", "key"))

    draw(stored, LATER)

    assert (stored.images, numbers(stored)) == (Images.READY, [1, 2, 3])
    assert first.items() <= dict(stored.pages.values_list("number", "key")).items()
    assert kept() == 6


def test_a_document_that_kills_every_worker_is_given_up(clean):
    stored, at = clean(), DRAWN
    for _ in range(5):
        assert imaging.claim(pk=stored.pk, now=at)
        at += timedelta(seconds=121)

    draw(stored, at)

    assert (stored.state, stored.images) == (State.CLEAN, Images.FAILED)


def test_a_worker_that_was_overtaken_writes_nothing(clean, monkeypatch):
    stored = clean()
    slow = imaging.claim(pk=stored.pk, now=DRAWN)
    draw(stored, LATER)
    with made_file(stored) as source:
        late = drawn.batch(slow, source, first=1, now=LATER)

    with pytest.raises(imaging.Overtaken):
        imaging._keep(slow, late, now=LATER)
    imaging._give_up(slow, drawn.Undrawable())
    imaging._put_back(slow, trouble=drawn.Undrawable(), now=LATER)

    stored.refresh_from_db()
    assert (stored.images, numbers(stored), kept()) == (Images.READY, [1, 2, 3], 6)


def test_without_the_token_the_overtaken_worker_would_win(clean, monkeypatch):
    stored = clean()
    slow = imaging.claim(pk=stored.pk, now=DRAWN)
    draw(stored, LATER)
    monkeypatch.setattr(imaging, "_still_ours", lambda stored: StoredFile.objects.filter(pk=stored.pk))

    imaging._give_up(slow, drawn.Undrawable())

    stored.refresh_from_db()
    assert (stored.images, numbers(stored)) == (Images.FAILED, [])


def test_images_of_a_killed_worker_without_rows_go_after_two_days(clean):
    stored = clean()
    draw(stored)
    orphan = drawn._saved(b"contoh", NOW)

    assert sweeping.sweep_orphans(now=NOW + timedelta(days=1)) == 0
    assert sweeping.sweep_orphans(now=NOW + timedelta(days=2)) == 1
    assert not storages.clean().exists(orphan)
    assert kept() == 6


def test_two_workers_never_draw_one_file(transactional_db, clean, monkeypatch):
    assert claim_at_once(imaging, clean().pk, now=DRAWN, monkeypatch=monkeypatch) == 1


def test_without_the_row_lock_both_would_draw_it(transactional_db, clean, monkeypatch):
    stored = clean()
    monkeypatch.setattr(StoredFileQuerySet, "select_for_update", lambda self, **_: self)

    assert claim_at_once(imaging, stored.pk, now=DRAWN, monkeypatch=monkeypatch) == 2


def test_no_transaction_is_open_while_pages_are_drawn(transactional_db, clean, monkeypatch):
    seen, real = [], child.run
    monkeypatch.setattr(
        child, "run", lambda *args, **more: (seen.append(connection.in_atomic_block), real(*args, **more))[1]
    )
    stored = clean()
    draw(stored)

    assert stored.images == Images.READY
    assert seen
    assert not any(seen)


# --- and away again


def test_images_go_with_their_file(clean):
    stored = clean()
    draw(stored)

    with transaction.atomic():
        removal.forget([stored], now=DRAWN)
    assert removal.sweep(now=DRAWN + timedelta(days=1)) > 0

    assert (numbers(stored), kept()) == ([], 0)


def test_the_health_numbers(clean):
    assert pages_backlog().files == 0
    stored = clean()

    assert (pages_backlog().files, pages_backlog().oldest_at) == (1, CHECKED)
    draw(stored)
    assert pages_backlog().files == 0


def test_a_page_is_written_once(clean):
    stored = clean()
    draw(stored)

    assert checking.check(pk=stored.pk, clock=lambda: LATER) is False
    assert draw(stored, LATER) is False
    assert PageImage.objects.filter(stored=stored).count() == 3


def test_a_storage_that_does_not_answer_is_asked_again(clean, monkeypatch):
    def away(*_):
        raise storages.Away("contoh")

    stored = clean()
    monkeypatch.setattr(drawn, "_saved", away)
    at = DRAWN
    for _ in range(8):  # an outage of any length gives nothing up
        draw(stored, at)
        assert (stored.images, stored.images_lease_until) == (Images.WAITING, at + timedelta(seconds=15))
        at = stored.images_lease_until

    monkeypatch.undo()
    draw(stored, stored.images_lease_until)
    assert stored.images == Images.READY


def test_a_document_has_so_much_time_and_no_more(clean, monkeypatch):
    """300 pages of half a minute each would hold a worker for hours."""
    monkeypatch.setattr(drawn, "_PAGES_OF_A_CHILD", 1)
    used = iter(range(0, 10000, 150))
    monkeypatch.setattr(imaging, "_children_seconds", lambda: next(used))
    monkeypatch.setattr(imaging, "_SECONDS_OF_A_RUN", 0)
    stored = clean(made.pdf(pages=9))
    runs = 1
    while draw(stored):
        runs += 1
    assert (runs, stored.images, numbers(stored), kept()) == (5, Images.FAILED, [], 0)
    assert imaging._SPENT not in stored.facts


def test_the_time_a_document_took_is_no_fact_of_it(clean, monkeypatch):
    monkeypatch.setattr(drawn, "_PAGES_OF_A_CHILD", 1)
    stored = clean()
    draw(stored)
    assert stored.images == Images.READY
    assert imaging._SPENT not in stored.facts
