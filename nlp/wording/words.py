"""A list of words as something to be found in a text: like a pattern, but ready at once.

A pattern of some hundred words takes milliseconds to compile, and tries them one by one at every place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

_END = 1 << 30


class Found:
    """A word at a place, with the part of ``re.Match`` that a word needs."""

    __slots__ = ("_start", "_word")

    def __init__(self, word: str, start: int) -> None:
        self._word, self._start = word, start

    def __getitem__(self, _group: int) -> str:
        return self._word

    def start(self) -> int:
        return self._start

    def end(self) -> int:
        return self._start + len(self._word)

    def span(self) -> tuple[int, int]:
        return self._start, self._start + len(self._word)


def lengths_by_character(words: Iterable[str], place: int = 0) -> dict[str, list[int]]:
    """How long the words are that have this character at ``place`` (0 first, -1 last), the longest first."""
    places: defaultdict[int, set[str]] = defaultdict(set)
    for word in words:
        places[len(word)].add(word[place])
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    for length in sorted(places, reverse=True):
        for char in places[length]:
            lengths[char].append(length)
    return dict(lengths)


class Words:
    """Finds any of the words, the longest first (不满意 before 满意), with the methods of ``re.Pattern``."""

    __slots__ = ("_all", "_heads", "_lengths")

    def __init__(self, words: Iterable[str]) -> None:
        self._all = frozenset(words)
        self._lengths = lengths_by_character(self._all)
        self._heads = frozenset(self._lengths)

    def at(self, text: str, start: int) -> Iterator[str]:
        """The words that stand at a place, the longest first."""
        for length in self._lengths.get(text[start : start + 1], ()):
            word = text[start : start + length]
            if word in self._all:
                yield word

    def longest(self, text: str, start: int) -> str:
        """The longest word that stands at a place; '' for none."""
        for length in self._lengths.get(text[start : start + 1], ()):
            word = text[start : start + length]
            if word in self._all:
                return word
        return ""

    def match(self, text: str, start: int = 0) -> Found | None:
        word = self.longest(text, start)
        return Found(word, start) if word else None

    def search(self, text: str, start: int = 0, end: int = _END) -> Found | None:
        if self._heads.isdisjoint(text):  # of some dozen lists, an answer has words of few
            return None
        return next(self._within(text[:end], start), None)

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[Found]:
        return iter(()) if self._heads.isdisjoint(text) else self._within(text[:end], start)

    def _within(self, text: str, done: int) -> Iterator[Found]:
        words, lengths = self._all, self._lengths
        for place, char in enumerate(text[done:], done):
            if char in lengths and place >= done:
                for length in lengths[char]:  # as ``longest``, without a call for each character
                    word = text[place : place + length]
                    if word in words:
                        yield Found(word, place)
                        done = place + len(word)
                        break

    def findall(self, text: str) -> list[str]:
        return [found[0] for found in self.finditer(text)]

    def sub(self, new: str | Callable[[Found], str], text: str) -> str:
        if self._heads.isdisjoint(text):
            return text
        parts, done = [], 0
        for found in self.finditer(text):
            parts += [text[done : found.start()], new if isinstance(new, str) else new(found)]
            done = found.end()
        return "".join([*parts, text[done:]]) if done else text
