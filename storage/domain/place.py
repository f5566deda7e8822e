"""Where a QR code hangs: a shop, a counter, a product. Pure.

It comes from a link that anybody may change, so it is a short name of plain signs or nothing.
"""

import re
import unicodedata
from typing import Any, Final

LONGEST: Final = 40

_NAME: Final = re.compile(r"[\w.·#&+()/:,、-]+(?: [\w.·#&+()/:,、-]+)*")


def place(told: Any) -> str:
    """The name as it is kept; empty for whatever can be none. Full-width signs become plain ones."""
    if not isinstance(told, str) or len(told) > 4 * LONGEST:
        return ""
    name = " ".join(unicodedata.normalize("NFKC", told).split())
    return name if len(name) <= LONGEST and _NAME.fullmatch(name) else ""
