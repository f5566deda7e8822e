"""Folders of mails: what a server keeps, without the line that it is asked over."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

Chosen = Callable[[int, "Kept"], bool]
"""Whether the mail at this place, counted from 1, is meant."""

_SET = re.compile(r"(\d+|\*)(?::(\d+|\*))?")


@dataclass
class Kept:
    """A mail in a folder."""

    uid: int
    raw: bytes
    at: datetime
    flags: set[str] = field(default_factory=set)


class Folder:
    """Mails in their order; `validity` tells which UIDs these are (RFC 3501, 2.3.1.1)."""

    def __init__(self, validity: int = 1) -> None:
        self.validity = validity
        self.mails: list[Kept] = []
        self._next = 1

    @property
    def next(self) -> int:
        return self._next

    def put(self, raw: bytes, at: datetime, flags: Iterable[str] = ()) -> int:
        """Its UID. `at`: when it came."""
        self.mails.append(Kept(self._next, raw, at, set(flags)))
        self._next += 1
        return self.mails[-1].uid

    def renumber(self) -> None:
        """As after a restored backup: other UIDs, and nobody knows any more what had been seen."""
        kept, self.mails, self._next = self.mails, [], 1
        self.validity += 1
        for mail in kept:
            self.put(mail.raw, mail.at)

    def chosen(self, which: Chosen) -> list[tuple[int, Kept]]:
        return [(place, mail) for place, mail in enumerate(self.mails, 1) if which(place, mail)]

    def drop(self, which: Chosen) -> list[int]:
        """Take these away; their places, as a client is to hear them, one after the other."""
        gone = [place for place, _ in self.chosen(which)]
        self.mails = [mail for place, mail in enumerate(self.mails, 1) if place not in set(gone)]
        return [place - before for before, place in enumerate(gone)]

    def among(self, numbers: str, uid: bool) -> Chosen:
        """The mails of a set of numbers like `1:5,7,9:*` (RFC 3501, 9)."""
        last = (self.mails[-1].uid if uid else len(self.mails)) if self.mails else 0
        spans = [_span(each, last) for each in numbers.split(",")]

        def which(place: int, mail: Kept) -> bool:
            number = mail.uid if uid else place
            return any(low <= number <= high for low, high in spans)

        return which

    def searched(self, words: list[str]) -> Chosen:
        """The mails that meet all of these conditions (RFC 3501, 6.4.4): those that programs ask for."""
        return _all(list(self._conditions(iter(words))))

    def _conditions(self, words: Iterator[str]) -> Iterator[Chosen]:
        for word in words:
            yield self._condition(word.upper(), words)

    def _condition(self, word: str, words: Iterator[str]) -> Chosen:
        flag = word.removeprefix("UN").capitalize()
        if word == "ALL":
            return lambda place, mail: True
        if word == "NOT":
            inner = self._condition(next(words).upper(), words)
            return lambda place, mail: not inner(place, mail)
        if word in ("KEYWORD", "UNKEYWORD"):
            keyword = next(words)
            return lambda place, mail: (keyword in mail.flags) == (word == "KEYWORD")
        if flag in ("Seen", "Deleted", "Answered", "Flagged", "Draft"):
            return lambda place, mail: (f"\\{flag}" in mail.flags) != word.startswith("UN")
        if word == "SINCE":
            day = datetime.strptime(next(words), "%d-%b-%Y").replace(tzinfo=UTC)
            return lambda place, mail: mail.at >= day
        if word == "UID":
            return self.among(next(words), uid=True)
        if _SET.match(word):
            return self.among(word, uid=False)
        raise ValueError(f"SEARCH {word}")


def _all(conditions: list[Chosen]) -> Chosen:
    return lambda place, mail: all(condition(place, mail) for condition in conditions)


def _span(written: str, last: int) -> tuple[int, int]:
    match = _SET.fullmatch(written)
    if not match:
        raise ValueError(f"no set of numbers: {written}")
    ends = [last if each == "*" else int(each) for each in (match[1], match[2] or match[1])]
    return min(ends), max(ends)
