import pytest

from perizinan.files.checks.kind import decide_kind
from perizinan.files.checks.verdict import Refuse, Verdict
from tests.perizinan.files import made, made_images

pytestmark = pytest.mark.unit

ALL = ["pdf", "jpg", "png", "webp", "heic"]


def decided(data, name, accept=ALL):
    verdict = Verdict()
    try:
        return decide_kind(data, name=name, accept=accept, verdict=verdict).name, verdict.remarks
    except Refuse as refused:
        return refused.code, refused.facts.get("found")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (made.pdf(), "a.PDF", "pdf"),
        (b"\r\n\r\n" + made.pdf(), "a.pdf", "pdf"),
        (b"\xef\xbb\xbf" + made.pdf(), "a.pdf", "pdf"),
        (made.photo(), "a.jfif", "jpg"),
        (made.photo("PNG"), "a.png", "png"),
        (made.photo("WEBP"), "a.webp", "webp"),
        (made.photo("HEIF"), "a.heif", "heic"),
        (made_images.box(b"ftyp", b"mif1\0\0\0\0mif1heic"), "a.heic", "heic"),
    ],
)
def test_kinds(data, name, kind):
    assert decided(data, name) == (kind, [])


@pytest.mark.parametrize("brands", [b"avif\0\0\0\0avifmif1", b"mif1\0\0\0\0mif1avif", b"mp42\0\0\0\0isom"])
def test_other_kinds_in_the_same_box(brands):
    assert decided(made_images.box(b"ftyp", brands) + bytes(60), "a.heic")[0] == "wrong-type"


def test_one_photo_may_be_named_as_another():
    assert decided(made.photo(), "a.png") == ("jpg", ["renamed"])


def test_a_document_may_not_be_named_as_a_photo():
    assert decided(made.pdf(), "a.jpg") == ("mismatch", "pdf")
    assert decided(made.photo(), "a.pdf") == ("mismatch", "jpg")


def test_only_what_the_requirement_says():
    assert decided(made.photo(), "a.jpg", ["pdf"])[0] == "wrong-type"
    assert decided(made.pdf(), "a.pdf", ["jpg"])[0] == "wrong-type"
