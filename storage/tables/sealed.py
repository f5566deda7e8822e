"""The column of an address (conversations, invitations, mails) or of a contact: sealed as it is written,
opened as it is read, so that nobody else has to think of it.

It is compared whole, with what is sealed the same: `=`, `in`, joins, unique keys. In the database nothing is
found by a part of it, and its order is that of the seals: the same for all who lock rows in it.
"""

import re
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Dialect, Text
from sqlalchemy.types import JSON, TypeDecorator

from storage import sealing

PURPOSE: Final = "address"

GONE: Final = "erased:"
"""How what stands in the place of an address that is no more begins; the id of its row follows."""

_NOBODYS: Final = re.compile(rf"[0-9a-f]{{64}}|{GONE}.*", re.DOTALL)
"""Digests, as the web chat has them, and what stands in the place of an address that is no more."""


@lru_cache(maxsize=8192)
def sealed(address: str) -> str:
    """The address as the database has it. What is nobody's stays as it is."""
    return sealing.same(PURPOSE, address) if address and not _NOBODYS.fullmatch(address) else address


@lru_cache(maxsize=8192)
def opened(kept: str) -> str:
    """The address; empty where it was sealed under a key that was lost."""
    try:
        return sealing.opened_same(PURPOSE, kept) if kept.startswith(sealing.MARK) else kept
    except sealing.Unopened:
        return ""


class Sealed(TypeDecorator[str]):
    """Text, sealed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Sealed."""
        return None if value is None else sealed(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Opened."""
        return None if value is None else opened(value)


class SealedList(TypeDecorator[list[str]]):
    """JSON, a list of texts, each sealed: what such a column is compared with on SQLite."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Sealed."""
        return [sealed(each) for each in value]
