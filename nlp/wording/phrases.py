"""What a whole clause says, however it is put: known sayings, or known words that come together.

"把我的资料全都删了吧" has a word for deleting and one for data, and else only words that change nothing:
that is the meaning 删 + 信息. One unknown character, and the clause tells of something else.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nlp.wording.text.normal import unpunctuated
from nlp.wording.words import lengths_by_character

_LONGEST = 30  # characters of a clause that may be one
_LONGEST_IN_LETTERS = 50
_MOST = 5  # names that come together
_WAYS = 64  # ways to take the words of a clause: some have two names
_NEUTRAL = ""


def bare(text: str) -> str:
    """Without spaces and punctuation, unless there is nothing else."""
    return text if text.isalnum() else unpunctuated(text) or text


class Phrases:
    """The sayings of one file: ``whole`` {saying: meaning}, ``words`` {name: words}, ``combos`` {meaning:
    names that come together}; ``neutral`` words may stand anywhere, ``openings`` and ``endings`` around."""

    def __init__(self, data: Mapping[str, Any], whole: Mapping[str, Iterable[str]]) -> None:
        self._whole = {bare(saying): meaning for meaning, sayings in whole.items() for saying in sayings}
        self._combos: dict[frozenset[str], str] = {}
        for meaning, combos in data["combos"].items():
            for names in combos:
                self._combos.setdefault(frozenset(names.split()), meaning)
        self._openings = frozenset(map(bare, data["openings"]))
        self._endings = frozenset(map(bare, data["endings"]))
        self._heads = lengths_by_character(self._openings)
        self._ends = lengths_by_character(self._endings, -1)
        self._names: dict[str, tuple[str, ...]] = {}
        for name, words in ((_NEUTRAL, (*data["neutral"], *data["endings"])), *data["words"].items()):
            alone = (name,)
            for word in words if "".join(words).isalnum() else map(bare, words):
                self._names[word] = (*self._names[word], name) if word in self._names else alone
        self._starts = lengths_by_character(self._names)
        self._known = frozenset("".join((*self._names, *self._openings)))

    def heard(self, text: str) -> tuple[str, bool] | None:
        """The meaning of a bare clause, and whether it was put as an order (我要…, 请…) or at some length."""
        return self.saying(text) or self._together(text)

    def saying(self, text: str) -> tuple[str, bool] | None:
        """The same for known sayings alone."""
        for front, ordered in self._fronts(text):
            for back in self._backs(front):
                meaning = self._whole.get(back)
                if meaning:
                    return meaning, ordered or len(back) > 3
        return None

    def _together(self, text: str) -> tuple[str, bool] | None:
        if not self._known.issuperset(text):
            return None
        for front, ordered in self._fronts(text):
            combined = self._combined(front)
            if combined:
                return combined[0], ordered or combined[1] > 1
        return None

    def _fronts(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text with fewer and fewer openings, and whether one was taken off."""
        longest = _LONGEST_IN_LETTERS if text.isascii() else _LONGEST
        rest = text if len(text) <= longest else ""
        while rest:
            yield rest, len(rest) < len(text)
            sizes = self._heads.get(rest[0], ())
            rest = rest[next((size for size in sizes if rest[:size] in self._openings), len(rest)) :]

    def _backs(self, text: str) -> Iterator[str]:
        """The text with fewer and fewer endings."""
        while text:
            yield text
            sizes = self._ends.get(text[-1], ())
            text = text[: -next((size for size in sizes if text[-size:] in self._endings), len(text))]

    def _combined(self, text: str) -> tuple[str, int] | None:
        """The meaning of words that are all known, and how many of them matter; the longest words first."""
        ways = self._ways(text)
        fitting = [(length, names) for names, length in ways.items() if names in self._combos]
        if not fitting:
            return None
        names = min(fitting, key=lambda each: (each[0], sorted(each[1])))[1]
        return self._combos[names], len(names)

    def _ways(self, text: str) -> dict[frozenset[str], int]:
        """What the words of a text may be taken for, and in how few words; empty where any is unknown."""
        reached: list[dict[frozenset[str], int]] = [{} for _ in range(len(text) + 1)]
        reached[0][frozenset()] = 0
        for start, so_far in enumerate(reached[:-1]):
            if not so_far:
                continue
            for size in self._starts.get(text[start], ()):
                for name in (
                    self._names.get(text[start : start + size], ()) if start + size <= len(text) else ()
                ):
                    _extend(reached[start + size], so_far, name)
        return reached[-1]


def _extend(there: dict[frozenset[str], int], so_far: dict[frozenset[str], int], name: str) -> None:
    for names, words in so_far.items():
        more = names | {name} if name else names
        if len(more) <= _MOST and len(there) < _WAYS:
            there[more] = min(words + 1, there.get(more, words + 1))
