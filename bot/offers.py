"""What a talk has to begin: by a link, by an invitation, or the organisation's own survey."""

import re
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation import alerting, passing
from bot.conversation.context import Context, Invitation
from bot.versions import Versions
from storage import invitations, previews, surveys
from storage.domain.survey import Survey

_PERSONAL = re.compile(r"i[0-9a-f]{8,}")
"""A personal link, as it was sent or cut short."""


class Offers:
    """The contexts of what the talks of one batch have to begin; `survey` is the organisation's own."""

    def __init__(self, session: Session, versions: Versions, survey: str) -> None:
        self._session = session
        self._versions = versions
        self._survey = survey
        self._by_start: dict[str, Context] = {}

    def to_begin(self, start: str) -> Context:
        """The survey asked for; where that is not published, the organisation's own."""
        context = self._by_start.get(start)
        if context is None:
            begins = self._by_invitation if start.startswith(invitations.START) else self._by_key
            context = self._by_start[start] = begins(start)
        return context

    def _by_key(self, start: str) -> Context:
        """Whose link leads to no survey that is open is told so. Of a token nothing tells whether it ever
        was one; a code leads to a talk, or is a member of staff's."""
        if not start or passing.brought(start) or alerting.brought(start):
            return self._usual()
        found = self._tried_out(start) or surveys.published(self._session, start)
        if found:
            return self._versions.holding(*found, offered=found[0])
        return self._usual(gone="link" if _PERSONAL.fullmatch(start) else "survey")

    def _usual(self, **told: Any) -> Context:
        """What is on offer to everybody."""
        found = surveys.published(self._session, self._survey)
        context = self._versions.holding(*found, offered=found[0]) if found else self._versions.shared
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
        return replace(self._versions.holding(*found, offered=found[0]), invited=invited)

    def _tried_out(self, start: str) -> tuple[int, Survey] | None:
        """The version, whatever its state, that a link of the staff's shows as customers would see it."""
        version = previews.version_of(start)
        try:
            return (version, surveys.version(self._session, version)) if version else None
        except KeyError:
            return None
