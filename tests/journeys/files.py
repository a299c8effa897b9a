"""Uploads as the browser takes them: drawn pages that stand for somebody's documents."""

import io

from PIL import Image, ImageDraw, ImageFont

MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg"}
Payload = dict[str, object]


def payload(name: str, data: bytes) -> Payload:
    return {"name": name, "mimeType": MEDIA.get(name.rpartition(".")[2], "application/octet-stream"), "buffer": data}


def scan(title: str, ending: str) -> Payload:
    """A page of A4 at 120 dots per inch, as PDF or as JPEG."""
    page = Image.new("RGB", (1000, 1414), "white")
    draw = ImageDraw.Draw(page)
    draw.text((90, 120), title.upper(), fill="black", font=ImageFont.load_default(40))
    draw.text((90, 240), "contoh, bukan surat sungguhan", fill="#333", font=ImageFont.load_default(28))
    out = io.BytesIO()
    if ending == "pdf":
        page.save(out, "PDF", resolution=120)
    else:
        page.save(out, "JPEG", quality=80)
    return payload(f"{title.lower().replace(' ', '-')}.{ending}", out.getvalue())
