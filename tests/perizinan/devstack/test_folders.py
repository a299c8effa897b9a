import os
import pathlib
import stat

import pytest

from perizinan.devstack import folders

pytestmark = pytest.mark.unit


def test_a_short_folder_holds_its_own_socket():
    assert folders.socket_folder(pathlib.Path("/srv/portal"), "s") == pathlib.Path("/srv/portal")


def test_a_long_path_gets_a_short_private_folder(tmp_path):
    deep = tmp_path / ("x" * 120)
    short = folders.socket_folder(deep, ".s.PGSQL.5432.lock")
    try:
        assert len(str(short / ".s.PGSQL.5432.lock")) <= folders.SOCKET_LIMIT
        assert stat.S_IMODE(short.stat().st_mode) == 0o700
        assert folders.socket_folder(deep, ".s.PGSQL.5432.lock") == short
    finally:
        short.rmdir()


def test_a_private_folder_of_somebody_else_is_refused(tmp_path):
    with pytest.raises(PermissionError):
        folders.private_folder(tmp_path, os.geteuid() + 1)


def test_a_link_in_place_of_a_private_folder_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(PermissionError):
        folders.private_folder(tmp_path / "link")


def test_a_lock_is_taken_once_and_again_when_it_ends(tmp_path):
    held = folders.take(tmp_path / "lock")
    assert held
    assert folders.take(tmp_path / "lock") is None
    held.close()
    again = folders.take(tmp_path / "lock")
    assert again
    again.close()
