"""The complaint that is at hand in the state `case`, and what is asked of it, as `Talk.fact` has it:
number/asked/key, of which the key is that of one without a name, which its code led to."""

import re
from typing import Final, NamedTuple

from bot.conversation.talk import Talk

ANSWERED: Final = "answered"
"""Is our answer accepted?"""

VERIFIED: Final = "verified"
"""Is the problem gone, now that it was put right?"""

ASKED: Final = (ANSWERED, VERIFIED)
"""States of a complaint in which the customer is asked what they say to it."""

UNDER_WAY: Final = ("accepted", "measures")
"""States of a complaint in which nothing is asked, and an answer that they accepted can be refused."""

CLOSED: Final = "closed"
"""Is one without a name, which is closed, to be taken up again?"""

WHY: Final = "why"
"""Why was it not accepted?"""

MORE: Final = "more"
"""What does the customer want to know?"""

STAYED: Final = "stayed"
"""Some weeks after closing: is it still right?"""

HANDLING: Final = "handling"
"""How was the handling itself?"""

AFTERWARDS: Final = (STAYED, HANDLING)

BROKE: Final = "broke"
"""What went wrong again?"""

WAITS: Final = "waits"
"""What staff have asked, and wait for."""

WITHDRAW: Final = "withdraw"
"""Is it to be withdrawn? Without a number: which one is?"""


class AtHand(NamedTuple):
    """`asked`: one of the above; empty: what is to be added."""

    number: str
    asked: str = ""
    key: int = 0

    def fact(self, asked: str = "") -> str:
        """What is kept of it while this is asked."""
        return f"{self.number}/{asked}/{self.key}" if asked or self.key else self.number


def at_hand(talk: Talk) -> AtHand:
    """What is at hand where the talk stands."""
    number, asked, key, *_ = (*talk.fact.split("/"), "", "")
    return AtHand(number, asked, int(key) if key.isdecimal() else 0)


NUMBER: Final = re.compile(r"(?<![0-9A-Z])T\s?\d{6}\s?[-‐‑–—－]\s?\d{4,6}(?!\d)", re.IGNORECASE)
"""That of a complaint, as customers write it."""

ASIDE: Final = "aside"
"""`Talk.fact` after something else was told while consent was open."""


def looked_up(talk: Talk) -> bool:
    """Whether, before consent, one without a name is at hand, whose code was shown: who registered it agreed
    to that then, and is not asked again before they hear of it or add to it."""
    return talk.state == "welcome" and NUMBER.fullmatch(at_hand(talk).number) is not None
