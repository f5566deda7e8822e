"""A text in pieces that Telegram takes: 4,096 UTF-16 units at most, cut where a reader would pause. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

LONGEST: Final = 4096
_PAUSES: Final = tuple(
    re.compile(f".*{pause}", re.DOTALL) for pause in (r"\n\n", r"\n", "[。！？!?…；]", r"[，、, ]")
)
_NOTHING: Final = "…"  # Telegram refuses a message without a visible character


def pieces(text: str) -> list[str]:
    """The text as messages: at least one, none empty."""
    return [piece for piece in map(str.strip, _cut(text)) if piece] or [_NOTHING]


def size(text: str) -> int:
    """Its length in UTF-16 units: a character beyond the basic plane, an emoji say, takes two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str) -> Iterator[str]:
    while size(text[: LONGEST + 1]) > LONGEST:
        end = _pause(text[: _fitting(text)])
        yield text[:end]
        text = text[end:]
    yield text


def _fitting(text: str) -> int:
    """How many characters fit into one message."""
    ends = accumulate(2 if character > "\uffff" else 1 for character in text[:LONGEST])
    return bisect_right(list(ends), LONGEST)


def _pause(head: str) -> int:
    """Where to cut: after the last pause of the best kind in the second half, else at the end."""
    for pause in _PAUSES:
        found = pause.match(head)
        if found and found.end() > len(head) // 2:
            return found.end()
    return len(head)
