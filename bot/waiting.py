"""What waits for the inbox: handed out in batches, one conversation never to two at a time. Pure."""

from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

from bot.message import Inbound

Address = tuple[str, str]

LARGEST_BATCH = 500
ABOUT_EARLIER = ("edit", "withdraw")


class Item(NamedTuple):
    """A message and who waits for its receipt."""

    inbound: Inbound
    receipt: Any


class Waiting:
    """Messages in the order in which they came. What a batch holds is `done` when it is committed."""

    def __init__(self) -> None:
        self._ready: deque[Item] = deque()
        self._held: dict[Address, list[Item]] = {}
        self._busy: set[Address] = set()

    def __len__(self) -> int:
        return len(self._ready) + sum(map(len, self._held.values()))

    def put(self, inbound: Inbound, receipt: Any) -> None:
        """At the end of the line."""
        self._ready.append(Item(inbound, receipt))

    def batch(self) -> list[Item]:
        """The next messages, but for those whose conversation is busy, which are held until it is done.

        What is about an earlier message goes alone: that one must be in the database.
        """
        ready, batch = self._ready, list[Item]()
        while ready and len(batch) < LARGEST_BATCH:
            kind = ready[0].inbound.kind
            if batch and (kind in ABOUT_EARLIER or batch[-1].inbound.kind in ABOUT_EARLIER):
                break
            item = ready.popleft()
            address = item.inbound[:2]
            if address in self._busy:
                self._held.setdefault(address, []).append(item)
            else:
                batch.append(item)
        self._busy.update(item.inbound[:2] for item in batch)
        return batch

    def done(self, batch: Iterable[Item]) -> None:
        """These conversations are free again; what was held of them comes first."""
        for address in {item.inbound[:2] for item in batch}:
            self._busy.discard(address)
            self._ready.extendleft(reversed(self._held.pop(address, ())))
