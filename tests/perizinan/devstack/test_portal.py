import socket

import pytest

from perizinan.devstack import portal, processes
from perizinan.devstack.daemon import DidNotStart

pytestmark = pytest.mark.unit


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((portal.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_passed_over(monkeypatch, taken):
    monkeypatch.setattr(portal, "FIRST_PORT", taken)
    monkeypatch.setattr(portal, "LAST_PORT", taken + 20)
    assert taken < portal.free_port(None) <= taken + 20


def test_the_port_asked_for_is_taken_or_refused(taken):
    with pytest.raises(DidNotStart, match=str(taken)):
        portal.free_port(str(taken))


def test_no_port_left_is_said(monkeypatch, taken):
    monkeypatch.setattr(portal, "FIRST_PORT", taken)
    monkeypatch.setattr(portal, "LAST_PORT", taken)
    with pytest.raises(DidNotStart, match="set PORT"):
        portal.free_port(None)


def test_the_launcher_starts_the_whole_table_with_its_commands(tmp_path):
    web, programs = portal.programs(tmp_path, {"A": "1"}, 8123)
    assert [program.title for program in programs] == [row.name for row in processes.TABLE]
    for program, row in zip(programs, processes.TABLE, strict=True):
        assert program.command()[0].endswith(f"/.venv/bin/{row.command[0]}")
        assert tuple(program.command()[1:]) == row.command[1:]
    assert web.environment["GUNICORN_CMD_ARGS"] == "--bind 127.0.0.1:8123"
