"""What the steps of a batch may know: a few queries for all of them, and no more than they can need."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from bot.conversation.context import ComplaintState, Context
from bot.conversation.effects import Complain, Effect, Reopen
from bot.message import Inbound
from bot.turn import Turn
from storage import complaints, definitions, responses, surveys
from storage.domain.complaint import LIFE
from storage.domain.survey import Survey
from storage.settings import Settings


@lru_cache
def _shared(organisation: str, language: str, policy: str, largest_file: int) -> Context:
    return Context(
        organisation=organisation,
        texts=definitions.texts(language),
        calendar=definitions.calendar(),
        policy=definitions.policy(policy),
        promises=definitions.promises(),
        largest_file=largest_file,
    )


_KEPT_AT_MOST = 100

_in_survey: dict[tuple[int, int, Context], Context] = {}
"""One object for all talks in a version, in every batch: by it a step is remembered."""


class Contexts:
    """The contexts of one batch. What most talks share is made once, numbers only for who may need them."""

    def __init__(self, session: Session, settings: Settings, now: datetime) -> None:
        self._session = session
        self._now = now
        self._survey = settings.survey
        self._shared = _shared(
            settings.organisation, settings.language, settings.policy, settings.upload_limit
        )
        self._by_version: dict[tuple[int, int], Context] = {}
        self._by_start: dict[str, Context] = {}
        self._complaints: dict[int, tuple[ComplaintState, ...]] = {}

    def prepare(self, turns: Iterable[Turn]) -> None:
        """Load the complaints of the batch's customers: one query."""
        customers = {turn.conversation.customer_id for turn in turns if turn.conversation.complained}
        found = complaints.of_customer(self._session, sorted(customers))
        self._complaints = {key: tuple(map(_told, rows)) for key, rows in found.items()}

    def of(self, turn: Turn, inbound: Inbound) -> Context:
        """What the step of this talk may know."""
        talk = turn.talk
        context = self._to_begin(inbound.start or talk.start)
        if talk.version_id:
            context = self._in_version(talk.version_id, context.offered)
        if self._complaints and (own := self._complaints.get(turn.conversation.customer_id)):
            context = replace(context, complaints=own)
        if inbound.kind == "edit" and turn.response and turn.response.id:
            place = turn.response.id, turn.conversation.id, inbound.of
            context = replace(context, edited=responses.answered_by(self._session, *place))
        if talk.may_register:
            context = replace(context, number=complaints.reserve(self._session, 1, self._now)[0])
        return context

    def register(self, turn: Turn, effects: Iterable[Effect]) -> None:
        """What a talk has just registered or reopened, its next message in this batch may ask about."""
        for effect in effects:
            if type(effect) is Complain:
                self._registered(turn, effect)
            elif type(effect) is Reopen:
                self._reopened(turn, effect)

    def _registered(self, turn: Turn, complaint: Complain) -> None:
        told = ComplaintState(
            complaint.number, LIFE.move(LIFE.initial, "acknowledge"), self._now, complaint.due_at
        )
        customer = turn.conversation.customer_id
        self._complaints[customer] = (told, *self._complaints.get(customer, ()))

    def _reopened(self, turn: Turn, reopened: Reopen) -> None:
        customer = turn.conversation.customer_id
        self._complaints[customer] = tuple(
            replace(each, state=LIFE.move("closed", "reopen"), due_at=None)
            if each.number == reopened.number and each.state == "closed"
            else each
            for each in self._complaints.get(customer, ())
        )

    def _in_version(self, version: int, offered: int) -> Context:
        context = self._by_version.get((version, offered))
        if context is None:
            context = self._by_version[version, offered] = self._found(version, offered)
        return context

    def _found(self, version: int, offered: int) -> Context:
        """A version that is no more is not in the context: the talk then leaves the survey without loss."""
        try:
            return self._in(version, surveys.version(self._session, version), offered)
        except KeyError:
            return self._shared

    def _in(self, version: int, survey: Survey, offered: int) -> Context:
        key = version, offered, self._shared
        context = _in_survey.get(key)
        if context is None or context.survey is not survey:
            if len(_in_survey) >= _KEPT_AT_MOST:
                _in_survey.clear()
            context = replace(self._shared, survey=survey, version_id=version, offered=offered)
            _in_survey[key] = context
        return context

    def _to_begin(self, start: str) -> Context:
        """The survey asked for; where that is not published, the organisation's own."""
        context = self._by_start.get(start)
        if context is None:
            found = start and surveys.published(self._session, start)
            found = found or surveys.published(self._session, self._survey)
            context = self._in(*found, offered=found[0]) if found else self._shared
            self._by_start[start] = context
        return context


def _told(row: complaints.Complaint) -> ComplaintState:
    return ComplaintState(row.number, row.state, row.received_at, row.due_at)
