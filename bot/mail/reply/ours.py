"""What we wrote ourselves, where it is known: our lines are never an answer, and a line among them that is
not ours is one, though the program marked nothing. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from bot.mail.reply.headers import role_of
from bot.mail.reply.line import Line
from bot.mail.reply.sorting import TYPED, Sorted

_SHORTEST: Final = 6  # characters by which a line of ours is known when more stands behind it
_SURE: Final = 12
_BLANK: Final = re.compile(r"[\s\u3000>*|]+")


class Ours:
    """The lines of the mail that is answered."""

    def __init__(self, texts: Sequence[str]) -> None:
        lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
        self._lines = {_bare(line) for line in lines}
        self._all = "".join(_bare(line) for line in lines)
        self._questions = sorted((line for line in lines if len(line) >= _SHORTEST), key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def wrote(self, text: str) -> bool:
        bare = _bare(text)
        return bare in self._lines or (len(bare) >= _SHORTEST and bare in self._all)

    def parted(self, lines: Sequence[Line]) -> list[Line]:
        """An answer written behind our question, on its line, gets a line of its own."""
        result = list[Line]()
        for line in lines:
            question = self._asked(line.text.strip())
            if question is None:
                result.append(line)
                continue
            result += [line._replace(text=question, raw=""), Line(line.text.strip()[len(question) :].strip())]
        return result

    def _asked(self, text: str) -> str | None:
        if len(text) < _SHORTEST or len(text) > 2000 or self.wrote(text):
            return None
        return next((line for line in self._questions if text.startswith(line)), None)

    def told(self, lines: Sequence[Line], found: Sorted) -> Sorted:
        """The same lines sorted again with what we know."""
        for place, line in enumerate(lines):
            if found.whys[place] == TYPED and len(_bare(line.text)) >= _SURE and self.wrote(line.text):
                found.whys[place] = "quote"
                found.quoted = True
        for start, end in _unmarked(lines, found):
            self._answers_between(lines, found, start, end)
        return found

    def _answers_between(self, lines: Sequence[Line], found: Sorted, start: int, end: int) -> None:
        said = [
            place
            for place in range(start, end)
            if not lines[place].blank and role_of(lines[place].head) is None
        ]
        own = {place: None for place in said if self.wrote(lines[place].text)}
        if not own or len(own) * 2 < len(said):
            return
        first = next(iter(own))
        for place in said:
            if place > first and place not in own:
                found.whys[place] = TYPED


def _unmarked(lines: Sequence[Line], found: Sorted) -> list[tuple[int, int]]:
    """Stretches of quoted lines that no mark holds."""
    stretches, start = list[tuple[int, int]](), None
    for place in range(len(lines) + 1):
        held = place < len(lines) and found.whys[place] in {"quote", "forwarded"} and not lines[place].depth
        if held and start is None:
            start = place
        elif not held and start is not None:
            stretches.append((start, place))
            start = None
    return stretches


def _bare(text: str) -> str:
    return _BLANK.sub("", text)
