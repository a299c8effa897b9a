"""PDFs for tests: what programs write, what scanners break, and what attackers put in."""

import functools
import importlib
import io
import re
import zlib
from datetime import UTC, datetime, timedelta

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.perizinan.files.made import pdf, photo

PAGE = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
    4: b"<</Length 9>>stream\nBT ET q Q\nendstream",
}


def raw(changes=None, header=b"%PDF-1.7\n", trailer=b""):
    """Written by hand, byte for byte, with the right offsets."""
    data, offsets = header, {}
    for number, body in sorted((PAGE | (changes or {})).items()):
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(data), max(offsets) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 %s \n" % (offsets.get(n, 0), b"n" if n in offsets else b"f") for n in range(1, size))
    return data + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def stream(body, entries=b""):
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), entries, body)


def with_content(body, entries=b""):
    return raw({4: stream(body, entries)})


def catalog(entries, **others):
    numbered = {int(name[1:]): body for name, body in others.items()}
    return raw({1: b"<</Type/Catalog/Pages 2 0 R%s>>" % entries} | numbered)


def page(entries, **others):
    numbered = {int(name[1:]): body for name, body in others.items()}
    return raw({3: PAGE[3][:-2] + entries + b">>"} | numbered)


def link(action):
    """A link on the page, which a person must click."""
    return page(b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<<%s>>>>]" % action)


def goes_to(address):
    return link(b"/S/URI/URI(%s)" % address)


def updated(data, number, body):
    """A new version of one object behind the old ones, as programs write it that do not rewrite a file."""
    at = len(data)
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(data)
    data += b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    return data + b"trailer\n<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (previous, xref)


def signed(data=None):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kepala (contoh)")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    signer = signers.SimpleSigner(
        signing_cert=_asn1("x509", "Certificate", certificate.public_bytes(Encoding.DER)),
        signing_key=_asn1("keys", "PrivateKeyInfo", _private(key)),
        cert_registry=SimpleCertificateStore(),
    )
    meta = signers.PdfSignatureMetadata(field_name="Tanda", md_algorithm="sha256")
    return signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data or pdf())), meta, signer=signer).getvalue()


def _asn1(module, kind, data):
    return getattr(importlib.import_module(f"asn1crypto.{module}"), kind).load(data)


def _private(key):
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def scanned(format="JPEG"):
    """As a phone's scanning program writes it: a page that is one picture."""
    target = io.BytesIO()
    Image.open(io.BytesIO(photo(format))).save(target, "PDF")
    return target.getvalue()


def picture(entries, body=b"x" * 50):
    return page(b"/Resources<</XObject<</I 9 0 R>>>>", n9=stream(body, b"/Type/XObject/Subtype/Image" + entries))


def jpeg2000():
    target = io.BytesIO()
    Image.new("RGB", (64, 64), "grey").save(target, "JPEG2000")
    entries = b"/Width 64/Height 64/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/JPXDecode"
    return picture(entries, target.getvalue())


def invoice():
    """PDF/A-3 with the same figures as XML beside them."""

    def change(document):
        spec = pikepdf.AttachedFileSpec(document, b"<?xml version='1.0'?><Faktur/>", filename="faktur.xml")
        document.attachments["faktur.xml"] = spec
        document.Root.AF = Array([spec.obj])
        spec.obj.AFRelationship = Name.Alternative

    return pdf(change)


def tagged(document):
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = Array([document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array([])))])
    document.Root.StructTreeRoot, document.Root.MarkInfo, document.Root.Lang = root, Dictionary(Marked=True), "id"


def outlined(document):
    outlines = document.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    to = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]))
    item = document.make_indirect(Dictionary(Title="Bab 1", Parent=outlines, A=to))
    outlines.First = outlines.Last = item
    document.Root.Outlines = outlines
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]))
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))


def layered(document):
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="Denah"))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer]), ON=Array([layer])))


def form_with_buttons(document):
    fields = [
        Dictionary(FT=Name.Tx, T="nama", V="contoh"),
        Dictionary(FT=Name.Btn, T="ulang", A=Dictionary(S=Name.ResetForm)),
        Dictionary(FT=Name.Ch, T="pilihan", Opt=Array(["a", "b"])),
    ]
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field) for field in fields]))


def speaks_of_scripts(document):
    document.docinfo["/Title"] = "Panduan /JavaScript dan /Launch <script>"
    document.pages[0].Contents = document.make_stream(b"BT (/JavaScript /JS /Launch <script>alert(1)</script>) Tj ET")


def wrong_length():
    return raw({4: b"<</Length 500>>stream\nBT ET q Q\nendstream"})


def shifted_table():
    """All offsets wrong by three, as after a careless conversion of line ends."""
    data = raw()
    head, table = data.split(b"xref\n0", 1)
    return head + b"xref\n0" + re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 3), table)


def objects_in_stream(packed, entries=b""):
    """A file whose catalogue lies in a stream of objects, to be unpacked before anything can be read."""
    body = zlib.compress(packed)
    one = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream\nendobj\n"
    data = b"%PDF-1.7\n" + one % (len(body), entries, body)
    at = len(data)
    rows = b"\0\0\0\0\0" + b"\1\0\0\0\x09" + b"\2\0\0\0\1" + b"\1" + at.to_bytes(4, "big")
    rows = b"".join(row + b"\0" for row in (rows[:5], rows[5:10], rows[10:15], rows[15:]))
    head = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>stream\n" % len(rows)
    return data + head + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


@functools.cache
def zeros(megabytes):
    """Packed as small as can be."""
    machine = zlib.compressobj(9)
    return b"".join(machine.compress(bytes(1 << 20)) for _ in range(megabytes)) + machine.flush()


def packed_twice(size):
    return with_content(
        zlib.compress(zeros(size >> 20) if size >> 20 else zlib.compress(bytes(size)), 9),
        b"/Filter[/FlateDecode/FlateDecode]",
    )


def many_filters():
    body = b"q Q"
    for _ in range(30):
        body = body.hex().encode()[:4000] + b">"
    return with_content(body, b"/Filter[" + b"/ASCIIHexDecode" * 30 + b"]")


def tree_that_grows(levels=9):
    """Each node of the page tree names the next one ten times: a few hundred bytes, a thousand million pages."""
    nodes = {20 + n: b"<</Type/Pages/Count 10/Kids[%s]>>" % (b"%d 0 R " % (21 + n) * 10) for n in range(levels)}
    return raw({2: b"<</Type/Pages/Kids[20 0 R]/Count 9>>"} | nodes | {20 + levels: PAGE[3]})


def nested(depth):
    return page(b"/X" + b"[" * depth + b"]" * depth)


def unknown_lock(handler=b"/Adobe.PubSec"):
    lock = b"<</Filter%s/SubFilter/adbe.pkcs7.s4/V 4/Length 128>>" % handler
    return raw({9: lock}, trailer=b"/Encrypt 9 0 R/ID[%s%s]" % ((b"<00112233445566778899aabbccddeeff>",) * 2))


def attached_by_hand(body, name=b"a.txt", entries=b""):
    spec = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 9 0 R>>>>" % (name, name)
    names = b"/Names<</EmbeddedFiles<</Names[(a) 8 0 R]>>>>"
    return catalog(names, n8=spec, n9=stream(body, b"/Type/EmbeddedFile" + entries))


def two_names():
    """One program saves the attachment by its first name, another by its second."""
    return attached_by_hand(b"echo").replace(b"/F(a.txt)", b"/F(a.bat)")


def zip_around(archive):
    """Opens as a PDF and, since its directory's comment reaches to the last byte, as a zip."""
    data = attached_by_hand(archive)
    at = data.rindex(b"PK\x05\x06") + 20
    return data[:at] + (len(data) - at - 2).to_bytes(2, "little") + data[at + 2 :]
