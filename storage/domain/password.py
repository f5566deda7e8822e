"""Which passwords anybody tries first (NIST SP 800-63B, 3.1.1.2). Pure.

No rule of so many digits and signs: only length counts, and that it is not one that all the world has.
"""

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise
from typing import Final

_FEW: Final = 4
"""Different characters that are too few, whatever the length; so many left beside one's login are too."""

_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")


def too_common(password: str, login: str, common: Collection[str]) -> bool:
    """Whether this is a common one, however it is cased and whatever signs are around it; the same few
    characters over and over; characters in a row; or little more than the login."""
    folded = unicodedata.normalize("NFKC", password).casefold()
    core = _EDGES.sub("", folded)
    return (
        folded in common
        or core in common
        or len(set(folded)) <= _FEW
        or _row(folded)
        or _beside(folded, login.casefold())
    )


def _row(text: str) -> bool:
    """Each character is one more than that before it, or each one less (9 is followed by 0)."""
    steps = {(ord(after) - ord(before)) for before, after in pairwise(text)}
    if text.isdigit():
        steps = {(int(after) - int(before)) % 10 for before, after in pairwise(text)}
    return len(steps) == 1 and steps <= {1, -1, 9}


def _beside(text: str, login: str) -> bool:
    return bool(login) and login in text and len(text.replace(login, "")) <= _FEW
