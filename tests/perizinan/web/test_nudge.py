import pytest
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisAway

from perizinan.web.nudge import nudge


class Spy:
    name = "contoh.tugas"

    def __init__(self, trouble=None):
        self.trouble, self.calls = trouble, []

    def apply_async(self, **call):
        self.calls.append(call)
        if self.trouble:
            raise self.trouble


def test_a_nudge_leaves_after_the_commit(db, django_capture_on_commit_callbacks):
    task = Spy()
    with django_capture_on_commit_callbacks(execute=True):
        nudge(task, 7)
        assert task.calls == []

    assert task.calls == [{"args": ("7",), "retry": False}]


@pytest.mark.django_db(transaction=True)
def test_a_nudge_never_leaves_when_all_is_undone():
    task = Spy()
    with transaction.atomic():
        nudge(task, 7)
        transaction.set_rollback(True)

    assert task.calls == []


@pytest.mark.parametrize("trouble", [OperationalError(), RedisAway(), ConnectionRefusedError(), TimeoutError()])
def test_a_broker_that_is_away_is_only_logged(db, django_capture_on_commit_callbacks, trouble, caplog):
    with django_capture_on_commit_callbacks(execute=True):
        nudge(Spy(trouble), 7)

    assert "nudge lost: contoh.tugas 7" in caplog.text
