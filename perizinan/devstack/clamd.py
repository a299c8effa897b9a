"""A private clamd on a unix socket, with the system's signatures or with two local ones that know only EICAR."""

import pathlib
import shutil

from perizinan.devstack import folders, packages
from perizinan.devstack.daemon import Daemon

SYSTEM_SIGNATURES = pathlib.Path("/var/lib/clamav")
SOCKET = "s"
# The standard harmless test file, kept in two halves so that no scanner flags this source.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
EICAR_MD5 = "44d88612fea8a8f36de82e1278abb02f"
CONFIGURATION = """\
DatabaseDirectory {signatures}
LocalSocket {socket}
LocalSocketMode 600
FixStaleSocket yes
Foreground yes
TemporaryDirectory {folder}/tmp
StreamMaxLength 30M
MaxScanSize 600M
MaxFileSize 300M
MaxRecursion 12
MaxFiles 2000
MaxScanTime 60000
AlertExceedsMax yes
AlertEncrypted yes
AlertEncryptedDoc yes
ConcurrentDatabaseReload no
SelfCheck 0
"""


def server() -> str | None:
    return packages.program("clamd")


def signatures(system: pathlib.Path = SYSTEM_SIGNATURES) -> pathlib.Path | None:
    known = [path for pattern in ("main.c[vl]d", "daily.c[vl]d") for path in system.glob(pattern)]
    return system if known else None


class Clamd(Daemon):
    title = "clamd"
    patience = 90  # the full signatures take a while to load

    def __init__(self, root: pathlib.Path, *, binary: str, signatures: pathlib.Path | None = None) -> None:
        super().__init__(root / "clamd")
        self.binary = binary
        self.signatures = signatures

    @property
    def socket(self) -> pathlib.Path:
        return folders.socket_folder(self.folder, SOCKET) / SOCKET

    @property
    def about(self) -> str:
        return f"signatures of {self.signatures}" if self.signatures else "local signatures: knows only EICAR"

    def prepare(self) -> None:
        (self.folder / "tmp").mkdir(exist_ok=True)
        configuration = CONFIGURATION.format(
            signatures=self.signatures or self._local_signatures(), socket=self.socket, folder=self.folder
        )
        (self.folder / "clamd.conf").write_text(configuration, encoding="utf-8")
        if _confined():
            # Debian's AppArmor profile is tied to /usr/sbin/clamd and keeps it from a home folder
            shutil.copy2(self.binary, self.folder / "clamd")
            self.binary = str(self.folder / "clamd")

    def command(self) -> list[str]:
        return [self.binary, "-c", str(self.folder / "clamd.conf")]

    def ready(self) -> bool:
        return folders.ask(self.socket, b"zPING\0") == b"PONG\0"

    def _local_signatures(self) -> pathlib.Path:
        """One for the text anywhere in a file (Name:AnyType:AnyOffset:Hex), one for the exact file (md5:size:Name)."""
        folder = self.folder / "signatures"
        folder.mkdir(exist_ok=True)
        (folder / "local.ndb").write_text(f"Local.Test.EICAR:0:*:{EICAR.hex()}\n", encoding="ascii")
        (folder / "local.hdb").write_text(f"{EICAR_MD5}:{len(EICAR)}:Local.Test.EICAR.Exact\n", encoding="ascii")
        return folder


def _confined() -> bool:
    try:
        return pathlib.Path("/sys/module/apparmor/parameters/enabled").read_text(encoding="ascii").startswith("Y")
    except OSError:
        return False
