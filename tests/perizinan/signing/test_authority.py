import contextlib
import json
import stat
import subprocess
import sys
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from perizinan.signing import SignerUnavailable, SigningRefused, certificates, sealed
from perizinan.signing import authority as authority_module
from perizinan.signing.authority import LocalAuthority
from perizinan.signing.certificates import AUTHORITY_NAME
from tests.perizinan.signing.conftest import PASSPHRASE

pytestmark = pytest.mark.unit

# What a process of its own does: wait for the starting gun, make the authority, enrol itself, name its root.
RUNNER = """
import hashlib, pathlib, sys
from cryptography.hazmat.primitives import serialization
import django.conf
django.conf.settings.configure()
from perizinan.signing.authority import LocalAuthority
authority = LocalAuthority(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
authority.enrol(sys.argv[2], "Penandatangan (contoh)", "bata merah Trowulan 1293")
print(authority.root_certificate().serial_number, flush=True)
"""


def modes(folder):
    return {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}


def test_first_use_makes_everything_private(tmp_path):
    folder = tmp_path / "deep" / "signing"
    LocalAuthority(folder).enrol("kepala", "Kepala (contoh)", PASSPHRASE)
    for path, mode in modes(folder).items():
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert {path.name for path in folder.iterdir()} == {
        "creation.lock",
        "root.crt",
        "root.key",
        "signers",
        "timestamper.crt",
        "timestamper.key",
    }


def test_folder_that_was_open_is_closed(tmp_path):
    tmp_path.chmod(0o755)
    LocalAuthority(tmp_path).root_certificate()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_root_names_itself_a_test(authority):
    root = authority.root_certificate()
    assert AUTHORITY_NAME in root.subject.rfc4514_string().replace("\\", "")
    assert root.subject == root.issuer
    assert isinstance(root.public_key(), ec.EllipticCurvePublicKey)


def test_two_processes_at_once_make_one_authority(tmp_path, letter_pdf):
    names = ["satu", "dua"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", RUNNER, tmp_path, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in names
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    roots = {process.communicate(timeout=60)[0] for process in processes}
    assert [process.returncode for process in processes] == [0, 0]
    assert len(roots) == 1
    authority = LocalAuthority(tmp_path)
    for name in names:
        signed = authority.sign(letter_pdf, signer_id=name, passphrase=PASSPHRASE, reason="x")
        assert authority.verify(signed).valid


def roots_made_by_two_threads(folder, monkeypatch):
    meeting, made = threading.Barrier(2), []
    new_root = certificates.new_root

    def slow_root():
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=0.5)
        made.append(new_root())
        return made[-1]

    monkeypatch.setattr(certificates, "new_root", slow_root)
    threads = [threading.Thread(target=LocalAuthority(folder).root_certificate) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(made)


def test_creation_takes_turns(tmp_path, monkeypatch):
    assert roots_made_by_two_threads(tmp_path, monkeypatch) == 1


def test_without_the_lock_creation_would_not_take_turns(tmp_path, monkeypatch):
    monkeypatch.setattr(authority_module, "_locked", contextlib.nullcontext)
    assert roots_made_by_two_threads(tmp_path, monkeypatch) == 2


def test_creation_cut_short_is_made_again(tmp_path, letter_pdf, monkeypatch):
    LocalAuthority(tmp_path).root_certificate()
    (tmp_path / "root.crt").unlink()  # the power went before the last file
    (tmp_path / "timestamper.crt").write_bytes(b"half a fi")
    authority = LocalAuthority(tmp_path)
    authority.enrol("kepala", "Kepala (contoh)", PASSPHRASE)
    assert authority.verify(authority.sign(letter_pdf, signer_id="kepala", passphrase=PASSPHRASE, reason="x")).valid


def test_new_object_on_an_old_folder_knows_its_signers(authority, letter_pdf):
    again = LocalAuthority(authority._folder)
    assert again.knows("kepala")
    assert not again.knows("user-404")
    assert again.verify(again.sign(letter_pdf, signer_id="kepala", passphrase=PASSPHRASE, reason="x")).valid


@pytest.mark.parametrize("short", ["", "1234567"])
def test_short_passphrase_is_refused(authority, short):
    with pytest.raises(SigningRefused) as refused:
        authority.enrol("baru", "Baru (contoh)", short)
    assert refused.value.code == "weak_passphrase"
    assert not authority.knows("baru")


def test_key_moved_to_another_certificate_does_not_open(tmp_path, letter_pdf):
    authority = LocalAuthority(tmp_path)
    authority.enrol("satu", "Satu (contoh)", PASSPHRASE)
    authority.enrol("dua", "Dua (contoh)", PASSPHRASE)
    one, two = (json.loads((tmp_path / "signers" / f"{name}.json").read_text()) for name in ("satu", "dua"))
    (tmp_path / "signers" / "satu.json").write_text(json.dumps(one | {"certificate": two["certificate"]}))
    with pytest.raises(SigningRefused):
        authority.sign(letter_pdf, signer_id="satu", passphrase=PASSPHRASE, reason="x")


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"cost": 16384, "salt": 1}'])
def test_damaged_key_file_is_unavailable_not_a_crash(tmp_path, letter_pdf, content):
    authority = LocalAuthority(tmp_path)
    authority.enrol("kepala", "Kepala (contoh)", PASSPHRASE)
    (tmp_path / "signers" / "kepala.json").write_bytes(content)
    with pytest.raises(SignerUnavailable):
        authority.sign(letter_pdf, signer_id="kepala", passphrase=PASSPHRASE, reason="x")


def test_stored_key_is_locked_anew_each_time(authority):
    identity = authority._authority().root
    first, second = sealed.seal(identity, PASSPHRASE), sealed.seal(identity, PASSPHRASE)
    assert first != second
    assert sealed.unseal(first, PASSPHRASE).certificate == sealed.unseal(second, PASSPHRASE).certificate
