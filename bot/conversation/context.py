"""What a step may know besides the talk and the message: loaded by `bot.inbox` before the step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.domain.calendar import Calendar
from storage.domain.locale import Texts
from storage.domain.policy import Policy
from storage.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class ComplaintState:
    """An own complaint of the customer, as told to them."""

    number: str
    state: str
    received_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """`survey` is the version that the talk is in, else the one that would be begun (None: there is none).

    `offered` is the version that the menu has to begin, of whatever survey the talk is in now (0: none).
    `number` is reserved for a complaint that this step may register; empty when none can come of it.
    `edited` has the questions whose answers came from the message that is now edited, each with its value.
    `largest_file` is the size in bytes up to which a file is kept; 0: there is no limit.
    A context is equal to none but itself: one object stands for all who share it.
    """

    organisation: str
    texts: Texts
    calendar: Calendar
    policy: Policy
    survey: Survey | None = None
    version_id: int | None = None
    offered: int = 0
    complaints: tuple[ComplaintState, ...] = ()
    promises: tuple[str, ...] = field(default=())
    number: str = ""
    edited: Mapping[str, Any] = field(default_factory=dict)
    largest_file: int = 0

    @property
    def shared(self) -> bool:
        """Whether it knows nothing of one customer alone."""
        return not (self.complaints or self.number or self.edited)
