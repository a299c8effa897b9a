"""Pages to draw and to measure, made in memory: writing, a form, a plan, a scan, and what goes wrong with them."""

import io
import random

from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageDraw, ImageFilter

A4 = (1414, 2000)
_WORDS = ("dengan", "ini", "menyatakan", "surat", "izin", "reklame", "tanah", "bangunan", "pemohon", "alamat", "contoh")


def paper(size=A4, colour="white"):
    return Image.new("RGB", size, colour)


def writing(lines=40, *, size=26, ink=20, page=None):
    page = page or paper()
    pen, chance = ImageDraw.Draw(page), random.Random(4)
    for n in range(lines):
        words = " ".join(chance.choice(_WORDS) for _ in range(8 if n % 7 else 3))
        pen.text((140, 150 + n * size * 1.45), words[: 2200 // size], fill=(ink,) * 3, font_size=size)
    return page


def form():
    page = paper()
    pen = ImageDraw.Draw(page)
    for n in range(18):
        pen.text((120, 250 + n * 85), _WORDS[n % 11].title(), fill="black", font_size=24)
        pen.rectangle((520, 240 + n * 85, 1300, 295 + n * 85), outline="black", width=2)
    return page


def plan():
    page, chance = paper((2000, 1414)), random.Random(5)
    pen = ImageDraw.Draw(page)
    for _ in range(60):
        x, y = chance.randint(60, 1600), chance.randint(60, 1100)
        pen.rectangle((x, y, x + chance.randint(40, 380), y + chance.randint(40, 260)), outline="black")
        pen.text((x, y - 16), "3.20", fill="black", font_size=15)
    for _ in range(25):
        pen.line([(chance.randint(0, 2000), chance.randint(0, 1414)) for _ in range(2)], fill="gray")
    return page


def signature():
    page, chance = paper(), random.Random(6)
    pen, at = ImageDraw.Draw(page), [900, 420]
    pen.text((900, 300), "Mojokerto, 24 November 2026", fill="black", font_size=26)
    stroke = [tuple(at)]
    for _ in range(60):
        at = [at[0] + chance.randint(-8, 18), at[1] + chance.randint(-30, 30)]
        stroke.append(tuple(at))
    pen.line(stroke, fill=(30, 30, 30), width=3)
    return page


def landscape():
    size, chance = (2000, 1500), random.Random(7)
    sky = Image.merge("RGB", [Image.linear_gradient("L").resize(size).point(lambda v: 150 + v // 4)] * 3)
    ground = Image.new("L", size, 128)
    for power in range(3, 9):
        rough = Image.effect_noise((size[0] >> (9 - power), size[1] >> (9 - power)), 60).resize(size)
        ground = ImageChops.add(ground, rough.point(lambda v: 64 + v // 2), 1, -128)
    hills = Image.new("L", size, 0)
    top = [(x, 750 + chance.randint(-40, 40)) for x in range(0, 2020, 20)]
    ImageDraw.Draw(hills).polygon([(0, 1500), *top, (2000, 1500)], fill=255)
    sky.paste(Image.merge("RGB", [ground.point(lambda v: v // 2)] * 3), mask=hills)
    pen = ImageDraw.Draw(sky)
    for _ in range(8):
        x = chance.randint(0, 1900)
        pen.rectangle((x, 450, x + chance.randint(6, 30), 1350), fill=(60, 45, 30))
    return sky


def bars():
    page = paper()
    pen, chance = ImageDraw.Draw(page), random.Random(8)
    for x in range(100, 1320, 60):
        pen.line((x, 150, x, 1850), fill="black", width=2)
        pen.rectangle((x + 10, 1700 - chance.randint(100, 900), x + 40, 1700), fill=(60, 60, 60))
    return page


def blurred(page, radius):
    return page.filter(ImageFilter.GaussianBlur(radius))


def noisy(page, sigma):
    noise = Image.effect_noise(page.size, sigma)
    return ImageChops.add(page, Image.merge("RGB", [noise, noise.rotate(180), noise]), 1, -128)


def compressed(page, quality):
    target = io.BytesIO()
    page.save(target, "JPEG", quality=quality)
    return Image.open(target)


def dimmed(page, share):
    return page.point(lambda level: int(level * share))


def photographed(page, *, soft=1.0, noise=6, turned=1.5):
    """On a brown desk, unevenly lit. Half as large, which is what is measured."""
    page = page.reduce(2)
    light = Image.linear_gradient("L").resize(page.size).point(lambda v: 140 + v // 3)
    lit = ImageChops.multiply(page, Image.merge("RGB", [light] * 3))
    small = lit.resize((page.width * 9 // 10, page.height * 9 // 10), Image.Resampling.BICUBIC)
    small = small.rotate(turned, Image.Resampling.BICUBIC, fillcolor=(96, 70, 50))
    desk = Image.new("RGB", page.size, (96, 70, 50))
    desk.paste(small, ((desk.width - small.width) // 2, (desk.height - small.height) // 2))
    return compressed(noisy(blurred(desk, soft / 2), noise), 75)


def pdf_of(*pages):
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=171)
    return target.getvalue()


def filled_form(document):
    """A text field with a value and no picture of it, and a stamp: both must be seen."""
    page = document.pages[0].obj
    page.Contents = document.make_stream(b"")
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="nama",
            V="AYU CONTOH",
            DA="/Helv 40 Tf 0 g",
            Rect=[50, 600, 550, 660],
            P=page,
        )
    )
    look = document.make_stream(b"1 0 0 rg 0 0 100 50 re f")
    look.stream_dict.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 100, 50])})
    stamp = document.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 100, 200, 150], F=4, AP=Dictionary(N=look))
    )
    page.Annots = Array([field, stamp])
    fonts = Dictionary(Font=Dictionary(Helv=font))
    document.Root.AcroForm = Dictionary(Fields=Array([field]), DR=fonts, NeedAppearances=True)


def turned(degrees):
    def change(document):
        for page in document.pages:
            page.rotate(degrees, relative=False)

    return change


def sized(width, height):
    def change(document):
        for page in document.pages:
            page.obj.MediaBox = Array([0, 0, width, height])

    return change


def opened(data):
    return Image.open(io.BytesIO(data))
