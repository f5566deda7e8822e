"""The life of an invitation (邀请) and of a round of them (调查轮次), and the return rate (回收率): B8, B9.

An invitation: planned 待发 · issued 已发出 · delivered 已送达 · begun 已开始 · returned 已收回 · late
逾期收回 · bounced 未送达 · declined 谢绝 · cancelled 不发了. Who declined may change their mind; one that
came back as not delivered may have been read all the same.

A round: draft 准备中 · sending 正在发 · open 收集中 · closed 已结束. To pause is to leave the rest unsent for
now, while answers are taken.
"""

from collections.abc import Mapping
from typing import NamedTuple

from storage.domain.machine import LifeCycle

ON_ITS_WAY = ("issued", "delivered", "bounced", "declined")

LIFE = LifeCycle(
    "invitation",
    states=(
        "planned",
        "issued",
        "delivered",
        "begun",
        "returned",
        "late",
        "bounced",
        "declined",
        "cancelled",
    ),
    transitions=(
        ("issue", "planned", "issued"),
        ("cancel", "planned", "cancelled"),
        ("deliver", "issued", "delivered"),
        ("bounce", ("issued", "delivered"), "bounced"),
        ("send_again", "issued", "planned"),
        ("begin", ON_ITS_WAY, "begun"),
        ("return", "begun", "returned"),
        ("return_late", "begun", "late"),
        ("decline", ("issued", "delivered", "begun"), "declined"),
    ),
    initial="planned",
)

ROUND = LifeCycle(
    "round",
    states=("draft", "sending", "open", "closed"),
    transitions=(
        ("start", "draft", "sending"),
        ("pause", "sending", "open"),
        ("finish", "sending", "open"),
        ("resume", "open", "sending"),
        ("close", ("sending", "open"), "closed"),
    ),
    initial="draft",
)

UNSENT = ("planned", "cancelled")
"""The states of an invitation that was never issued."""


class Returns(NamedTuple):
    """How a round stands. Late ones are issued and not returned (B9); `rate` is in percent, None before the
    first is issued; `below` says that it misses its target."""

    issued: int
    returned: int
    late: int
    rate: float | None
    below: bool


def returns(states: Mapping[str, int], target: float | None) -> Returns:
    """The return rate, of how many invitations are in which state."""
    issued = sum(count for state, count in states.items() if state not in UNSENT)
    returned = states.get("returned", 0)
    rate = 100 * returned / issued if issued else None
    below = rate is not None and target is not None and rate < target
    return Returns(issued, returned, states.get("late", 0), rate, below)


def waves(count: int, size: int) -> list[int]:
    """How many invitations go out in each wave; with size 0 all at once."""
    if not count:
        return []
    full, rest = divmod(count, size or count)
    return [size or count] * full + ([rest] if rest else [])
