"""What a customer's answer was understood to mean."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answer", "ask", "intent"]
Value = str | bool | list[str] | dt.date | int | float


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer, understood or to be asked again.

    ``outcome``  answer: record ``value`` (or that it is ``missing``); ask: record nothing, ask again, with
                 ``guess`` to confirm where there is one; intent: the customer wants something else.
    ``value``    the key of the option (scale, nps, single), keys in the options' order (multi) or best
                 first (ranking), bool (yes_no), date, int or float (number), the canonical form (order,
                 phone), the text as written (text).
    ``missing``  none | unknown | refused | same | not_applicable, where that is the answer, without a value.
    ``comment``  the whole text as written, when it says more than the value; else empty.
    ``because``  the words it rests on, as written; out of range also the range, as 1~5.
    ``intent``   a wish; beside a value when both were said ("2分，我要投诉").
    """

    outcome: Outcome
    value: Value | None = None
    missing: str | None = None
    guess: Value | None = None
    comment: str = ""
    because: tuple[str, ...] = ()
    intent: str | None = None
