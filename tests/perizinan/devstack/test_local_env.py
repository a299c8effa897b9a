import base64
import pathlib
import stat

import pytest

from perizinan.devstack import local_env

pytestmark = pytest.mark.unit
BIN = pathlib.Path("/venv/bin")


def test_secrets_are_made_once_and_only_for_this_user(tmp_path):
    first = local_env.variables(tmp_path)
    assert local_env.variables(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600


def test_two_clones_share_no_secret(tmp_path):
    first, second = (local_env.variables(tmp_path / name) for name in "ab")
    assert all(first[name] != second[name] for name in local_env.NAMES)


def test_secrets_are_what_settings_want(tmp_path):
    made = local_env.variables(tmp_path)
    assert len(base64.urlsafe_b64decode(made["FIELD_KEYS"])) == 32
    assert len(made["SECRET_KEY"]) >= 50


def test_a_secret_added_later_leaves_the_others_as_they_are(tmp_path):
    (tmp_path / "secrets.env").write_text("SECRET_KEY=old\nPATH=/evil\n")
    made = local_env.variables(tmp_path)
    assert made["SECRET_KEY"] == "old"
    assert made["FIELD_KEYS"]
    assert "PATH" not in made


def test_what_the_caller_sets_wins(tmp_path):
    made = local_env.environment(tmp_path, {"SECRET_KEY": "mine", "DEBUG": "0", "PATH": "/bin"}, BIN)
    assert (made["SECRET_KEY"], made["DEBUG"], made["PATH"]) == ("mine", "0", "/venv/bin:/bin")
    assert made["LOCAL_DIR"] == str(tmp_path)
