import os

import pytest

from perizinan.devstack import prepare
from perizinan.devstack.prepare import Preparation

pytestmark = pytest.mark.unit


def test_a_fingerprint_follows_content_names_and_extras(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = prepare.fingerprint(["*.py"], root=tmp_path)
    assert prepare.fingerprint(["*.py", "a.*"], root=tmp_path) == first
    assert prepare.fingerprint(["*.py"], "other database", root=tmp_path) != first
    (tmp_path / "a.py").write_text("2")
    second = prepare.fingerprint(["*.py"], root=tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, prepare.fingerprint(["*.py"], root=tmp_path)}) == 3


@pytest.fixture
def asked(monkeypatch):
    names = []

    def carry_out(self, tasks):
        self.stamps.mkdir(parents=True, exist_ok=True)
        names.extend(task.name for task in tasks)
        (self.stamps / "seed.said").write_text("ayu@contoh.id\n")

    monkeypatch.setattr(Preparation, "_carry_out", carry_out)
    monkeypatch.setattr(prepare, "translations", lambda: None)
    return names


def test_the_second_time_nothing_is_done(asked, tmp_path, capsys):
    Preparation(tmp_path, {"DEBUG": "1"}, "database 1").all()
    again = Preparation(tmp_path, {"DEBUG": "1"}, "database 1")
    again.all()
    assert asked == ["schema", "seed"]
    assert again.accounts() == "ayu@contoh.id"
    assert capsys.readouterr().out.count("unchanged") == 2


def test_another_database_is_prepared_again(asked, tmp_path):
    for identity in ("database 1", "database 2"):
        Preparation(tmp_path, {"DEBUG": "1"}, identity).all()
    assert asked == ["schema", "seed"] * 2


def test_what_failed_is_tried_again(asked, monkeypatch, tmp_path):
    def fail(*_):
        raise prepare.DidNotStart

    with monkeypatch.context() as patch:
        patch.setattr(Preparation, "_carry_out", fail)
        with pytest.raises(prepare.DidNotStart):
            Preparation(tmp_path, {"DEBUG": "1"}, "").all()
    Preparation(tmp_path, {"DEBUG": "1"}, "").all()
    assert asked == ["schema", "seed"]


def test_static_files_are_collected_only_without_debug(asked, tmp_path):
    Preparation(tmp_path, {"DEBUG": "0"}, "").all()
    assert asked == ["schema", "static", "seed"]


def test_commands_that_fail_are_reported_with_their_own_words(tmp_path):
    task = prepare.Task("odd", "Odd", ("no-such-command",), ())
    with pytest.raises(prepare.DidNotStart, match="no-such-command"):
        Preparation(tmp_path, os.environ, "")._carry_out([task])


def test_the_last_words_of_a_task_are_kept(tmp_path):
    task = prepare.Task("said", "Said", ("check", "check"), ())
    Preparation(tmp_path, os.environ, "")._carry_out([task])
    assert (tmp_path / "stamps" / "said.said").read_text() == "System check identified no issues (0 silenced).\n"


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "perizinan" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Izin"\nmsgstr "Permit"\n')
    return path


def test_translations_are_compiled_when_they_are_newer(catalogue, tmp_path, capsys):
    prepare.translations(tmp_path)
    assert b"Permit" in catalogue.with_suffix(".mo").read_bytes()
    capsys.readouterr()
    prepare.translations(tmp_path)
    assert capsys.readouterr().out == ""


def test_without_msgfmt_the_apt_line_is_said(catalogue, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(prepare.packages, "program", lambda _: None)
    prepare.translations(tmp_path)
    assert "apt-get install -y --no-install-recommends gettext" in capsys.readouterr().out
    assert not catalogue.with_suffix(".mo").exists()
