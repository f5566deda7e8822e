"""What waits for the inbox: handed out in batches, one conversation never to two at a time. Pure."""

from collections import deque
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from bot.message import Inbound

LARGEST_BATCH = 500
ABOUT_EARLIER = ("edit", "withdraw")

Receipt = TypeVar("Receipt")


class Item(NamedTuple, Generic[Receipt]):
    """A message and who waits for its receipt."""

    inbound: Inbound
    receipt: Receipt


class Waiting(Generic[Receipt]):
    """Messages in the order in which they came. What a batch holds is `done` when it is committed."""

    def __init__(self) -> None:
        self._items: deque[Item[Receipt]] = deque()
        self._busy: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, inbound: Inbound, receipt: Receipt) -> None:
        """At the end of the line."""
        self._items.append(Item(inbound, receipt))

    def batch(self) -> list[Item[Receipt]]:
        """The next messages, but for those whose conversation is busy, which stay where they are.

        What is about an earlier message goes alone: that one must be in the database.
        """
        items = self._items
        batch: list[Item[Receipt]] = []
        passed: list[Item[Receipt]] = []
        while items and len(batch) < LARGEST_BATCH:
            kind = items[0].inbound.kind
            if batch and (kind in ABOUT_EARLIER or batch[-1].inbound.kind in ABOUT_EARLIER):
                break
            item = items.popleft()
            (passed if item.inbound[:2] in self._busy else batch).append(item)
        items.extendleft(reversed(passed))
        self._busy.update(item.inbound[:2] for item in batch)
        return batch

    def done(self, batch: Iterable[Item[Receipt]]) -> None:
        """These conversations are free again."""
        self._busy.difference_update(item.inbound[:2] for item in batch)
