"""What somebody typed into the box, taken at its word: no sign in it is a command."""

from typing import Final, Literal

from storage.search.folding import fold

LONGEST: Final = 100
"""Characters that are looked for at once."""
MOST: Final = 10
"""Words that are looked for at once."""

Reason = Literal["empty", "odd", "short", "long"]


class Unsearchable(ValueError):
    """Nothing can be looked for: it is empty, of signs alone (odd), one letter or digit (short), too long."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def terms(typed: str) -> list[str]:
    """What every text found has to hold, folded: the parts between spaces. Raises Unsearchable."""
    if not typed.strip():
        raise Unsearchable("empty")
    if len(typed) > LONGEST:
        raise Unsearchable("long")
    found = list(dict.fromkeys(term for word in typed.split() if (term := fold(word))))
    if not found:
        raise Unsearchable("odd")
    if len(found) > MOST:
        raise Unsearchable("long")
    if all(len(term) == 1 and term.isascii() for term in found):
        raise Unsearchable("short")
    return found
