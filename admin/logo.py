"""The organisation's logo as it is kept: a small PNG made anew of whatever was handed in, so that nothing
else comes along with it. No SVG: that is a program as much as a picture."""

import io
import warnings
from base64 import b64encode
from typing import Final

SIDE: Final = 256
"""Pixels of the longer side."""

FORMATS: Final = ("PNG", "JPEG")
LARGEST: Final = 4_000_000
"""Bytes of what is handed in."""

WEIGHT: Final = 24_000
"""Bytes above which it is made with 255 colours: it goes along with every mail."""

MOST_PIXELS: Final = 40_000_000


def logo(content: bytes) -> bytes | None:
    """The picture as PNG, upright, its longer side SIDE at most. None: it can't be read as PNG or JPEG, or
    would be too large in memory."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - 10 MB, for who needs it

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            warnings.simplefilter("ignore")
            if picture.width * picture.height > MOST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            upright.thumbnail((SIDE, SIDE))
            bare = Image.new("RGBA", upright.size)
            bare.paste(upright)
            made = _png(bare)
            return made if len(made) <= WEIGHT else _png(bare.quantize(255))
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None


def _png(picture: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)  # type: ignore[attr-defined]
    return written.getvalue()


def inline(picture: bytes | None) -> str:
    """The picture as an address that holds it whole; empty without one."""
    return f"data:image/png;base64,{b64encode(picture).decode()}" if picture else ""
