"""What a backup says of itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class About:
    """`kind` of database (sqlite, postgresql), the `revision` it was at, when it was taken, the `proof` of
    the key that it is sealed under; empty where nothing is."""

    kind: str
    revision: str
    at: datetime
    proof: str = ""
