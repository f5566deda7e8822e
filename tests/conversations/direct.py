"""A line straight into `step()`: the shortest way that the talks of this folder can take."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.conversation import alerting, cases, passing
from bot.conversation.at_hand import HANDLING, STAYED, AtHand
from bot.conversation.context import (
    Arrival,
    Case,
    ComplaintState,
    Context,
    Decision,
    Given,
    HandedIn,
    Passage,
    RequestState,
    Wanted,
)
from bot.conversation.effects import (
    Add,
    Amended,
    Answer,
    AskedAgain,
    CallPerson,
    Complain,
    Conceal,
    Consent,
    Decide,
    Effect,
    Finish,
    LinkAlerts,
    Rated,
    Reason,
    Reopen,
    Request,
    Resume,
    Say,
    SetAside,
    Speak,
    Stayed,
    Supply,
)
from bot.conversation.prompts.complaint import case
from bot.conversation.step import step
from bot.conversation.talk import Talk, load
from bot.message import Attachment, Inbound, Outbound
from storage import definitions
from storage.domain.complaint import LIFE
from storage.domain.handling import implied
from storage.domain.survey import Survey
from storage.surveys import check

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""23 November 2026, 10:00 in Shanghai."""


def survey(key: str) -> Survey:
    return check((definitions.DATA / "surveys" / f"{key}.toml").read_text("utf-8"))


CODE = "7K3D-M9QX"
"""That of every anonymous complaint of a direct line."""

PASSAGE = "PQ7M-2XKD"
"""That with which every direct line goes on elsewhere."""


RESERVED = "T261123-0009"
"""The number of a complaint that is registered at once."""


class DirectLine:
    """Keeps what a database would keep. The talk goes through its stored form between any two messages."""

    channel = "test"

    def __init__(self, offered: Survey | None, version_id: int = 7) -> None:
        self.offered, self.version_id, self.first = offered, version_id, version_id
        self.now = MONDAY
        self.stored = Talk().dump()
        self.effects: list[Effect] = []
        self.complaints: list[Complain] = []
        self.numbers = True
        self.scans = False
        self.states: dict[str, str] = {}
        self.steps: dict[str, list[tuple[str, datetime]]] = {}
        self.edited: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.reopened: list[str] = []
        self.full: frozenset[int] = frozenset()
        self.former: tuple[int, Survey] | None = None
        self.retired: tuple[int, Survey] | None = None
        self.said = ""
        self.start = ""
        self.start_gone = ""
        self.decided: list[Decision] = []
        self.answered_cases: list[str] = []
        self.case_wait = 0
        self.language = ""
        self.arrival = Arrival()
        self.gone_on = Arrival()
        self.queue = 0
        self.links: tuple[tuple[str, str], ...] = ()
        self.too_late = False
        self.asks: dict[str, str] = {}
        self.waits: set[str] = set()
        self.kinds: dict[str, str] = {}
        self.outcomes: dict[str, str] = {}
        self.code_good = True
        self.asked_last = ""

    def send(
        self, kind: Any, text: str = "", keys: tuple[str, ...] = (), of: str = "", **more: Any
    ) -> list[Outbound]:
        """Hand in one message; what was said to it comes back."""
        self.now += timedelta(seconds=20)
        inbound = Inbound(self.channel, "a", str(self.now), kind, self.now, text, keys, of, **more)
        of_it = [key for key, source in self.sources.items() if source == of and kind == "edit"]
        self.edited = {key: self.answers()[key].value for key in of_it}
        self.said = text if kind == "text" else ""
        self.start = more.get("start", "")
        talk, effects = step(load(self.stored), inbound, self.context(), self.now)
        answered = [effect.question for effect in effects if isinstance(effect, Answer)]
        self.sources.update(dict.fromkeys(answered, inbound.external_id))
        assert load(talk.dump()) == talk
        self.stored = talk.dump()
        self.effects += effects
        self.language = next((each.language for each in effects if isinstance(each, Speak)), self.language)
        self.complaints += [effect for effect in effects if isinstance(effect, Complain)]
        for effect in effects:
            if isinstance(effect, Consent):
                self.decided.insert(0, Decision(effect.version, effect.given, self.now))
        self.reopened += [effect.number for effect in effects if isinstance(effect, Reopen)]
        for effect in effects:
            if isinstance(effect, Decide | Reopen):
                self._moved(effect.number, "reopen" if isinstance(effect, Reopen) else effect.trigger)
            if isinstance(effect, Reopen | Rated | Stayed):
                self.asks.pop(effect.number, None)
            if isinstance(effect, Stayed) and effect.stayed:
                self.asks[effect.number] = HANDLING
            if isinstance(effect, Supply):
                self.waits.discard(effect.number)
        said = [effect.outbound for effect in effects if isinstance(effect, Say)]
        self.asked_last = next((each.of for each in reversed(said) if each.of), self.asked_last)
        return said

    def due(self, what: str) -> list[Outbound]:
        """The clock strikes: what is due to this customer is said."""
        return self.send("due", of=what)

    def rests(self) -> datetime | None:
        """Until when the talk rests; None where it does not."""
        return next((effect.at for effect in reversed(self.effects) if isinstance(effect, Resume)), None)

    def last(self) -> str:
        """The channel's id of the last message that was handed in."""
        return str(self.now)

    def close(self, number: str = "T261123-0001") -> None:
        """Staff have closed a complaint of this customer."""
        if not any(each.number == number for each in self.complaints):
            self.complaints.append(Complain(number, "灯不亮"))
        self.handles(number, "answer", "close")

    def handles(self, number: str, *moves: str) -> Any:
        """Staff make these moves of a complaint of this customer."""
        for trigger in moves:
            self._moved(number, trigger)

    def asked_after(self, number: str) -> list[Outbound]:
        """Some weeks after closing the clock asks whether it stayed right."""
        self.asks[number] = STAYED
        return [case(Talk("case", fact=AtHand(number).fact(STAYED)), self.context()).outbound]

    def asks_for(self, number: str, text: str) -> list[Outbound]:
        """Staff ask the customer this, and wait for what they say."""
        self.waits.add(number)
        return [Outbound(text)]

    def _moved(self, number: str, trigger: str) -> None:
        before = self.state_of(number)
        self.states[number] = LIFE.move(before, trigger)
        if trigger == "close":
            self.outcomes[number] = implied(before, "complaint")
        if trigger in ("answer", "verify"):
            self.asked_last = f"verdict.{number}"
        self.steps.setdefault(number, []).append((trigger, self.now))

    def attach(
        self, name: str, content: bytes, text: str = "", album: str = "", **more: Any
    ) -> list[Outbound]:
        kind = "audio/ogg" if name.endswith(".oga") else "image/png"
        return self.send("file", text, attachment=Attachment(name, kind, content, **more), album=album)

    def publishes(self, source: str) -> None:
        """Staff publish a new version of the survey."""
        assert self.offered
        self.former = self.version_id, self.offered
        self.offered, self.version_id = check(source), self.version_id + 1

    def retires(self) -> None:
        """Staff retire the survey, without another in its place."""
        assert self.offered
        self.retired, self.offered = (self.version_id, self.offered), None

    def aside(self) -> set[str]:
        """The answers that count no more."""
        found: set[str] = set()
        for effect in self.effects:
            if isinstance(effect, Answer):
                found.discard(effect.question)
            elif isinstance(effect, SetAside | Finish):
                found.update(effect.questions if isinstance(effect, SetAside) else effect.aside)
            elif isinstance(effect, Amended):
                found.update(effect.aside)
        return found

    def context(self) -> Context:
        retired = self.retired if self.retired and self.talk.version_id == self.retired[0] else None
        version_id, survey = retired or (None, None)
        is_old = self.former is not None and self.talk.version_id == self.former[0]
        former_id, former = self.former if self.former and is_old else (0, None)
        context = Context(
            organisation="青禾家居",
            texts=definitions.texts("zh-CN"),
            calendar=definitions.calendar("standard"),
            policy=definitions.policy("standard"),
            survey=self.offered or survey,
            version_id=self.version_id if self.offered else version_id,
            offered=self.version_id if self.offered else 0,
            versions=frozenset(range(self.first, self.version_id + 1)),
            full=self.full,
            scans=self.scans,
            former=former,
            former_id=former_id,
            given={key: each.value for key, each in self.answers().items()} if former else {},
            complaints=tuple(
                ComplaintState(
                    each.number,
                    self.state_of(each.number),
                    MONDAY,
                    each.due_at,
                    asks=self.asks.get(each.number, ""),
                    waits=each.number in self.waits,
                    kind=self.kinds.get(each.number, "complaint"),
                    outcome=self.outcomes.get(each.number, ""),
                )
                for each in self.complaints
                if not each.anonymous
            ),
            promises=definitions.promises("standard"),
            promised={name: definitions.promises(language=name) for name in definitions.languages()},
            number=f"T261123-{len(self.complaints) + 1:04}" if self.numbers else "",
            code=CODE,
            wanted=Wanted(
                Passage(PASSAGE, self.links),
                self.arrival,
                self.gone_on,
                self.arrival,
                self.queue,
                self.case(),
                tuple(self.decided),
                self.request_state(),
                self.handed_in(),
                danger="crisis" in self.called(),
                reserved=(RESERVED, CODE),
                steps={number: tuple(steps) for number, steps in self.steps.items()},
                case_file="案卷：双方说过的话",
                asked=self.asked_last,
                alerts=self.code_good,
            ),
            edited=self.edited,
            largest_file=20_000_000,
            tongues={name: definitions.texts(name) for name in definitions.languages("zh-CN")},
        )
        return replace(context, gone=self.gone()).speaking(self.language)

    def gone(self) -> str:
        """What the link that was followed leads to is not to be had."""
        if self.start_gone:
            return self.start_gone
        if (
            not self.start
            or self.start.startswith("/")
            or passing.brought(self.start)
            or alerting.brought(self.start)
        ):
            return ""
        if re.fullmatch("i[0-9a-f]{8,}", self.start):
            return "link"
        return "" if self.offered and self.offered.key == self.start else "survey"

    def case(self) -> Case:
        """The anonymous complaint that the message asks for."""
        asked = cases.asked_for(self.said)
        for each in self.complaints:
            if each.anonymous and asked == f"{each.number} {each.code}":
                state = ComplaintState(each.number, self.state_of(each.number), MONDAY, each.due_at)
                return Case(state, tuple(self.answered_cases))
        return Case(wait=self.case_wait)

    def handed_in(self) -> HandedIn:
        """The response completed last, as it stands."""
        if not any(isinstance(each, Finish) and each.state == "completed" for each in self.effects):
            return HandedIn()
        given = {
            key: Given(each.value, each.label, each.score, each.text, each.missing)
            for key, each in self.answers().items()
            if key not in self.aside()
        }
        return HandedIn(self.version_id, self.too_late, given)

    def request_state(self) -> RequestState:
        """The next number, and what is asked for already."""
        asked = self.requests()
        waiting = {each.kind: (each.number, MONDAY) for each in asked}
        return RequestState(f"R261123-{len(asked) + 1:04}", waiting)

    def requests(self) -> list[Request]:
        """What was asked of their own data."""
        return [effect for effect in self.effects if isinstance(effect, Request)]

    def stayed(self, number: str) -> tuple[bool | None, int | None]:
        """Whether this complaint stayed right, and how its handling was, as far as they said."""
        said = [each for each in self.effects if isinstance(each, Stayed | Rated) and each.number == number]
        stays = [each.stayed for each in said if isinstance(each, Stayed)]
        rates = [each.level for each in said if isinstance(each, Rated)]
        return (stays or [None])[-1], (rates or [None])[-1]

    def linked(self) -> list[str]:
        """The codes by which staff linked this chat."""
        return [each.code for each in self.effects if isinstance(each, LinkAlerts)]

    def added(self) -> list[Add]:
        """What was added to anonymous complaints."""
        return [effect for effect in self.effects if isinstance(effect, Add)]

    def supplied(self) -> list[Supply]:
        """What was told more of complaints that are registered."""
        return [effect for effect in self.effects if isinstance(effect, Supply)]

    def concealed(self) -> list[Conceal]:
        """What staff are not to read."""
        return [effect for effect in self.effects if isinstance(effect, Conceal)]

    def state_of(self, number: str) -> str:
        """The state of a complaint."""
        return self.states.get(number, "acknowledged")

    def notes(self, number: str) -> list[str]:
        """What was told more of this complaint."""
        told = [each for each in self.effects if isinstance(each, Add | Supply | Rated)]
        texts = [
            each.remark if isinstance(each, Rated) else each.text for each in told if each.number == number
        ]
        return [text for text in texts if text]

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

    def finished(self) -> Finish:
        """How the one response ended."""
        (found,) = [effect for effect in self.effects if isinstance(effect, Finish)]
        return found

    def ends(self) -> list[tuple[str, float | None]]:
        """How each response ended, with its index."""
        return [(e.state, e.satisfaction_index) for e in self.effects if isinstance(e, Finish)]
