"""What goes wrong between Telegram and the bot, by dial: seeded, so that a run can be had again."""

import time
from dataclasses import dataclass, field, fields
from random import Random
from typing import Any

SENDS = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery"})
KINDS = ("refuse", "fail", "reset_before", "reset_after", "hang")


@dataclass
class Faults:
    """Each dial from `refuse` to `reorder` is a probability, 0 to 1.

    `refuse` answers 429 (come back in `retry_after` seconds), `fail` 500, `reset_before` resets the
    connection instead of doing what was asked, `reset_after` does it and then resets (a lost reply), `hang`
    never answers. They meet the methods of `methods`; none named: all. `delay` (least, most seconds) holds up
    every answer. `repeat` hands an update to the bot twice, `reorder` after the one that follows it.
    """

    refuse: float = 0.0
    fail: float = 0.0
    reset_before: float = 0.0
    reset_after: float = 0.0
    hang: float = 0.0
    repeat: float = 0.0
    reorder: float = 0.0
    retry_after: int = 1
    delay: tuple[float, float] = (0.0, 0.0)
    methods: frozenset[str] = SENDS
    seed: int = 0
    happened: dict[str, int] = field(default_factory=dict)
    _once: list[tuple[str, str, int | None]] = field(default_factory=list)
    _refused: dict[int | None, tuple[float, int]] = field(default_factory=dict)
    _cut: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.set(seed=self.seed)

    def set(self, **dials: Any) -> None:
        """Turn these dials and leave the others."""
        known = {each.name for each in fields(self) if not each.name.startswith("_")}
        for name, value in dials.items():
            if name not in known:
                raise ValueError(f"no dial is called {name}: {sorted(known)}")
            setattr(self, name, frozenset(value) if name == "methods" else value)
        self.random = Random(self.seed) if "seed" in dials else self.random
        self._sum = sum(getattr(self, kind) for kind in KINDS)

    def clear(self) -> None:
        """All is well again."""
        self.set(**dict.fromkeys((*KINDS, "repeat", "reorder"), 0.0), delay=(0.0, 0.0))
        self._once.clear()
        self._refused.clear()
        self._cut.clear()

    def once(self, method: str, kind: str, chat: int | None = None, times: int = 1) -> None:
        """The next calls of this method (in this chat) meet this fault."""
        if kind not in KINDS:
            raise ValueError(f"no fault is called {kind}: {KINDS}")
        self._once += [(method, kind, chat)] * times

    def refuse_for(self, seconds: float, chat: int | None = None, retry_after: int | None = None) -> None:
        """429 to all that is sent to this chat (None: to any) for so long; it is told `retry_after`."""
        told = retry_after if retry_after is not None else max(1, round(seconds))
        self._refused[chat] = (time.monotonic() + seconds, told)

    def cut(self, chat: int) -> None:
        """Sends to this chat fail with 500 until `mend`."""
        self._cut.add(chat)

    def mend(self, chat: int) -> None:
        self._cut.discard(chat)

    def choose(self, method: str, chat: int | None) -> tuple[str, int]:
        """(the fault that this call meets or nothing, the seconds of `retry_after`)."""
        kind, told = self._chosen(method, chat)
        if kind:
            self.count(kind)
        return kind, told

    def chance(self, dial: float) -> bool:
        return dial > 0 and self.random.random() < dial

    def count(self, kind: str) -> None:
        self.happened[kind] = self.happened.get(kind, 0) + 1

    @property
    def pause(self) -> float:
        least, most = self.delay
        return self.random.uniform(least, most) if most else 0.0

    def _chosen(self, method: str, chat: int | None) -> tuple[str, int]:
        if self._once and (kind := self._due_once(method, chat)):
            return kind, self.retry_after
        sends = method in SENDS and method != "answerCallbackQuery"
        if self._refused and sends and (told := self._still_refused(chat)):
            return "refuse", told
        if chat in self._cut and sends:
            return "fail", 0
        if not self._sum or (self.methods and method not in self.methods):
            return "", 0
        return self._drawn(), self.retry_after

    def _due_once(self, method: str, chat: int | None) -> str:
        for one in self._once:
            if one[0] == method and one[2] in (None, chat):
                self._once.remove(one)
                return one[1]
        return ""

    def _still_refused(self, chat: int | None) -> int:
        for key in (chat, None):
            until, told = self._refused.get(key, (0.0, 0))
            if until > time.monotonic():
                return told
        return 0

    def _drawn(self) -> str:
        drawn = self.random.random()
        for kind in KINDS:
            drawn -= getattr(self, kind)
            if drawn < 0:
                return kind
        return ""
