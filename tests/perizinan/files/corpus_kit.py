"""What the tables of the corpus are made of."""

import io
import tarfile
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary

from tests.perizinan.files import made
from tests.perizinan.files.made import pdf
from tests.perizinan.files.made_images import picture, saved


@dataclass(frozen=True)
class File:
    make: Callable[[], bytes]
    name: str = "a.pdf"
    refused: str = ""
    remarks: tuple[str, ...] = ()


def nine():
    return pdf(pages=9)


def linear():
    return pdf(pages=9, linearize=True)


def noisy_linear():
    """Long enough that its first %%EOF stands far before the last."""
    return pdf(lambda document: made.attached(bytes(range(256)) * 20)(document), pages=5, linearize=True)


def first_part(data):
    return data[: data.index(b"%%EOF") + 6]


def opens(**action):
    return pdf(lambda document: document.Root.__setattr__("OpenAction", Dictionary(**action)))


def on_page(event, **action):
    return pdf(lambda document: document.pages[0].obj.__setattr__("AA", Dictionary({event: Dictionary(**action)})))


def locked(**how):
    return pdf(encryption=pikepdf.Encryption(**{"user": "", "owner": ""} | how))


def tar():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO(b""))
    return target.getvalue()


def in_format(format):
    return saved(picture(), format)


def table(make, files, **same):
    return {name: File(make if data is None else data, **same | other) for name, data, other in files}
