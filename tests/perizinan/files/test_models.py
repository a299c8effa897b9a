import pytest
from django.db import IntegrityError, transaction

from perizinan.files.models import State, StoredFile
from tests.perizinan.files.conftest import NOW


@pytest.mark.parametrize(
    "columns",
    [
        {"state": State.CLEAN},
        {"state": State.CLEAN, "checked_at": NOW, "content_type": "application/pdf", "engine": "x"},
        {"state": State.CLEAN, "checked_at": NOW, "content_type": "application/pdf", "key": "k"},
        {"state": State.CLEAN, "content_type": "application/pdf", "key": "k", "engine": "x"},
        {"state": State.REJECTED, "checked_at": NOW},
        {"state": State.REJECTED, "problem": "damaged"},
        {"state": State.REJECTED, "problem": "damaged", "checked_at": NOW, "key": "k"},
        {"state": State.CHECKING},
        {"state": State.QUARANTINE, "problem": "damaged"},
        {"state": State.QUARANTINE, "key": "k"},
        {"state": State.QUARANTINE, "quarantine_key": ""},
        {"state": "DELETED"},
        {"size": 0},
        {"sha256": ""},
        {"sha256": "Z" * 64},
    ],
)
def test_the_database_refuses_nonsense(receive, columns):
    stored = receive()

    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**columns)


def test_the_sweeper_has_its_index(receive, django_assert_num_queries):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        plan = StoredFile.objects.filter(state__in=["QUARANTINE", "CHECKING"], lease_until__lte=NOW).explain()
        cursor.execute("SET enable_seqscan = on")

    assert "storedfile_waiting" in plan
