"""Valid PDFs, as programs and scanners write them."""

import zlib
from functools import partial

import pikepdf

from tests.perizinan.files import made, made_pdf, office_made
from tests.perizinan.files.corpus_kit import File, linear
from tests.perizinan.files.made import pdf
from tests.perizinan.files.made_pdf import catalog, goes_to, link, page, raw, stream, with_content

VALID_PDF = {
    "by qpdf": File(pdf),
    "by hand": File(raw),
    **{f"version {v}": File(partial(pdf, force_version=v)) for v in ("1.3", "1.4", "1.5", "1.6", "2.0")},
    "linearised": File(linear),
    "object streams": File(partial(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)),
    "300 pages": File(partial(pdf, pages=300)),
    "updated": File(lambda: made_pdf.updated(raw(), 4, stream(b"q Q"))),
    "updated three times": File(
        lambda: made_pdf.updated(
            made_pdf.updated(made_pdf.updated(raw(), 4, stream(b"q")), 4, stream(b"Q")), 4, b"null"
        )
    ),
    "updated, each revision with a header": File(
        lambda: made_pdf.updated(raw() + b"%PDF-1.4\n% by a program\n", 4, stream(b"q Q"))
    ),
    "script removed by an update": File(
        lambda: made_pdf.updated(catalog(b"/OpenAction<</S/JavaScript/JS(1)>>"), 1, made_pdf.PAGE[1])
    ),
    "signed": File(made_pdf.signed, remarks=("signed",)),
    "signed, linearised": File(lambda: made_pdf.signed(linear()), remarks=("signed",)),
    "invoice with XML": File(made_pdf.invoice, remarks=("attachments",)),
    "attachment in a name tree": File(lambda: made_pdf.attached_by_hand(b"a;b;c", b"a.csv"), remarks=("attachments",)),
    **{
        f"{what} attached": File(partial(made.carrying, data, name), remarks=("attachments",))
        for what, data, name in (
            ("photo", made.photo, "foto.jpg"),
            ("PNG", partial(made.photo, "PNG"), "a.png"),
            ("Word", office_made.docx, "a.docx"),
            ("Excel", office_made.xlsx, "a.xlsx"),
            ("JSON", lambda: b'{"a": [1]}', "a.json"),
            ("text", lambda: "catatan é - a = b".encode("cp1252"), "a.txt"),
            ("table of Excel", lambda: "a\tb\r\n1\t-2".encode("utf-16"), "a.csv"),
            ("nothing", bytes, "kosong.txt"),
            ("XML in two bytes a letter", lambda: "<?xml version='1.0'?><a/>".encode("utf-16"), "factur-x.xml"),
            ("text of version 1.2", lambda: b"a", "Lampiran 1.2"),
        )
    },
    "attached Word kept unpacked": File(
        lambda: made_pdf.attached_by_hand(office_made.docx(), b"a.docx") + b"\n", remarks=("attachments",)
    ),
    "attachment that lost its bytes": File(lambda: catalog(b"/X<</Type/Filespec/F(a.xml)>>")),
    "pdf in pdf": File(partial(made.matryoshka, 2, b"inti"), remarks=("attachments",)),
    "tagged": File(lambda: pdf(made_pdf.tagged)),
    "outline, labels, opening view": File(lambda: pdf(made_pdf.outlined)),
    "layers": File(lambda: pdf(made_pdf.layered)),
    "form": File(lambda: pdf(made.plain_form)),
    "form with a button that clears": File(lambda: pdf(made_pdf.form_with_buttons)),
    "words about scripts": File(lambda: pdf(made_pdf.speaks_of_scripts)),
    "same words, not packed": File(lambda: pdf(made_pdf.speaks_of_scripts, compress_streams=False)),
    "prints when asked": File(lambda: link(b"/S/Named/N/Print")),
    **{
        f"link to {address}": File(partial(goes_to, address.encode()))
        for address in (
            "https://contoh.invalid/a?b=c",
            "HTTP://contoh.invalid",
            "mailto:a@contoh.invalid",
            "tel:+62812",
            "www.contoh.invalid",
            "contoh.invalid:8080/x",
            "#bab-2",
            "lampiran.pdf",
        )
    },
    "link that a mouse button opens": File(lambda: page(b"/AA<</O<</S/GoTo/D[3 0 R/Fit]>>>>")),
    "scan in JPEG": File(made_pdf.scanned),
    "scan in one bit": File(
        lambda: made_pdf.picture(b"/Width 9933/Height 14043/ImageMask true/BitsPerComponent 1/Filter/CCITTFaxDecode")
    ),
    "scan in JBIG2": File(
        lambda: made_pdf.picture(b"/Width 2480/Height 3508/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode")
    ),
    "scan in JPEG 2000": File(made_pdf.jpeg2000),
    "picture packed as numbers": File(
        lambda: made_pdf.picture(
            b"/Width 600/Height 800/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode",
            zlib.compress(bytes(600 * 800 * 3)),
        )
    ),
    "content in letters and packed": File(
        lambda: with_content(zlib.compress(b"q Q").hex().encode() + b">", b"/Filter[/ASCIIHexDecode/FlateDecode]")
    ),
    "content packed twice": File(lambda: made_pdf.packed_twice(1000)),
    "run lengths": File(lambda: with_content(b"\x02q Q\x80", b"/Filter/RunLengthDecode")),
    "blank lines in front": File(lambda: b"\r\n\r\n" + raw()),
    "byte order mark in front": File(lambda: b"\xef\xbb\xbf" + raw()),
    "no line end after the end": File(lambda: raw()[:-1]),
    "no end mark": File(lambda: raw()[: -len(b"%%EOF\n")], remarks=("repaired",)),
    "zeros behind": File(lambda: raw() + bytes(5000), remarks=("repaired",)),
    "blanks behind": File(lambda: raw() + b"\r\n \r\n"),
    "words behind": File(lambda: raw() + b"printed by contoh", remarks=("extra-data",)),
    "wrong place of the table": File(lambda: made.broken_xref(pdf()), remarks=("repaired",)),
    "wrong places in the table": File(made_pdf.shifted_table, remarks=("repaired",)),
    "wrong length of a stream": File(made_pdf.wrong_length, remarks=("repaired",)),
    "content does not unpack": File(
        lambda: with_content(b"no zlib at all", b"/Filter/FlateDecode"), remarks=("repaired",)
    ),
}
