"""Which mails of a folder are fetched next. Pure.

One that can't be fetched must not hold up the others: where several fail together they are tried in smaller
portions, and one that fails alone goes to the end of the line.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

MOST: Final = 64
MOST_FAILURES: Final = 10
"""Times that a mail fails, alone, before it is given up."""


class Line:
    """The mails of a folder, under one validity, that are still to be fetched."""

    def __init__(self) -> None:
        self._failures: Counter[int] = Counter()
        self._most = MOST
        self.kept: set[int] = set()
        self.given_up: set[int] = set()

    def next(self, found: Collection[int]) -> list[int]:
        """The next of those that are there: as they came, and those that have failed last, each alone."""
        waiting = self.waiting(found)
        new = [uid for uid in waiting if uid not in self._failures]
        if new:
            return new[: self._most]
        return sorted(waiting, key=lambda uid: (self._failures[uid], uid))[:1]

    def waiting(self, found: Collection[int]) -> list[int]:
        """Those that are still to be fetched."""
        return sorted(set(found) - self.kept - self.given_up)

    def fetched(self, uids: Collection[int]) -> None:
        """These are kept."""
        self.kept.update(uids)
        for uid in uids:
            del self._failures[uid]
        self._most = min(MOST, self._most * 2)

    def fails(self, uids: Sequence[int]) -> bool:
        """Whether it is known already that nothing comes of these."""
        return len(uids) == 1 and uids[0] in self._failures

    def failed(self, uids: Sequence[int]) -> int:
        """Nothing came of these; the number of the one that is given up, 0 where none is."""
        if len(uids) > 1:
            self._most = len(uids) // 2
            return 0
        (uid,) = uids
        self._failures[uid] += 1
        if self._failures[uid] < MOST_FAILURES:
            return 0
        self.given_up.add(uid)
        return uid

    def reached(self, found: Collection[int], least: int) -> int:
        """The highest number, from `least` on, up to which nothing waits."""
        waiting = [uid for uid in self.waiting(found) if uid > least]
        return min(waiting) - 1 if waiting else max([least, *found])
