import io

import segno


def qr_svg(url: str) -> str:
    """One path, dark on white, with the quiet zone inside, readable after a fold and a photocopy (level Q)."""
    drawn = io.BytesIO()
    segno.make_qr(url, error="q").save(drawn, kind="svg", xmldecl=False, svgns=True, border=4, light="white")
    return drawn.getvalue().decode()
