"""How long evidence is kept (E6, GB/T 19010 4.10): terms in days, data of the policy.

What is over its term goes; that it was there stays, with its date.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storage.domain.fields import Fields

LONGEST: Final = 36_500
"""Days: a hundred years."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days. `files`: what customers sent as evidence. `raw`: messages byte by byte as received. `link`: how
    long a customer may fetch the file with their own data. `hidden`: until an answer to who complains
    without a name, their code among it, goes from the conversation though it has not arrived; and until a
    response without a name whose customer does not come back is stopped.

    `models` is no term: so many models of the organisation's own stay beside the one in force, the newest.

    How long words stay, 0 for ever: `answers` in responses, from when they were completed; `talks`, what both
    sides said; `complaints` from when they ended, with the talks that they were led in; `visits`; `requests`,
    why one was refused. Scores, choices, dates and states stay."""

    files: int
    raw: int
    link: int
    hidden: int
    models: int
    answers: int = 0
    talks: int = 0
    complaints: int = 0
    visits: int = 0
    requests: int = 0


WORDS: Final = ("answers", "talks", "complaints", "visits", "requests")
"""The terms of words: a policy that says nothing of them keeps words for ever."""


def over(days: int, now: datetime) -> datetime:
    """What was received before this moment is over its term of so many days."""
    return now - timedelta(days=days)


def parse(fields: Fields) -> Retention:
    """The terms from their table in the policy; but for those of words each must be there."""
    terms = {name: _days(fields, name) for name in Retention.__slots__ if name not in WORDS}
    terms |= {name: fields.whole(name, 0, LONGEST) or 0 for name in WORDS}
    fields.done()
    return Retention(**terms)


def _days(fields: Fields, name: str) -> int:
    if name not in fields.table:
        fields.problem(name, "missing", key=name)
    return fields.whole(name, 1, LONGEST) or 0
