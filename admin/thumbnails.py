"""Small pictures of what customers sent, so that staff see a photo without opening it."""

import io
import warnings
from typing import Final

SIDE: Final = 480  # pixels of the longer side
MOST_PIXELS: Final = 60_000_000
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
"""What is read; anything else that says it is a picture is none."""


def thumbnail(content: bytes) -> bytes | None:
    """A JPEG of it, upright and without what it tells of place and camera. None: it can't be read as one, or
    would be too large in memory."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - 10 MB, for who needs it

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            warnings.simplefilter("ignore")
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            upright.thumbnail((SIDE, SIDE))
            white = Image.new("RGB", upright.size, "white")
            white.paste(upright, mask=upright.getchannel("A"))
            return _jpeg(white)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None


def _jpeg(picture: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80, optimize=True)  # type: ignore[attr-defined]
    return written.getvalue()
