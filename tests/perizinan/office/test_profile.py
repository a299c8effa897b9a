from datetime import time

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from perizinan.office import load, queries
from perizinan.office.models import OfficeProfile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


def test_profile_gives_examples_while_there_is_no_row_and_writes_none():
    assert queries.profile().head_name == "Nama Kepala Dinas (contoh)"
    assert not OfficeProfile.objects.exists()


def test_profile_costs_one_query_and_then_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.profile()
    with django_assert_num_queries(0):
        assert queries.profile().address == "Jalan Contoh 1, Mojokerto"


def test_saved_profile_shows_at_once(django_capture_on_commit_callbacks):
    profile = load.seed()
    queries.profile()
    with django_capture_on_commit_callbacks(execute=True):
        profile.phone = "0321 111 111"
        profile.save(update_fields=["phone"])
    assert queries.profile().phone == "0321 111 111"


def test_seed_never_changes_the_office_row():
    profile = load.seed()
    profile.name = "DPMPTSP (contoh)"
    profile.save(update_fields=["name"])
    assert load.seed().name == "DPMPTSP (contoh)"


def test_there_is_only_one_row():
    OfficeProfile(phone="0321 111 111").save()
    OfficeProfile(phone="0321 222 222").save()
    assert [row.phone for row in OfficeProfile.objects.all()] == ["0321 222 222"]


def test_office_may_not_close_before_it_opens():
    profile = load.seed()
    profile.friday_close_time = time(7, 0)
    with pytest.raises(ValidationError, match="sesudah jam buka"):
        profile.full_clean()


def test_profile_works_while_the_cache_is_away(settings):
    settings.CACHES = {
        "default": {"BACKEND": "perizinan.web.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    load.seed()
    assert queries.profile().pk == 1
    queries.profile().save()
