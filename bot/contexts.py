"""What the steps of a batch may know: a few queries for all of them, and no more than they can need."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot import wanting
from bot.complained import Complained
from bot.conversation.context import Arrival, Context, HandedIn, Lacking, Wanted
from bot.conversation.effects import Effect
from bot.conversation.talk import load
from bot.message import Inbound
from bot.offers import Offers
from bot.turn import Turn
from bot.versions import Versions
from storage import codes, complaints, invitations, responses
from storage.settings import Settings


class Contexts:
    """The contexts of one batch. What most talks share is made once, numbers only for who may need them."""

    def __init__(self, session: Session, settings: Settings, now: datetime) -> None:
        self._session = session
        self._now = now
        self._settings = settings
        self._turns: Collection[Turn] = ()
        self._versions = Versions(session, settings)
        self._offers = Offers(session, self._versions, settings.survey)
        self._complained = Complained(session, now)

    def prepare(self, turns: Collection[Turn]) -> None:
        """Load the complaints of the batch's customers: one query."""
        self._turns = turns
        self._complained.prepare(turns)

    def of(self, turn: Turn, inbound: Inbound) -> Context:
        """What the step of this talk may know."""
        talk = turn.talk
        context = self._offers.to_begin(inbound.start or talk.start)
        if context.gone and inbound.kind == "due":  # nobody followed a link now
            context = self._offers.to_begin("")
        if talk.version_id and talk.version_id != context.offered:
            as_it_is = turn.conversation.preview or talk.amends
            way = {"as_it_is": as_it_is, "nameless": talk.nameless}
            context = self._versions.of(talk.version_id, context.offered, **way)
        if talk.version_id and context.survey and context.survey.quotas:
            context = self._versions.counted(talk, context)
        if context.former_id and context.former_id == talk.version_id and turn.response and turn.response.id:
            context = replace(context, given=responses.given(self._session, turn.response.id))
        if turn.conversation.language:
            context = context.speaking(turn.conversation.language)
        if own := self._complained.of(turn.conversation.customer_id):
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
        asked = wanting.Asked(
            self._session,
            turn,
            lacking.signs,
            self._now,
            self._settings,
            context.policy,
            frozenset(each.conversation.id for each in self._turns),
        )
        found = wanting.LOADED[lacking.what](asked)
        wanted = replace(context.wanted or Wanted(), **{lacking.what: found})
        if follow := _FOLLOWED.get(lacking.what):
            context = follow(self, turn, context, found)
        return replace(context, wanted=wanted)

    def _taking_up(self, turn: Turn, context: Context, found: HandedIn) -> Context:
        """With the version of the survey that was handed in, where that can still be corrected."""
        if not found.version_id or found.late or turn.talk.version_id:
            return context
        own = context.complaints
        context = self._versions.of(found.version_id, context.offered, as_it_is=True)
        return replace(context.speaking(turn.conversation.language), complaints=own)

    def _arriving(self, turn: Turn, context: Context, arrival: Arrival) -> Context:
        """With the survey and the complaints of the talk that arrives."""
        if not arrival.talk:
            return context
        if version := load(arrival.talk).version_id:
            context = self._versions.of(version, context.offered, as_it_is=True)
            context = context.speaking(turn.conversation.language)
        told = self._complained.found(arrival.left.customer_id)
        return replace(context, complaints=told) if told else context

    def _coming_back(self, turn: Turn, context: Context, arrival: Arrival) -> Context:
        """The same, or with what the talk that comes back was invited to."""
        context, talk = self._arriving(turn, context, arrival), load(arrival.talk)
        if not talk.start or talk.version_id:
            return context
        offered = self._offers.to_begin(talk.start).speaking(turn.conversation.language)
        return replace(offered, complaints=context.complaints)

    def register(self, turn: Turn, effects: Iterable[Effect]) -> None:
        """What a talk has just registered or reopened, its next message in this batch may ask about."""
        self._complained.register(turn, effects)

    def redeemed(self, turn: Turn, inbound: Inbound) -> Inbound:
        """What came by a personal link starts with its invitation; what came by any other stays as it is."""
        token = invitations.token_in(inbound.start)
        key = invitations.redeem(self._session, token, turn.conversation, self._now) if token else None
        return inbound if key is None else inbound._replace(start=f"{invitations.START}{key}")


_FOLLOWED: Final[Mapping[str, Callable[[Contexts, Turn, Context, Any], Context]]] = {
    "arrival": Contexts._arriving,
    "gone_on": Contexts._coming_back,
    "handed_in": Contexts._taking_up,
}
"""What changes the context beside what was wanted itself."""
