"""Single rules of office files: links, fields, formulas, XML. Whole files stand in test_office.py."""

import pytest

from perizinan.files.checks.office_content import survey
from perizinan.files.checks.office_fields import check_code
from perizinan.files.checks.office_formulas import check_formula
from perizinan.files.checks.office_links import check_relationship, is_harmless, leads_outside
from perizinan.files.checks.office_xml import MAX_ATTRIBUTE, Malformed, Reader, looks_like_xml
from perizinan.files.checks.verdict import Refuse

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("target", "harmless"),
    [
        ("https://contoh.invalid/a.exe?b=1", True),
        ("HTTP://contoh.invalid", True),
        ("mailto:ayu@contoh.invalid", True),
        ("tel:+62321000000", True),
        ("#Lampiran", True),
        ("www.contoh.invalid", True),
        ("Lampiran%201.docx", True),
        ("../bersama/Lampiran.docx", True),
        ("", True),
        ("file:///C:/a.docx", False),
        ("FILE://jahat/a", False),
        ("\\\\jahat\\a", False),
        ("//jahat/a", False),
        ("%5c%5cjahat", False),
        ("C:\\Windows\\calc.exe", False),
        (" java\tscript:alert(1)", False),
        ("vbscript:x", False),
        ("data:text/html,x", False),
        ("ms-word:ofe|u|https://jahat.invalid", False),
        ("search-ms:query=x", False),
        ("Surat.docx.exe", False),
        ("Surat.LNK#a", False),
    ],
)
def test_links_people_may_click(target, harmless):
    assert is_harmless(target) == harmless


@pytest.mark.parametrize(
    ("target", "outside"),
    [
        ("media/image1.png", False),
        ("../NULL", False),
        ("cid:image001.png@01D", False),
        ("data:image/png;base64,xx", False),
        ("https://a.invalid/x", True),
        ("ftp://a", True),
        ("\\\\a\\b", True),
        ("//a/b", True),
        ("h\nttps://a", True),
        ("C:\\a.png", True),
    ],
)
def test_what_showing_a_picture_fetches(target, outside):
    assert leads_outside(target) == outside


LOCAL = "file:///C:\\Users\\a b\\Templates\\Surat.dotm"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (LOCAL, ""),
        ("C:\\Templates\\Surat.dot", ""),
        ("file:///D:/Templates/Surat.dotx", ""),
        ("file://///jahat/Surat.dotm", "loads-outside"),
        ("file://jahat/C:/Surat.dotm", "loads-outside"),
        ("https://jahat.invalid/C:/Surat.dotm", "loads-outside"),
        ("file:///C:\\Surat.docm", "loads-outside"),
        ("\\\\jahat\\Surat.dotx", "loads-outside"),
        ("Surat.dotx", "loads-outside"),
    ],
)
def test_the_template_of_ones_own_disk_is_no_danger(target, code):
    said = {"Type": "urn:x/attachedTemplate", "Target": target, "TargetMode": "External"}
    assert refusal(check_relationship, "word/_rels/settings.xml.rels", said) == code


def refusal(check, *args):
    try:
        check(*args)
    except Refuse as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (' HYPERLINK "https://contoh.invalid" \\o "DDE" ', ""),
        (' HYPERLINK \\l "_Toc" ', ""),
        (" MERGEFIELD DDE_nama ", ""),
        (" REF _Ref1 \\h ", ""),
        (" INCLUDEPICTURE cid:image1.png ", ""),
        (' AUTHOR "Dedi" ', ""),
        ("", ""),
        (" dde a b ", "dde"),
        (' "DDEAUTO" a ', "dde"),
        (" IF 1 = 1 DDEAUTO ", "dde"),
        (' LINK Excel.Sheet.12 "C:\\\\a.xlsx" ', "loads-outside"),
        (" RD a.docx ", "loads-outside"),
        (' DATABASE \\d "C:\\\\a.mdb" ', "loads-outside"),
        (" includepicture https://a.invalid ", "loads-outside"),
        (' HYPERLINK "\\\\\\\\jahat\\\\a" ', "unsafe-link"),
        (" HYPERLINK \\\\\\\\jahat\\\\a ", "unsafe-link"),
        (' HYPERLINK "ms-msdt:/x" ', "unsafe-link"),
    ],
)
def test_field_codes(code, problem):
    assert refusal(check_code, code) == problem


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("SUM(A1:A9)", ""),
        ("A1&\"cmd|'/c calc'!A0\"", ""),
        ('TEXT(A1,"""a""|b")', ""),
        ("Tabel1[Harga | Satuan]", ""),
        ("CALLS(1)+RECALL(2)", ""),
        ('IFERROR(__xludf.DUMMYFUNCTION("IMPORTRANGE(""https://a"")"),7)', ""),
        ('HYPERLINK("#Data!A1","Ke data: A1")', ""),
        ('HYPERLINK("https://"&A1,"x")', ""),
        ("cmd|'/c calc'!A0", "dde"),
        ("+MSEXCEL|'\\..\\..\\cmd.exe'!''", "dde"),
        ("'cmd|/c calc'!A0", "dde"),
        ("dde(A1;A2;A3)", "dde"),
        ('_xlfn.REGISTER.ID("a","b")', "macros"),
        ("EXEC(A1)", "macros"),
        ("RTD(A1,,A2)", "loads-outside"),
        ("IMPORTXML(A1,A2)", "loads-outside"),
        ('_xlfn.IMAGE("https://a.invalid/"&A1)', "loads-outside"),
        ('HYPERLINK("file://jahat/a","x")', "unsafe-link"),
        ('HYPERLINK("javascript:x")', "unsafe-link"),
    ],
)
def test_formulas(formula, problem):
    assert refusal(check_formula, formula) == problem


def test_text_between_other_elements_belongs_to_its_own():
    heard = []
    reader = Reader(lambda *_: None, lambda *said: heard.append(said), frozenset({"a", "b"}))

    reader.read(b"<x><a>1<b>2</b>3</a><c>4</c><b>5</b></x>")

    assert heard == [("b", "2"), ("a", "13"), ("b", "5")]


def test_an_attribute_has_a_limit():
    with pytest.raises(Refuse, match="office-too-complex"):
        survey(b'<a b="' + b"x" * (MAX_ATTRIBUTE + 1) + b'"/>')


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b'<?xml version="1.0" encoding="shift_jis"?><a/>',
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        b"<a>",
        b"<a>&b;</a>",
        b"<b:a/>",
        b"<a/><a/>",
        b"\0",
        b"<a>\xff</a>",
    ],
)
def test_what_is_not_xml(data):
    with pytest.raises(Malformed):
        survey(data)


def test_a_part_is_known_by_its_first_bytes():
    assert looks_like_xml(b"\xef\xbb\xbf \n<a/>")
    assert looks_like_xml("<a/>".encode("utf-16"))
    assert looks_like_xml("<a/>".encode("utf-16-be"))
    assert not looks_like_xml(b"\x89PNG\r\n")
