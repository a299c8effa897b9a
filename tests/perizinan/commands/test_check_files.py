import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.perizinan.files import made
from tests.perizinan.files.conftest import clamd_socket, dead_scanner, files_settings, scanner  # noqa: F401


@pytest.fixture
def put(tmp_path):
    def put(name, data):
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return put


def told(capsys, *paths, **options):
    """What the command printed, and the error it ended with or None."""
    error = None
    try:
        call_command("check_files", *paths, **options)
    except CommandError as ended:
        error = str(ended)
    return capsys.readouterr().out, error


def test_it_says_why_a_file_is_refused(put, scanner, capsys):  # noqa: F811
    out, error = told(capsys, put("a.pdf", made.pdf()), put("b.pdf", made.pdf()[:-60]))

    assert "accepted" in out.splitlines()[0]
    assert out.splitlines()[1].split()[0] == "refused"
    assert out.splitlines()[1].endswith("cut-off")
    assert out.splitlines()[2].strip().startswith("Berkas ini terpotong")
    assert error == "1 of 2 not accepted"


def test_accepted_files_end_without_an_error(put, scanner, capsys):  # noqa: F811
    out, error = told(capsys, put("foto.png", made.photo()))

    assert "Isi berkas ini foto JPG" in out
    assert error is None


def test_json_has_all_that_is_known(put, scanner, capsys):  # noqa: F811
    out, _ = told(capsys, put("a.pdf", made.EICAR), json=True)

    said = json.loads(out)
    assert (said["state"], said["code"]) == ("refused", "infected")
    assert said["engine"].startswith("ClamAV ")
    assert said["facts"]["infection"].startswith("Portal.Test.EICAR")
    assert said["seconds"] > 0


@pytest.mark.parametrize(
    ("name", "data", "accept", "code"),
    [
        ("a.exe", b"MZ", "pdf", "wrong-ending"),
        ("a.pdf", b"", "pdf", "empty"),
        ("a.jpg", b"x", "pdf", "wrong-ending"),
        ("a.pdf", bytes(11 << 20), "pdf", "too-large"),
    ],
)
def test_what_is_wrong_at_a_glance(put, scanner, capsys, name, data, accept, code):  # noqa: F811
    out, error = told(capsys, put(name, data), accept=accept, json=True)

    assert json.loads(out)["code"] == code
    assert error


def test_without_the_scanner_it_waits(put, dead_scanner, capsys):  # noqa: F811
    out, error = told(capsys, put("a.pdf", made.pdf()), json=True)

    assert (json.loads(out)["state"], json.loads(out)["code"]) == ("waiting", "clamd-away")
    assert error


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("check_files", str(tmp_path / "a.pdf"))
