import io
import zlib

import pikepdf
import pytest

from perizinan.files.checks import pdf_streams
from perizinan.files.checks.pdf_actions import active_in, is_web_link
from perizinan.files.checks.pdf_ends import check_ends
from perizinan.files.checks.pdf_objects import survey
from perizinan.files.checks.verdict import Refuse, Verdict
from tests.perizinan.files import made_pdf
from tests.perizinan.files.made_pdf import raw, stream

pytestmark = pytest.mark.unit


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def streams_of(data):
    with opened(data) as pdf:
        return pdf_streams.check_streams(survey(pdf).streams)


@pytest.mark.parametrize(
    "address", ["https://a.b/c", "HTTP://A", "mailto:a@b", "www.a.b", "a.b:80", "", "#x", "./a.pdf"]
)
def test_links_to_the_web(address):
    assert is_web_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        " \tjava\nscript:1",
        "\\\\server\\a",
        "//server/a",
        "C:\\a.exe",
        "smb://a",
        "ms-word:ofe|u|a",
        "\ufeffjavascript:1",
        "java\u200bscript:1",
        "\u2060\\\\server\\a",
    ],
)
def test_links_elsewhere(address):
    assert not is_web_link(address)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b"<</S/GoTo/D[1]>>", set()),
        (b"<</S/Launch>>", {"/Launch"}),
        (b"<</Type/Filespec/F(a.xml)>>", set()),
        (b"<</Type/Filespec/F(\\\\\\\\server\\\\a)>>", {"file elsewhere"}),
        (b"<</Type/Filespec/F(C:\\\\a.xml)/EF<<>>>>", set()),
        (b"<</Subtype/Link/F 4>>", set()),
        (b"<</OpenAction[1/Fit]>>", set()),
        (b"<</OpenAction<</S/Named>>>>", set()),
        (b"<</OpenAction<</S/GoTo/Next[<</S/URI>>]>>>>", {"/URI"}),
        (b"<</AA<</U<</S/URI>>>>>>", set()),
        (b"<</AA<</E<</S/URI>>>>>>", {"/URI"}),
        (b"<</FontMatrix[0.001 0 0 0.001 0 0]>>", set()),
        (b"<</FontMatrix[0.001 0 0 0.001 0(x)]>>", {"/FontMatrix"}),
    ],
)
def test_what_acts(written, found):
    node = pikepdf.Object.parse(written)

    assert set(active_in(node, set(node.keys()))) == found


def test_an_action_that_follows_itself_ends():
    with opened(raw({9: b"<</S/GoTo/Next 9 0 R>>", 1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 9 0 R>>"})) as pdf:
        assert survey(pdf).active == set()


def test_every_object_is_seen_even_without_a_name():
    assert survey(opened(raw({9: b"[<</X<</S/Launch>>>>]"}))).active == {"/Launch"}


@pytest.mark.parametrize(
    ("node", "name"),
    [(b"/Subtype", b"/RichMedia"), (b"/S", b"/Launch"), (b"/S", b"/JavaScript"), (b"/Subtype", b"/R#69chMedia")],
)
def test_a_name_that_stands_by_itself_is_seen(node, name):
    data = raw({9: b"<<%s 12 0 R>>" % node, 12: name})

    assert survey(opened(data)).active == {name.decode().replace("#69", "i")}


def test_what_a_name_that_stands_by_itself_attaches_is_seen():
    data = raw({9: stream(b"x", b"/Type 12 0 R"), 12: b"/EmbeddedFile"})

    with opened(data) as pdf:
        assert [name for name, _ in survey(pdf).embedded] == [""]


def test_attachments_keep_their_names():
    with opened(made_pdf.attached_by_hand(b"x", b"a.csv")) as pdf:
        seen = [(name, stream.read_bytes()) for name, stream in survey(pdf).embedded]

    assert seen == [("a.csv", b"x")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\n\xef\xbb\xbf" + raw(), ""),
        (b"x" + raw(), "mixed"),
        (b"hello", "damaged"),
        (raw()[:-30], "cut-off"),
        (raw() + b"<?php", "mixed"),
        (raw(header=b"%PDF-1.4\n%<script>\n"), "mixed"),
        (raw() + b"<html>%%EOF", "mixed"),
        (raw(header=b"%PDF-1.4\n9 0 obj\n<</Linearized 1/L 999999>>\nendobj\n"), "cut-off"),
    ],
)
def test_ends(data, code):
    try:
        check_ends(data, Verdict())
    except Refuse as refused:
        found = refused.code
    else:
        found = ""

    assert found == code


def test_an_end_without_its_mark_is_told():
    verdict = Verdict()

    assert check_ends(raw(), verdict)
    assert not check_ends(raw()[:-6], verdict)
    assert verdict.remarks == ["repaired"]


def test_streams_that_do_not_unpack_are_named():
    assert streams_of(raw()) == set()
    assert streams_of(made_pdf.with_content(b"nonsense", b"/Filter/FlateDecode")) == {(4, 0)}


def test_all_streams_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(pdf_streams, "MAX_UNPACKED", 100_000)
    body = zlib.compress(bytes(60_000))

    assert streams_of(raw({9: stream(body, b"/Filter/FlateDecode")})) == set()
    with pytest.raises(Refuse):
        streams_of(raw({n: stream(body, b"/Filter/FlateDecode") for n in (9, 10)}))


def test_a_picture_that_unpacks_to_more_than_it_says_is_refused(monkeypatch):
    data = made_pdf.picture(b"/Width 9/Height 9/Filter/FlateDecode", made_pdf.zeros(4))
    monkeypatch.setattr(pdf_streams, "MAX_PICTURE", 5 << 20)
    assert streams_of(data) == set()

    monkeypatch.setattr(pdf_streams, "MAX_PICTURE", 3 << 20)
    with pytest.raises(Refuse) as refused:
        streams_of(data)
    assert refused.value.code == "too-complex"


@pytest.mark.parametrize(
    ("entries", "refused"),
    [
        (b"/Width 20000/Height 20000/BitsPerComponent 1/ColorSpace/DeviceGray", False),
        (b"/Width 20000/Height 20000/BitsPerComponent 8/ColorSpace/DeviceRGB", True),
        (b"/Width 20000/Height 20000/BitsPerComponent 8/ColorSpace[/ICCBased 9 0 R]", True),
        (b"/Width 20000/Height 20000/ImageMask true", False),
        (b"/Width -5/Height 20000", False),
        (b"/Width(a)/Height 2", False),
    ],
)
def test_large_pictures(entries, refused):
    data = made_pdf.picture(entries)
    if refused:
        with pytest.raises(Refuse) as told:
            streams_of(data)
        assert told.value.code == "picture-too-large"
    else:
        streams_of(data)
