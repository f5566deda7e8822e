"""How a code looks that customers keep: eight signs of Crockford's base 32 (no I, L, O, U), XXXX-XXXX."""

import re
import unicodedata
from typing import Final

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 8

_MEANT: Final = str.maketrans("OIL", "011", "- ‐‑–—_·")
_LOOKS: Final = re.compile(f"[{SIGNS}]{{{LENGTH}}}")


def plain(text: str) -> str:
    """The eight signs of a code, however it is written (small, apart, O for 0). Empty: it is none."""
    signs = unicodedata.normalize("NFKC", text).strip().upper().translate(_MEANT)
    return signs if _LOOKS.fullmatch(signs) else ""


def shown(signs: str) -> str:
    """The code as it is shown: in two parts."""
    return f"{signs[:4]}-{signs[4:]}"
