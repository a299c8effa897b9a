import pytest
from celery import shared_task
from celery.beat import SchedulingError

from perizinan.celery import LONGEST_PAUSE, Beat, app
from perizinan.web.nudge import nudge

done = []


@shared_task(name="tests.work")
def work(pk):
    done.append(pk)


@shared_task(name="tests.sweeper")
def sweeper():
    nudge(work, "7")


@pytest.fixture
def dead_broker():
    usual = app.conf.broker_url, app.conf.broker_transport_options
    done.clear()
    app.conf.update(
        broker_url="redis://127.0.0.1:1/0", broker_transport_options={"max_retries": 0, "socket_connect_timeout": 1}
    )
    app.amqp._producer_pool = None  # of the living one
    yield
    app.conf.update(broker_url=usual[0], broker_transport_options=usual[1])
    app.amqp._producer_pool = None


def beat():
    return Beat(app, schedule={}, lazy=True)


def entry():
    return Beat.Entry(name="sweep", task="tests.sweeper", schedule=1, app=app)


@pytest.mark.django_db(transaction=True)
def test_beat_does_the_sweepers_work_while_the_broker_is_away(dead_broker):
    beat().apply_entry(entry())
    assert done == ["7"]
    assert app.conf.task_always_eager is False


def test_without_that_the_work_would_wait(dead_broker):
    with pytest.raises(SchedulingError):
        super(Beat, beat()).apply_async(entry(), advance=False)
    assert done == []


def test_workers_ask_often_whether_the_broker_is_back(dead_broker, monkeypatch):
    pauses = []
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda _seconds: None)
    connection = app.connection_for_read()
    with pytest.raises(Exception, match="refused"):
        connection.ensure_connection(errback=lambda _trouble, pause: pauses.append(pause), max_retries=6)
    assert max(pauses) == LONGEST_PAUSE
