"""The life of a complaint (投诉), GB/T 19012 7.2 to 7.9.

received 受理 · acknowledged 告知 · investigating 调查 · answered 响应 · closed 终止 · withdrawn 撤回.
An answer may follow at once what has been acknowledged, and a further answer an earlier one; what is closed
can be taken up again.
"""

from storage.domain.machine import LifeCycle

OPEN = ("received", "acknowledged", "investigating", "answered")

LIFE = LifeCycle(
    "complaint",
    states=(*OPEN, "closed", "withdrawn"),
    transitions=(
        ("acknowledge", "received", "acknowledged"),
        ("investigate", "acknowledged", "investigating"),
        ("answer", ("acknowledged", "investigating", "answered"), "answered"),
        ("close", "answered", "closed"),
        ("withdraw", OPEN, "withdrawn"),
        ("reopen", "closed", "investigating"),
    ),
    initial="received",
)
