"""What somebody typed into the box, taken at its word: no sign in it is a command."""

from collections.abc import Iterator
from typing import Final, Literal

from storage.search.folding import HAN, fold, placed

LONGEST: Final = 100
"""Characters that are looked for at once."""
MOST: Final = 10
"""Words that are looked for at once."""

SLIGHT: Final = frozenset("的地得了着过吗呢吧啊呀嘛啦么也都就还很太真我你您他她是在")
"""Words that say too little to be looked for one by one."""

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


def apart(typed: str) -> list[str]:
    """Its words as they were typed, those too that nothing parts: to be looked for one by one when the whole
    is nowhere. None where that would be nothing else, or can't be looked for."""
    words = list(dict.fromkeys(word for part in typed.split() for word in _cut(part)))
    try:
        found = terms(" ".join(words))
        return words if len(found) > 1 and set(found) != set(terms(typed)) else []
    except Unsearchable:
        return []


def _cut(part: str) -> Iterator[str]:
    folded, places = placed(part)
    if not any(ord(sign) in HAN for sign in folded):
        yield part
        return
    import rjieba  # noqa: PLC0415 - its dictionary takes a second, and most searches do without

    at = 0
    for word in rjieba.cut(folded, hmm=False):
        first, at = at, at + len(word)
        if word.strip() and word not in SLIGHT:
            yield part[places[first] : places[at - 1] + 1]
