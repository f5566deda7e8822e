"""Which text can be kept."""

import re

_LOST = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> tuple[str, bool]:
    """The text with U+FFFD in place of what no database takes (NUL, lone surrogates), and whether any was."""
    clean = _LOST.sub("\ufffd", text)
    return clean, clean is not text and clean != text
