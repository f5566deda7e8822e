"""The life of a complaint (投诉), GB/T 19012 7.2 to 7.9.

received 受理 · acknowledged 告知 · assessed 初步评审 · investigating 调查 · answered 响应 ·
accepted 顾客接受 · refused 顾客不接受 · measures 采取措施 · verified 效果验证 · closed 终止 ·
withdrawn 撤回 · merged 并入另一件 · referred 外部争议解决.

A small one goes from acknowledged to answered to closed. Until it is closed its customer may refuse what was
answered, though they accepted it before: what is done about it may not be what they were promised (7.8). What
was refused is not closed: it is looked into again, answered again, or referred outside (7.9). What is closed
can be taken up again. Who may make which move, and what it needs: `storage.domain.handling`.
"""

from typing import Final

from storage.domain.machine import LifeCycle

_UNANSWERED = ("acknowledged", "assessed", "investigating")
_MENDING = ("measures", "verified")

UNANSWERED: Final = (*_UNANSWERED, "refused")
"""Our answer is waited for, the first or another one."""

OPEN: Final = ("received", *_UNANSWERED, "answered", "accepted", "refused", *_MENDING, "referred")
"""Something is still to be done, by us or by whom it was referred to."""

ENDED: Final = ("closed", "withdrawn", "merged")

LIFE = LifeCycle(
    "complaint",
    states=(*OPEN, *ENDED),
    transitions=(
        ("acknowledge", "received", "acknowledged"),
        ("assess", "acknowledged", "assessed"),
        ("investigate", ("acknowledged", "assessed", "refused", *_MENDING), "investigating"),
        ("answer", (*_UNANSWERED, "answered", "refused"), "answered"),
        ("accept", "answered", "accepted"),
        ("refuse", ("answered", "accepted", *_MENDING), "refused"),
        ("implement", ("answered", "accepted", "referred"), "measures"),
        ("verify", "measures", "verified"),
        ("close", ("answered", "accepted", "verified", "referred"), "closed"),
        ("withdraw", OPEN, "withdrawn"),
        ("merge", OPEN, "merged"),
        ("refer", (*_UNANSWERED, "answered", "refused"), "referred"),
        ("reopen", "closed", "investigating"),
    ),
    initial="received",
)
