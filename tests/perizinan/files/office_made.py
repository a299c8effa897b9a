"""Word and Excel files for tests, written part by part: honest ones, and each hostile by one part."""

import io
import struct
import zipfile
import zlib

from tests.perizinan.files.made import photo

_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{_OFFICE}.wordprocessingml.document.main+xml"
EXCEL = f"{_OFFICE}.spreadsheetml.sheet.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def zipped(parts, method=zipfile.ZIP_DEFLATED, comment=b""):
    """`parts`: a mapping, or pairs where a name shall stand twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, data)
        archive.comment = comment
    return target.getvalue()


def types(overrides, defaults=None):
    known = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    said = "".join(
        f'<Default Extension="{ending}" ContentType="{type}"/>'
        for ending, type in {**known, **(defaults or {})}.items()
    )
    said += "".join(f'<Override PartName="/{part}" ContentType="{type}"/>' for part, type in overrides.items())
    return f'{_HEAD}<Types xmlns="{_CT}">{said}</Types>'


def rels(*rows):
    """Rows of (kind, target) or (kind, target, "External"); a kind with a colon is a whole address."""
    said = ""
    for number, (kind, target, *mode) in enumerate(rows, 1):
        address = kind if ":" in kind else f"{REL}/{kind}"
        external = f' TargetMode="{mode[0]}"' if mode else ""
        said += f'<Relationship Id="rId{number}" Type="{address}" Target="{target}"{external}/>'
    return f'{_HEAD}<Relationships xmlns="{_RELS}">{said}</Relationships>'


def body(inside="<w:p><w:r><w:t>Surat permohonan (contoh)</w:t></w:r></w:p>", root="document"):
    inner = f"<w:body>{inside}</w:body>" if root == "document" else inside
    return f'{_HEAD}<w:{root} xmlns:w="{W}" xmlns:r="{REL}">{inner}</w:{root}>'


def word(parts=None, *, main=WORD, links=(), inside=None, overrides=None, defaults=None):
    return {
        "[Content_Types].xml": types({"word/document.xml": main, **(overrides or {})}, defaults),
        "_rels/.rels": rels(("officeDocument", "word/document.xml")),
        "word/document.xml": body() if inside is None else body(inside),
        "word/_rels/document.xml.rels": rels(("styles", "styles.xml"), *links),
        "word/styles.xml": body("", root="styles"),
        **(parts or {}),
    }


def sheet(cells='<c r="A1"><v>7</v></c>', after=""):
    rows = f'<sheetData><row r="1">{cells}</row></sheetData>{after}'
    return f'{_HEAD}<worksheet xmlns="{S}" xmlns:r="{REL}">{rows}</worksheet>'


def excel(parts=None, *, main=EXCEL, links=(), names="", cells='<c r="A1"><v>7</v></c>', after="", overrides=None):
    worksheet = f"{_OFFICE}.spreadsheetml.worksheet+xml"
    book = f'<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets><definedNames>{names}</definedNames>'
    return {
        "[Content_Types].xml": types(
            {"xl/workbook.xml": main, "xl/worksheets/sheet1.xml": worksheet, **(overrides or {})}
        ),
        "_rels/.rels": rels(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{S}" xmlns:r="{REL}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": rels(("worksheet", "worksheets/sheet1.xml"), *links),
        "xl/worksheets/sheet1.xml": sheet(cells, after),
        **(parts or {}),
    }


def docx(*args, **kwargs):
    return zipped(word(*args, **kwargs))


def xlsx(*args, **kwargs):
    return zipped(excel(*args, **kwargs))


def runs(*texts):
    return "".join(f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>' for text in texts)


def field(*texts, result="hasil"):
    """A field whose code is cut into runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    shown = f"<w:r><w:t>{result}</w:t></w:r>"
    return f"<w:p>{mark('begin')}{runs(*texts)}{mark('separate')}{shown}{mark('end')}</w:p>"


def nested_field():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    spelled = f"{mark('begin')}{runs(' QUOTE 68 68 69 ')}{mark('end')}"
    rest = runs(" c:/cmd.exe /c calc ")
    return f"<w:p>{mark('begin')}{spelled}{rest}{mark('end')}</w:p>"


def formula(text):
    return f'<c r="A1"><f>{text}</f><v>0</v></c>'


def ole(*streams):
    """Enough of an old office file: its mark, and the names of its streams as its directory writes them."""
    return OLE + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def svg(inside, before=""):
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{_HEAD}{before}<svg {spaces}>{inside}</svg>"


LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_document_type(declared=LAUGHS, encoding="utf-8"):
    text = body().replace(_HEAD, f'<?xml version="1.0" encoding="{encoding}"?>{declared}')
    return docx({"word/document.xml": text.encode(encoding)})


def nested(depth):
    return docx(inside="<w:sdt>" * depth + "</w:sdt>" * depth)


def renamed_entry(data, old, new):
    """A name in header and directory exchanged for one of the same length."""
    assert len(old) == len(new)
    return data.replace(old, new)


def in_directory(data, name, place, value):
    """One field of one entry of the directory, the header in front of the bytes left as it was."""
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name:
        at = data.index(b"PK\x01\x02", at + 4)
    changed = bytearray(data)
    struct.pack_into("<L" if place >= 16 else "<H", changed, at + place, value)
    return bytes(changed)


def overlapping():
    """Two names for the same bytes."""
    data = docx()
    directory = data.index(b"PK\x01\x02")
    first = data[data.index(b"word/styles.xml", directory) - 46 :]
    copy = first[: 46 + len(b"word/styles.xml")].replace(b"word/styles.xml", b"word/stylez.xml")
    end = data.rindex(b"PK\x05\x06")
    count, size = struct.unpack_from("<H", data, end + 10)[0], struct.unpack_from("<L", data, end + 12)[0]
    tail = bytearray(data[end:])
    struct.pack_into("<HHL", tail, 8, count + 1, count + 1, size + len(copy))
    return data[:end] + copy + bytes(tail)


def hidden_between():
    """Bytes between the last entry and the directory, which no program lists."""
    data = docx()
    directory, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    tail = bytearray(data[end:])
    struct.pack_into("<L", tail, 16, directory + 500)
    return data[:directory] + b"MZ" + bytes(498) + data[directory:end] + bytes(tail)


def streamed(parts):
    """As programs write that cannot go back: sizes behind the bytes."""

    class OneWay(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

        def seek(self, *_):
            raise OSError

    target = OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def lying_size():
    """16 MB of blanks where the directory promises 100 bytes."""
    data = docx({"word/big.xml": b" " * (16 << 20)})
    crc = zlib.crc32(b" " * 100)
    data = in_directory(in_directory(data, b"word/big.xml", 24, 100), b"word/big.xml", 16, crc)
    at = data.index(b"word/big.xml") - 30
    changed = bytearray(data)
    struct.pack_into("<L", changed, at + 14, crc)
    struct.pack_into("<L", changed, at + 22, 100)
    return bytes(changed)


def chart():
    """A letter with a chart, which keeps its numbers in a workbook of its own."""
    numbers = f'<c:f>Sheet1!$A$1:$A$4</c:f><c:externalData xmlns:r="{REL}" r:id="rId1"/>'
    drawing = f'<c:chartSpace xmlns:c="urn:c">{numbers}</c:chartSpace>'
    return {
        "word/charts/chart1.xml": drawing,
        "word/charts/_rels/chart1.xml.rels": rels(("package", "../embeddings/Microsoft_Excel_Worksheet.xlsx")),
        "word/embeddings/Microsoft_Excel_Worksheet.xlsx": xlsx(),
    }


def rich_word():
    """What Word itself writes for a letter with a picture, comments, links and fonts."""
    return word(
        {
            "word/media/image1.jpeg": photo(size=(160, 120)),
            "word/media/image2.emf": b"\x01\0\0\0" + bytes(200),
            "word/fonts/font1.odttf": bytes(range(256)),
            "word/comments.xml": body("", root="comments"),
            "word/footnotes.xml": body("", root="footnotes"),
            "word/settings.xml": body('<w:documentProtection w:edit="readOnly"/>', root="settings"),
            "word/_rels/settings.xml.rels": rels(
                (
                    "attachedTemplate",
                    "file:///C:\\Users\\ayu\\AppData\\Templates\\Surat.dotx",
                    "External",
                )
            ),
            "docProps/app.xml": f"{_HEAD}<Properties/>",
            "docProps/core.xml": f"{_HEAD}<coreProperties/>",
            "docProps/thumbnail.jpeg": photo(size=(80, 60)),
            "customXml/item1.xml": "<b:Sources xmlns:b='urn:b'/>",
            "customXml/item2.xml": '\ufeff<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16-le"),
        },
        links=(
            ("image", "media/image1.jpeg"),
            ("image", "../NULL", "External"),
            ("hyperlink", "https://dpmptsp.contoh.invalid/?a=1&amp;b=2", "External"),
            ("hyperlink", "mailto:ayu@contoh.invalid", "External"),
            ("hyperlink", "Lampiran%20dua.docx", "External"),
        ),
        inside=field(' HYPERLINK "https://contoh.invalid" ')
        + field(" TO", 'C \\o "1-3" ')
        + field(' HYPERLINK \\l "_Toc1" ')
        + field(" PAGE ")
        + field(" MACROBUTTON NoMacro [Nama] ")
        + "<w:p><w:r><w:t>Kirim ke bagian DDE dan DDEAUTO</w:t></w:r></w:p>",
    )


def rich_excel():
    """What Excel itself writes for a budget with notes, a printer and formulas."""
    return excel(
        {
            "xl/printerSettings/printerSettings1.bin": "HP LaserJet".encode("utf-16-le") + bytes(300),
            "xl/printerSettings/printerSettings2.bin": '<?xml version="1.0"?><!DOCTYPE plist PUBLIC '
            '"-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist/>',
            "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><br></v:shape></xml>',
            "xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>",
            "xl/persons/person.xml": "<personList/>",
            "xl/calcChain.xml": f'<calcChain xmlns="{S}"><c r="A1" i="1"/></calcChain>',
            "xl/sharedStrings.xml": f"<sst xmlns=\"{S}\"><si><t>=cmd|'/c calc'!A0</t></si></sst>",
        },
        names='<definedName name="_xlnm.Print_Area" localSheetId="0">Data!$A$1:$F$9</definedName>'
        '<definedName name="_xlfn.XLOOKUP" hidden="1">#NAME?</definedName>',
        cells=formula('SUM(A2:A9)&amp;" | "&amp;TEXT(A2,"0")')
        + formula('HYPERLINK("https://contoh.invalid","Catatan: lihat")')
        + formula("Biaya[[#This Row],[Harga | Satuan]]*2")
        + formula("_xlfn.XLOOKUP(A1,B:B,C:C)"),
        after='<dataValidations><dataValidation type="list"><formula1>"Ya|Tidak,Belum"</formula1>'
        "</dataValidation></dataValidations>"
        '<extLst><ext><x14:dataValidation xmlns:x14="urn:x14" xmlns:xm="urn:xm"><x14:formula1><xm:f>Data!$A$1</xm:f>'
        "</x14:formula1></x14:dataValidation></ext></extLst>",
    )


def behind(front):
    """Other bytes in front, and every offset of the directory set right, so that no program complains."""
    data = front + docx()
    end, at = data.rindex(b"PK\x05\x06"), data.index(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<L", changed, end + 16, at)
    while at >= 0:
        struct.pack_into("<L", changed, at + 42, struct.unpack_from("<L", changed, at + 42)[0] + len(front))
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)
