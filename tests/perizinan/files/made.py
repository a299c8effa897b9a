"""Files for tests, made in memory: honest ones and hostile ones."""

import functools
import io
import random
import zipfile

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name
from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

pillow_heif.register_heif_opener()


def pdf(change=None, *, pages=1, **save):
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    for page in document.pages:
        page.Contents = document.make_stream(b"BT (contoh) Tj ET\n" * 20)
    if change:
        change(document)
    target = io.BytesIO()
    document.save(target, **{"deterministic_id": not save.get("encryption")} | save)
    return target.getvalue()


@functools.cache
def photo(format="JPEG", size=(640, 480), **save):
    target = io.BytesIO()
    noise = random.Random(7).randbytes(size[0] * size[1] // 64 * 3)
    image = Image.frombytes("RGB", (size[0] // 8, size[1] // 8), noise[: size[0] // 8 * (size[1] // 8) * 3])
    image.resize(size).save(target, format, **save)
    return target.getvalue()


def animation(format):
    frames = [Image.new("RGB", (64, 64), color) for color in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, format, save_all=True, append_images=frames[1:])
    return target.getvalue()


def zipped(name="a/eicar.com", data=EICAR):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


def opens_with(action):
    def change(document):
        document.Root.OpenAction = action()

    return change


def javascript():
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def launch():
    return Dictionary(S=Name.Launch, F="cmd.exe")


def indirect_javascript(document):
    document.Root.OpenAction = document.make_indirect(javascript())


def nested_javascript(document):
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.GoTo, Next=Array([Dictionary(S=Name.JavaScript)])))


def named_javascript(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", Dictionary(S=Name.JavaScript)])))


def xfa_form(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def plain_form(document):
    field = document.make_indirect(Dictionary(FT=Name.Tx, T="nama", V="contoh"))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def escaped_javascript():
    """The same action with its names written as /J#61vaScript and /J#53."""
    plain = pdf(opens_with(javascript), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"/JavaScript" in plain
    return plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS ", b"/J#53 ")


def attached(data, name="lampiran.txt"):
    def change(document):
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)

    return change


def annotated(data):
    """An attachment on a page, outside the list of attachments, without its type."""

    def change(document):
        stream = document.make_stream(data)
        spec = Dictionary(Type=Name.Filespec, F="a.txt", EF=Dictionary(F=stream))
        page = document.pages[0].obj
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec)])

    return change


def matryoshka(depth, core):
    data = core
    for _ in range(depth):
        data = pdf(attached(data, "dalam.pdf"))
    return data


def broken_xref(data):
    """A wrong offset, as some phone scanners write it; every reader repairs it."""
    start = data.rindex(b"startxref")
    return data[:start] + b"startxref\n7\n%%EOF\n"


def bomb_page(document):
    document.pages[0].Contents = document.make_stream(bytes(300 << 20))


def loop_of_pages(document):
    document.Root.Pages.Kids = Array([document.Root.Pages])


def carrying(make, name):
    return pdf(attached(make(), name))
