"""What the effects of a batch come to: rows by table, written by a few verbs, each many rows at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation import effects
from bot.ledger.alerts import Alerts
from bot.ledger.complaints import Complaints
from bot.ledger.diary import Diary
from bot.ledger.invitations import Invitations
from bot.ledger.pace import Pace
from bot.ledger.responses import Responses
from bot.ledger.rights import Rights
from bot.ledger.sayings import Sayings
from bot.ledger.standing import Standing
from bot.turn import Turn


class Ledger:
    """Rows to write. Performing adds to them and changes the turn; only `write` touches the database."""

    def __init__(self, now: datetime, *, unasked: bool = False) -> None:
        self._diary = Diary(now)
        self._sayings = Sayings(now, unasked=unasked)
        self._standing = Standing(now, self._diary)
        self._responses = Responses(now, self._diary)
        self._complaints = Complaints(now, self._diary)
        self._rights = Rights(now)
        self._pace = Pace(now, self._diary)
        self._invitations = Invitations(now)
        self._alerts = Alerts(now)
        self._ways: dict[type, Callable[[Turn, Any], None]] = {
            effects.Say: self._sayings.say,
            effects.Consent: self._standing.consent,
            effects.CallPerson: self._standing.call_person,
            effects.CallOff: self._standing.call_off,
            effects.Resume: self._pace.resume,
            effects.Move: self._pace.move,
            effects.Speak: self._standing.speak,
            effects.Invited: self._invitations.move,
            effects.Begin: self._responses.begin,
            effects.Renew: self._responses.renew,
            effects.SetAside: self._responses.set_aside,
            effects.Answer: self._responses.answer,
            effects.Amended: self._responses.amended,
            effects.AskedAgain: self._responses.ask_again,
            effects.Reason: self._responses.reason,
            effects.Finish: self._responses.finish,
            effects.Complain: self._complaints.complain,
            effects.Decide: self._complaints.decide,
            effects.Reopen: self._complaints.reopen,
            effects.Stayed: self._complaints.stayed,
            effects.Rated: self._complaints.rated,
            effects.Add: self._complaints.add,
            effects.Supply: self._complaints.supply,
            effects.Request: self._rights.request,
            effects.Conceal: self._rights.conceal,
            effects.LinkAlerts: self._alerts.link,
        }

    def perform(self, turn: Turn, effect: effects.Effect) -> None:
        """Note what this effect comes to."""
        self._ways[type(effect)](turn, effect)

    def write(self, session: Session) -> None:
        """Write it all: what is referred to before what refers to it."""
        self._pace.write(session)
        self._responses.write(session)
        self._invitations.write(session)
        self._complaints.write(session)
        self._standing.write(session)
        self._alerts.write(session)
        self._sayings.write(session)
        self._responses.unlink(session)
        self._rights.write(session)
        self._diary.write(session)
