import pytest

from perizinan.devstack import packages
from perizinan.devstack.packages import NotInstalled, Package

pytestmark = pytest.mark.unit

THERE = Package("make", "recipes", lambda: True)
CLAMD = Package("clamav-daemon", "virus checks", lambda: False)
PDF = Package("poppler-utils", "PDFs", lambda: False)


def test_missing_names_only_what_is_not_there():
    assert packages.missing([THERE, CLAMD, PDF]) == [CLAMD, PDF]


@pytest.mark.parametrize(("uid", "start"), [(0, "apt-get install"), (1000, "sudo apt-get install")])
def test_apt_line_can_be_copied_as_it_is(monkeypatch, uid, start):
    monkeypatch.setattr(packages.os, "geteuid", lambda: uid)
    assert packages.apt_line([CLAMD, PDF]) == f"{start} -y --no-install-recommends clamav-daemon poppler-utils"


def test_nothing_is_installed_when_all_is_there(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "install", lambda *_: pytest.fail("installed"))
    assert packages.require([THERE], tmp_path / "log") == []


def test_without_root_one_line_names_all_that_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "can_install", lambda: False)
    with pytest.raises(NotInstalled) as refusal:
        packages.require([THERE, CLAMD, PDF], tmp_path / "log")
    assert packages.apt_line([CLAMD, PDF]) in str(refusal.value)


def test_root_installs_what_is_missing(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(packages, "can_install", lambda: True)
    monkeypatch.setattr(packages, "install", lambda wanted, _log: asked.extend(wanted))
    assert packages.require([THERE, CLAMD], tmp_path / "log") == ["clamav-daemon"]
    assert asked == [CLAMD]


def test_an_install_that_leaves_something_out_is_a_failure(monkeypatch, tmp_path):
    class Done:
        returncode = 0

    monkeypatch.setattr(packages.subprocess, "run", lambda *_, **__: Done)
    with pytest.raises(NotInstalled, match="clamav-daemon"):
        packages.install([CLAMD], tmp_path / "apt.log")


def test_a_file_is_there_only_when_a_pattern_finds_one(tmp_path):
    (tmp_path / "lib" / "x86_64-linux-gnu").mkdir(parents=True)
    assert not packages.has_file("lib/*/libatomic.so.1", root=str(tmp_path))
    (tmp_path / "lib" / "x86_64-linux-gnu" / "libatomic.so.1").touch()
    assert packages.has_file("lib64/*.so", "lib/*/libatomic.so.1", root=str(tmp_path))


def test_tests_need_all_that_a_run_needs():
    assert set(packages.RUN) < set(packages.TEST)
