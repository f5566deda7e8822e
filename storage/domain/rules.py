"""From signals to acts: the only way from what was noticed to what is done; the table is the policy's.

What a customer plainly wants (a person, a complaint) and what someone in danger needs is no matter of policy:
the talk grants it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.domain.policy import Policy

OF_TEXTS = ("urgent", "unsafe")
"""What a text may signal, the worst first: it cannot wait; somebody or something may be in danger."""

SIGNALS = ("low_score", "not_understood", *OF_TEXTS)
"""A score under the question's limit; asked again in vain; and what texts signal."""

ACTS = ("ask_reason", "offer_complaint", "call_person", "follow_up")


def acts(signals: Iterable[str], policy: "Policy") -> frozenset[str]:
    """All acts that the policy wants for these signals. Raises KeyError for a signal that is none."""
    return frozenset().union(*(policy.rules[signal] for signal in signals))


def of_text(urgency: str, unsafe: bool) -> tuple[str, ...]:
    """What a text signals of which this was found."""
    given = {"urgent": urgency == "now", "unsafe": unsafe}
    return tuple(signal for signal in OF_TEXTS if given[signal])
