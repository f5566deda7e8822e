"""Codes for a phone, drawn to stand in a page."""

from io import BytesIO

import segno
from markupsafe import Markup


def drawn(text: str) -> Markup:
    """The QR code of this text as SVG."""
    target = BytesIO()
    made = segno.make(text, error="m", micro=False)
    made.save(target, kind="svg", border=2, xmldecl=False, svgclass="qr", omitsize=True)
    return Markup(target.getvalue().decode())  # noqa: S704 - segno's own drawing, no word of ours in it
