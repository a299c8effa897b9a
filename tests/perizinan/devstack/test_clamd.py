import socket
import struct

import pytest

from perizinan.devstack import clamd
from perizinan.devstack.clamd import Clamd


@pytest.mark.unit
def test_system_signatures_count_only_when_complete_files_are_there(tmp_path):
    assert clamd.signatures(tmp_path) is None
    (tmp_path / "freshclam.dat").touch()
    assert clamd.signatures(tmp_path) is None
    (tmp_path / "daily.cld").touch()
    assert clamd.signatures(tmp_path) == tmp_path


@pytest.fixture
def server(folder):
    made = Clamd(folder, binary=clamd.server())
    made.start()
    yield made
    made.stop()


def scan(server, data):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(server.socket))
        connection.sendall(b"zINSTREAM\0" + struct.pack("!L", len(data)) + data + b"\0\0\0\0")
        return connection.recv(4096).rstrip(b"\0").decode()


def test_local_signatures_know_the_test_virus_and_pass_the_rest(server):
    assert scan(server, clamd.EICAR).endswith("FOUND")
    assert scan(server, b"%PDF-1.7 " + clamd.EICAR).endswith("FOUND")
    assert scan(server, b"%PDF-1.7 surat") == "stream: OK"
    assert "only EICAR" in server.about


def test_a_second_launcher_uses_the_one_that_runs(server, folder):
    second = Clamd(folder, binary="/nonexistent")
    second.start()
    second.stop()
    assert server.ready()


def test_a_confined_clamd_runs_from_a_copy(monkeypatch, folder):
    monkeypatch.setattr(clamd, "_confined", lambda: True)
    server = Clamd(folder, binary=clamd.server())
    server.start()
    try:
        assert server.command()[0] == str(folder / "clamd" / "clamd")
    finally:
        server.stop()
