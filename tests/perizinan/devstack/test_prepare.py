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
    calls = []

    def manage(_self, *arguments):
        calls.append(arguments[:2])
        return "ayu@contoh.id\n"

    monkeypatch.setattr(Preparation, "manage", manage)
    return calls


def test_the_second_time_nothing_is_done(asked, tmp_path):
    for _ in range(2):
        again = Preparation(tmp_path, {"DEBUG": "1"}, "database 1")
        again.schema()
        again.static_files()
        again.demo_data()
    assert asked == [("migrate", "--noinput"), ("seed", "--demo"), ("seed", "--print-accounts")]
    assert again.accounts() == "ayu@contoh.id"


def test_another_database_is_prepared_again(asked, tmp_path):
    for identity in ("database 1", "database 2"):
        again = Preparation(tmp_path, {"DEBUG": "1"}, identity)
        again.schema()
        again.demo_data()
    assert asked.count(("migrate", "--noinput")) == asked.count(("seed", "--demo")) == 2


def test_a_failed_seed_is_tried_again(asked, monkeypatch, tmp_path):
    def fail(*_):
        raise prepare.DidNotStart

    with monkeypatch.context() as patch:
        patch.setattr(Preparation, "manage", fail)
        with pytest.raises(prepare.DidNotStart):
            Preparation(tmp_path, {}, "").demo_data()
    Preparation(tmp_path, {}, "").demo_data()
    assert ("seed", "--demo") in asked


def test_static_files_are_collected_only_without_debug(asked, tmp_path):
    Preparation(tmp_path, {"DEBUG": "0"}, "").static_files()
    assert asked == [("collectstatic", "--noinput")]


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
