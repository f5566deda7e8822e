"""What we wrote ourselves, where it is known: our lines are never an answer, and a line among them that is
not ours is one, though the program marked nothing. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from bot.mail.reply.attribution import attribution_ending, may_end
from bot.mail.reply.headers import headers, separator
from bot.mail.reply.law import load
from bot.mail.reply.line import Line
from bot.mail.reply.sorting import TYPED, Sorted

_SHORTEST: Final = 6  # characters by which a line of ours is known when more stands behind it
_SURE: Final = 12
_MOST: Final = 500  # lines of an old mail that are held against ours
_LONGEST: Final = 2000  # of a line with an answer behind our words
_LINK: Final = re.compile(r"https?:|mailto:", re.IGNORECASE)  # programs write out where a word of ours leads
_CHOICE: Final = re.compile(r"(\d{1,2}|[A-Z])[^\S\n]+\S")
_BLANK: Final = re.compile(r"[\s\u3000>*|·【】]+")


class Ours:
    """The lines of the mail that is answered."""

    def __init__(self, texts: Sequence[str]) -> None:
        written = [line for text in texts for line in text.splitlines() if line.strip()]
        lines = [line.strip() for line in written]
        self._order = [_bare(line) for line in lines]
        self._lines = set(self._order)
        self._offered = {_bare(line) for line in written if line[0].isspace()}
        self._all = "".join(_bare(line) for line in lines)
        self._questions = sorted((line for line in lines if len(line) >= _SHORTEST), key=len, reverse=True)
        self._choices = sorted(filter(_CHOICE.match, lines), key=len, reverse=True)

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
            words = _unmarked_words(question, line.text.strip()[len(question) :].strip())
            result += [line._replace(text=question, raw=""), Line(words)]
        return result

    def _asked(self, text: str) -> str | None:
        if len(text) > _LONGEST or self.wrote(text):
            return None
        ticked = (line for line in self._choices if text.startswith(line) and _mark(text[len(line) :]))
        return next((line for line in self._questions if text.startswith(line)), next(ticked, None))

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
        """Only in the newest of the mails that are quoted there: what stands in an older one was read."""
        said = [place for place in range(start, end) if not lines[place].blank][:_MOST]
        own = {place for place in said if self.wrote(lines[place].text)}
        if not own:
            return
        first = min(own)
        below = next((place for place in said if place > first and _opens(lines, place)), end)
        newest = [place for place in said if first <= place < below]
        others = [place for place in newest if place not in own]
        if len(others) > len(own):
            return
        for place in [*others, *self._said_again(lines, newest)]:
            if not _LINK.search(lines[place].text):
                found.whys[place] = TYPED

    def _said_again(self, lines: Sequence[Line], places: Sequence[int]) -> list[int]:
        """Choices that stand there once more than we wrote them: 4 满意, below all that could be picked."""
        theirs = [_bare(lines[place].text) for place in places]
        ours = SequenceMatcher(None, self._order, theirs, autojunk=False).get_matching_blocks()
        written = {at for block in ours for at in range(block.b, block.b + block.size)}
        return [place for at, place in enumerate(places) if at not in written and theirs[at] in self._offered]


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(load('quotes')['marks']['patterns'])})[\s:：，,]*", re.IGNORECASE)


def _mark(words: str) -> re.Match[str] | None:
    return _marks().match(words)


def _unmarked_words(line: str, words: str) -> str:
    """What is written behind our line, without the marks that point at it: a choice that is ticked is said by
    its sign, unless another one is named."""
    left = words
    while found := _mark(left):
        left = left[found.end() :]
    choice = _CHOICE.match(line)
    if left == words or not choice or left[:1].isdecimal():
        return left or words
    return f"{choice[1]}，{left}".rstrip("，")


def _unmarked(lines: Sequence[Line], found: Sorted) -> list[tuple[int, int]]:
    """Stretches of quoted lines that no mark of their own holds: what is typed into an element is in it."""
    stretches, start = list[tuple[int, int]](), None
    quoted = [why in {"quote", "forwarded"} for why in found.whys]
    for place in range(len(lines) + 1):
        held = place < len(lines) and quoted[place] and not _marked(lines[place])
        if held and start is None:
            start = place
        elif not held and start is not None:
            stretches.append((start, place))
            start = None
    return stretches


def _marked(line: Line) -> bool:
    return bool(line.depth and line.raw)


def _opens(lines: Sequence[Line], place: int) -> bool:
    """Whether another mail begins there."""
    if separator(lines, place) or headers(lines, place):
        return True
    return may_end(lines[place].head) and attribution_ending(lines, place, place) is not None


def _bare(text: str) -> str:
    return _BLANK.sub("", text)
