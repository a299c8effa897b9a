"""Drawn pages that stand in for the documents of demo cases. Each goes through the same checks as any upload."""

import io
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 620, 877  # A4 at 75 dots per inch: readable, and quick to draw and to check


def paper(title: str, who: str, *, as_pdf: bool, note: str = "") -> SimpleUploadedFile:
    """A readable page that says what it stands for. Nobody's real document."""
    kind, ending = ("application/pdf", "pdf") if as_pdf else ("image/jpeg", "jpg")
    return SimpleUploadedFile(f"{title}.{ending}".replace(" ", "-").lower(), _drawn(title, who, as_pdf, note), kind)


@cache
def _drawn(title: str, who: str, as_pdf: bool, note: str) -> bytes:
    page = Image.new("L", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    draw.text((56, 74), title.upper(), fill="black", font=_font(26))
    draw.line((56, 118, WIDTH - 56, 118), fill="black", width=2)
    lines = [
        "contoh, bukan surat sungguhan",
        note,
        f"Nama: {who}",
        "Alamat: Jalan Contoh 12, Desa Contoh",
        "",
        "Tertanda,",
        who,
    ]
    for number, line in enumerate(lines):
        draw.text((56, 150 + number * 34), line, fill="#333", font=_font(18))
    out = io.BytesIO()
    if as_pdf:
        page.save(out, "PDF", resolution=75)
    else:
        page.save(out, "JPEG", quality=75)
    return out.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
