"""The S3 storage: one signed request for each thing, an end to every wait, and the exceptions that a folder has.

A file that is not there is FileNotFoundError, every other trouble is `Away`, an OSError. Nothing here makes an address
that a browser could open: bytes leave through `respond` alone.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any, NoReturn

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from perizinan.files.storages import Away

_CHUNK = 1 << 18
_IN_MEMORY = 1 << 20
# A dead bucket costs a page seconds, not minutes.
_CONFIG = Config(
    connect_timeout=3,
    read_timeout=15,
    retries={"total_max_attempts": 2, "mode": "standard"},
    max_pool_connections=32,
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # many stores that speak S3 know no other checksum than the signature's
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
_one_at_a_time = threading.Lock()


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    @property
    def connection(self) -> Any:
        """One for all threads and places of a process; the client behind it may be shared."""
        with _one_at_a_time:
            return _resource(self.endpoint_url, self.region_name, self.access_key, self.secret_key)

    def exists(self, name: str) -> bool:
        with _translated(name):
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _translated(name):
            folders, names = super().listdir(name)
            return folders, names

    def delete(self, name: str) -> None:
        with _translated(name):
            self._client.delete_object(**self._named(name))

    def size(self, name: str) -> int:
        with _translated(name):
            return int(self._client.head_object(**self._named(name))["ContentLength"])

    def url(self, name: str, *_args: Any, **_named: Any) -> NoReturn:
        raise NotImplementedError(f"{name} has no address: bytes leave through files.respond()")

    def stream(self, name: str, *, first: int = 0, length: int | None = None) -> Iterator[bytes]:
        """These bytes of the object and no others come over the network. Asked before the first chunk is wanted."""
        wanted = {} if length is None and first == 0 else {"Range": _range(first, length)}
        with _translated(name):
            body = self._client.get_object(**self._named(name), **wanted)["Body"]
        return _chunks(name, body)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """All of it, on disk when it is large: what reads on later cannot fail for want of the network."""
        if mode != "rb":
            raise ValueError(f"{mode}: objects are written whole, with save()")
        local: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed by who asked for it)
        try:
            for chunk in self.stream(name):
                local.write(chunk)
        except BaseException:
            local.close()
            raise
        local.seek(0)
        return File(local, name=name)

    def _save(self, name: str, content: File[Any]) -> str:
        content.seek(0)
        with _translated(name):
            self._client.put_object(**self._named(name), Body=content, ContentType=self.default_content_type)
        return str(clean_name(name))

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _named(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(clean_name(name))}


@lru_cache
def _resource(endpoint_url: str | None, region_name: str, access_key: str, secret_key: str) -> Any:
    session = boto3.Session(aws_access_key_id=access_key, aws_secret_access_key=secret_key, region_name=region_name)
    return session.resource("s3", endpoint_url=endpoint_url, config=_CONFIG)


def _chunks(name: str, body: Any) -> Iterator[bytes]:
    try:
        with _translated(name):
            yield from body.iter_chunks(_CHUNK)
    finally:
        body.close()


def _range(first: int, length: int | None) -> str:
    return f"bytes={first}-" if length is None else f"bytes={first}-{first + length - 1}"


@contextmanager
def _translated(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as refusal:
        code = refusal.response.get("Error", {}).get("Code", "")
        if code in {"NoSuchKey", "404"}:  # but not NoSuchBucket
            raise FileNotFoundError(name) from refusal
        raise Away(f"{refusal.operation_name}: {code}") from refusal
    except (BotoCoreError, Boto3Error) as trouble:
        raise Away(str(trouble)) from trouble
