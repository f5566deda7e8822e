"""A list of words as something to be found in a text: like a pattern, but ready at once.

A pattern of some hundred words takes milliseconds to compile, and tries them one by one at every place.
"""

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


class Words:
    """Finds any of the words, the longest first (不满意 before 满意), with the methods of ``re.Pattern``."""

    __slots__ = ("_all", "_heads", "_lengths")

    def __init__(self, words: Iterable[str]) -> None:
        self._all = frozenset(words)
        self._heads: dict[str, list[str]] = {}
        for word in sorted(self._all, key=len, reverse=True):
            self._heads.setdefault(word[0], []).append(word)
        self._lengths = {head: tuple(dict.fromkeys(map(len, own))) for head, own in self._heads.items()}

    def at(self, text: str, start: int) -> Iterator[str]:
        """The words that stand at a place, the longest first."""
        lengths = self._lengths.get(text[start : start + 1], ())
        return (word for n in lengths if (word := text[start : start + n]) in self._all)

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
        heads = self._heads
        if heads.keys().isdisjoint(text):
            return None
        for place in range(start, min(end, len(text))):
            if text[place] in heads:
                for word in heads[text[place]]:
                    if text.startswith(word, place, end):
                        return Found(word, place)
        return None

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[Found]:
        heads, last = self._heads, min(end, len(text))
        if heads.keys().isdisjoint(text):
            return
        while start < last:
            for word in heads.get(text[start], ()):
                if text.startswith(word, start, end):
                    yield Found(word, start)
                    start += len(word)
                    break
            else:
                start += 1

    def findall(self, text: str) -> list[str]:
        return [found[0] for found in self.finditer(text)]

    def sub(self, new: str | Callable[[Found], str], text: str) -> str:
        parts, done = [], 0
        for found in self.finditer(text):
            parts += [text[done : found.start()], new if isinstance(new, str) else new(found)]
            done = found.end()
        return "".join([*parts, text[done:]]) if done else text
