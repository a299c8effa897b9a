from datetime import timedelta

import pytest
from django.core.cache import cache

from perizinan.files.health import Standstill, standstill
from perizinan.files.models import State, StoredFile
from tests import make
from tests.reviews.desk.conftest import page

SAID = "Pemeriksa virus tidak menjawab. 3 berkas menunggu, yang pertama sejak 24 November 2026 pukul 10.14 WIB. "


@pytest.fixture
def waiting(cast):
    """Three files: one that came before the scanner fell silent, one it let wait, one nobody looked at yet."""
    case = make.application(cast)
    for minutes, trouble in [(4, "slow"), (14, "clamd-away"), (20, "")]:
        stored = make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE).stored
        at = make.NOW + timedelta(minutes=minutes)
        StoredFile.objects.filter(pk=stored.pk).update(last_trouble=trouble, created_at=at)
    return case


@pytest.mark.parametrize("code", ["clamd-away", "clamd-unsure"])
def test_a_silent_scanner_is_said_in_the_queue_and_at_the_case(cast, desk, words, waiting, code):
    StoredFile.objects.filter(last_trouble="clamd-away").update(last_trouble=code)
    for address in ("/meja/", page(waiting)):
        assert f"{SAID}Dilanjutkan sendiri." in words(desk(cast.budi).get(address))


def test_other_troubles_are_not_the_scanners(cast, desk, words, waiting):
    StoredFile.objects.filter(last_trouble="clamd-away").update(last_trouble="bytes-away")
    assert standstill() is None
    assert "Pemeriksa virus" not in words(desk(cast.budi).get("/meja/"))


def test_it_is_over_once_the_files_are_through(cast, waiting):
    assert standstill() == Standstill(files=3, since=make.NOW + timedelta(minutes=14))
    StoredFile.objects.filter(last_trouble="clamd-away").update(last_trouble="")
    cache.clear()
    assert standstill() is None


def test_it_is_asked_once_every_few_seconds(waiting, django_assert_num_queries):
    with django_assert_num_queries(1):
        standstill()
    with django_assert_num_queries(0):
        assert standstill().files == 3
    StoredFile.objects.all().update(last_trouble="")
    cache.clear()
    with django_assert_num_queries(1):
        standstill()
    with django_assert_num_queries(0):
        standstill()
