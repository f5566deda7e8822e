"""A line straight into `step()`: the shortest way that the talks of this folder can take."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.conversation.context import ComplaintState, Context
from bot.conversation.effects import (
    Answer,
    AskedAgain,
    CallPerson,
    Complain,
    Consent,
    Effect,
    Finish,
    Reason,
    Reopen,
    Say,
)
from bot.conversation.step import step
from bot.conversation.talk import Talk, load
from bot.message import Attachment, Inbound, Outbound
from storage import definitions
from storage.domain.survey import Survey
from storage.surveys import check

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""23 November 2026, 10:00 in Shanghai."""


def survey(key: str) -> Survey:
    return check((definitions.DATA / "surveys" / f"{key}.toml").read_text("utf-8"))


class DirectLine:
    """Keeps what a database would keep. The talk goes through its stored form between any two messages."""

    def __init__(self, offered: Survey | None, version_id: int = 7) -> None:
        self.offered, self.version_id = offered, version_id
        self.now = MONDAY
        self.stored = Talk().dump()
        self.effects: list[Effect] = []
        self.complaints: list[Complain] = []
        self.numbers = True
        self.closed: set[str] = set()
        self.edited: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.reopened: list[str] = []

    def send(
        self, kind: Any, text: str = "", keys: tuple[str, ...] = (), of: str = "", **more: Any
    ) -> list[Outbound]:
        """Hand in one message; what was said to it comes back."""
        self.now += timedelta(seconds=20)
        inbound = Inbound("test", "a", str(self.now), kind, self.now, text, keys, of, **more)
        of_it = [key for key, source in self.sources.items() if source == of and kind == "edit"]
        self.edited = {key: self.answers()[key].value for key in of_it}
        talk, effects = step(load(self.stored), inbound, self.context(), self.now)
        answered = [effect.question for effect in effects if isinstance(effect, Answer)]
        self.sources.update(dict.fromkeys(answered, inbound.external_id))
        assert load(talk.dump()) == talk
        self.stored = talk.dump()
        self.effects += effects
        self.complaints += [effect for effect in effects if isinstance(effect, Complain)]
        self.reopened += [effect.number for effect in effects if isinstance(effect, Reopen)]
        self.closed -= set(self.reopened)
        return [effect.outbound for effect in effects if isinstance(effect, Say)]

    def last(self) -> str:
        """The channel's id of the last message that was handed in."""
        return str(self.now)

    def close(self, number: str = "T261123-0001") -> None:
        """Staff have closed a complaint of this customer."""
        if not any(each.number == number for each in self.complaints):
            self.complaints.append(Complain(number, "灯不亮"))
        self.closed.add(number)

    def attach(
        self, name: str, content: bytes, text: str = "", album: str = "", **more: Any
    ) -> list[Outbound]:
        kind = "audio/ogg" if name.endswith(".oga") else "image/png"
        return self.send("file", text, attachment=Attachment(name, kind, content, **more), album=album)

    def context(self) -> Context:
        return Context(
            organisation="青禾家居",
            texts=definitions.texts("zh-CN"),
            calendar=definitions.calendar("standard"),
            policy=definitions.policy("standard"),
            survey=self.offered,
            version_id=self.version_id if self.offered else None,
            offered=self.version_id if self.offered else 0,
            complaints=tuple(
                ComplaintState(each.number, self.state_of(each.number), MONDAY, each.due_at)
                for each in self.complaints
            ),
            promises=definitions.promises("standard"),
            number=f"T261123-{len(self.complaints) + 1:04}" if self.numbers else "",
            edited=self.edited,
            largest_file=20_000_000,
        )

    def state_of(self, number: str) -> str:
        """The state of a complaint."""
        return "closed" if number in self.closed else "acknowledged"

    @property
    def talk(self) -> Talk:
        return load(self.stored)

    def answers(self) -> dict[str, Answer]:
        """The last answer to each question."""
        return {effect.question: effect for effect in self.effects if isinstance(effect, Answer)}

    def asked_again(self) -> list[tuple[str, Any]]:
        """The questions whose answers were in doubt, each with the guess."""
        return [(e.question, e.guess) for e in self.effects if isinstance(e, AskedAgain)]

    def reasons(self) -> dict[str, str]:
        return {effect.question: effect.text for effect in self.effects if isinstance(effect, Reason)}

    def consents(self) -> list[bool]:
        return [effect.given for effect in self.effects if isinstance(effect, Consent)]

    def called(self) -> list[str]:
        """Why a person was called, each time."""
        return [effect.why for effect in self.effects if isinstance(effect, CallPerson)]

    def ends(self) -> list[tuple[str, float | None]]:
        """How each response ended, with its index."""
        return [(e.state, e.satisfaction_index) for e in self.effects if isinstance(e, Finish)]
