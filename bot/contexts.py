"""What the steps of a batch may know: a few queries for all of them, and no more than they can need."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy.orm import Session

from bot import rights, wanting
from bot.conversation import passing
from bot.conversation.context import Arrival, ComplaintState, Context, HandedIn, Invitation, Lacking, Wanted
from bot.conversation.effects import Complain, Effect, Reopen
from bot.conversation.talk import Talk, load
from bot.message import Inbound
from bot.turn import Turn
from storage import codes, complaints, definitions, invitations, previews, quotas, responses, surveys
from storage.domain.complaint import LIFE
from storage.domain.survey import Survey
from storage.settings import Settings


@lru_cache
def _shared(organisation: str, language: str, policy: str, largest_file: int) -> Context:
    return Context(
        organisation=organisation,
        texts=definitions.texts(language),
        tongues={name: definitions.texts(name) for name in definitions.languages(language)},
        calendar=definitions.calendar(),
        policy=definitions.policy(policy),
        promises=definitions.promises(language=language),
        promised={name: definitions.promises(language=name) for name in definitions.languages(language)},
        largest_file=largest_file,
    )


_KEPT_AT_MOST = 100


@lru_cache(_KEPT_AT_MOST)
def _when_full(context: Context, full: frozenset[int]) -> Context:
    return replace(context, full=full)


_Former = tuple[int, Survey | None]
_NONE: Final[_Former] = (0, None)

_in_survey: dict[Any, Context] = {}
"""One object for all talks in a version, in every batch: by it a step is remembered."""


class Contexts:
    """The contexts of one batch. What most talks share is made once, numbers only for who may need them."""

    def __init__(self, session: Session, settings: Settings, now: datetime) -> None:
        self._session = session
        self._now = now
        self._survey, self._settings = settings.survey, settings
        self._turns: Collection[Turn] = ()
        self._shared = _shared(
            settings.organisation, settings.language, settings.policy, settings.upload_limit
        )
        self._by_version: dict[tuple[int, int, bool], Context] = {}
        self._full: dict[int, frozenset[int]] = {}
        self._by_start: dict[str, Context] = {}
        self._complaints: dict[int, tuple[ComplaintState, ...]] = {}

    def prepare(self, turns: Collection[Turn]) -> None:
        """Load the complaints of the batch's customers: one query."""
        self._turns = turns
        customers = {turn.conversation.customer_id for turn in turns if turn.conversation.complained}
        found = complaints.of_customer(self._session, sorted(customers))
        self._complaints = {key: tuple(map(_told, rows)) for key, rows in found.items()}

    def of(self, turn: Turn, inbound: Inbound) -> Context:
        """What the step of this talk may know."""
        talk = turn.talk
        context = self._to_begin(inbound.start or talk.start)
        if context.gone and inbound.kind == "due":  # nobody followed a link now
            context = self._to_begin("")
        if talk.version_id and talk.version_id != context.offered:
            as_it_is = turn.conversation.preview or talk.amends
            context = self._in_version(talk.version_id, context.offered, as_it_is=as_it_is)
        if talk.version_id and context.survey and context.survey.quotas:
            context = self._counted(talk, context, context.survey)
        if context.former_id and context.former_id == talk.version_id and turn.response and turn.response.id:
            context = replace(context, given=responses.given(self._session, turn.response.id))
        if turn.conversation.language:
            context = context.speaking(turn.conversation.language)
        if self._complaints and (own := self._complaints.get(turn.conversation.customer_id)):
            context = replace(context, complaints=own)
        if inbound.kind == "edit" and turn.response and turn.response.id:
            place = turn.response.id, turn.conversation.id, inbound.of
            context = replace(context, edited=responses.answered_by(self._session, *place))
        if talk.may_register:
            number = complaints.reserve(self._session, 1, self._now)[0]
            context = replace(context, number=number, code=codes.new())
        return context

    def wanting(self, turn: Turn, context: Context, lacking: Lacking) -> Context:
        """The context with what the step wanted."""
        wanted, session, now = context.wanted or Wanted(), self._session, self._now
        if lacking.what == "arrival":
            busy = {each.conversation.id for each in self._turns}
            arrival = wanting.arrival(session, turn, lacking.signs, now, busy)
            context = self._arriving(turn, context, arrival)
            wanted = replace(wanted, arrival=arrival)
        elif lacking.what == "case":
            wanted = replace(wanted, case=rights.case(session, turn, lacking.signs, now))
        elif lacking.what == "consents":
            wanted = replace(wanted, consents=rights.decisions(session, turn))
        elif lacking.what == "request":
            wanted = replace(wanted, request=rights.request(session, turn, now))
        elif lacking.what == "passage":
            wanted = replace(wanted, passage=wanting.passage(session, turn, self._settings, now))
        elif lacking.what == "handed_in":
            found = wanting.handed_in(session, turn, context.policy.correctable, now)
            context = self._taking_up(turn, context, found)
            wanted = replace(wanted, handed_in=found)
        else:
            wanted = replace(wanted, queue=wanting.ahead(session, turn))
        return replace(context, wanted=wanted)

    def _taking_up(self, turn: Turn, context: Context, found: HandedIn) -> Context:
        """With the version of the survey that was handed in, where that can still be corrected."""
        if not found.version_id or found.late or turn.talk.version_id:
            return context
        own = context.complaints
        context = self._in_version(found.version_id, context.offered, as_it_is=True)
        return replace(context.speaking(turn.conversation.language), complaints=own)

    def _arriving(self, turn: Turn, context: Context, arrival: Arrival) -> Context:
        """With the survey and the complaints of the talk that arrives."""
        if not arrival.talk:
            return context
        if version := load(arrival.talk).version_id:
            context = self._in_version(version, context.offered, as_it_is=True)
            context = context.speaking(turn.conversation.language)
        own = complaints.of_customer(self._session, [arrival.left.customer_id])
        told = tuple(_told(row) for rows in own.values() for row in rows)
        return replace(context, complaints=told) if told else context

    def register(self, turn: Turn, effects: Iterable[Effect]) -> None:
        """What a talk has just registered or reopened, its next message in this batch may ask about."""
        for effect in effects:
            if type(effect) is Complain and not effect.anonymous:
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

    def _in_version(self, version: int, offered: int, *, as_it_is: bool) -> Context:
        key = version, offered, as_it_is
        context = self._by_version.get(key)
        if context is None:
            context = self._by_version[key] = self._found(*key)
        return context

    def _found(self, version: int, offered: int, as_it_is: bool) -> Context:
        """The version, or the newer one that it has been replaced by, unless it is to be taken as it is. One
        that is no more is not in the context: the talk then leaves the survey without loss."""
        try:
            survey = surveys.version(self._session, version)
        except KeyError:
            return self._shared
        newer = None if as_it_is else surveys.newer(self._session, version)
        return self._in(*newer, offered, (version, survey)) if newer else self._in(version, survey, offered)

    def _in(self, version: int, survey: Survey, offered: int, former: _Former = _NONE) -> Context:
        key = version, offered, former[0], self._shared
        context = _in_survey.get(key)
        if context is None or context.survey is not survey:
            if len(_in_survey) >= _KEPT_AT_MOST:
                _in_survey.clear()
            context = replace(
                self._shared,
                survey=survey,
                version_id=version,
                offered=offered,
                versions=surveys.siblings(self._session, offered),
                former_id=former[0],
                former=former[1],
            )
            _in_survey[key] = context
        return context

    def _counted(self, talk: Talk, context: Context, survey: Survey) -> Context:
        """With the quotas that are full: counted where the customer has still to answer a question of one."""
        version = context.version_id
        if version is None or all(quota.question in talk.scores for quota in survey.quotas):
            return context
        if version not in self._full:
            self._full[version] = quotas.full(self._session, survey, version)
        return _when_full(context, self._full[version]) if self._full[version] else context

    def redeemed(self, turn: Turn, inbound: Inbound) -> Inbound:
        """What came by a personal link starts with its invitation; what came by any other stays as it is."""
        token = invitations.token_in(inbound.start)
        key = invitations.redeem(self._session, token, turn.conversation, self._now) if token else None
        return inbound if key is None else inbound._replace(start=f"{invitations.START}{key}")

    def _to_begin(self, start: str) -> Context:
        """The survey asked for; where that is not published, the organisation's own."""
        context = self._by_start.get(start)
        if context is None:
            begins = self._by_invitation if start.startswith(invitations.START) else self._by_key
            context = self._by_start[start] = begins(start)
        return context

    def _by_key(self, start: str) -> Context:
        """Whose link leads to no survey that is open is told so. Of a token nothing tells whether it ever
        was one; a code leads to a talk."""
        if not start or passing.brought(start):
            return self._usual()
        found = self._tried_out(start) or surveys.published(self._session, start)
        if found:
            return self._in(*found, offered=found[0])
        return self._usual(gone="link" if invitations.token_in(start) else "survey")

    def _usual(self, **told: Any) -> Context:
        """What is on offer to everybody."""
        found = surveys.published(self._session, self._survey)
        context = self._in(*found, offered=found[0]) if found else self._shared
        return replace(context, **told) if told else context

    def _by_invitation(self, start: str) -> Context:
        """Whose link is somebody else's is told so, and whose was answered already."""
        key = int(start.removeprefix(invitations.START))
        if not key:
            return self._usual(turned_away=True)
        asked = invitations.asked(self._session, key)
        found = asked and not asked.over and surveys.published(self._session, asked.survey)
        if not asked or not found:
            return self._usual(gone="link")
        if asked.answered:
            return self._usual(gone="used")
        invited = Invitation(asked.id, asked.return_by, asked.anonymous)
        return replace(self._in(*found, offered=found[0]), invited=invited)

    def _tried_out(self, start: str) -> tuple[int, Survey] | None:
        """The version, whatever its state, that a link of the staff's shows as customers would see it."""
        version = previews.version_of(start)
        try:
            return (version, surveys.version(self._session, version)) if version else None
        except KeyError:
            return None


def _told(row: complaints.Complaint) -> ComplaintState:
    return ComplaintState(row.number, row.state, row.received_at, row.due_at)
