"""What is new in a folder, kept: and only then marked or moved.

Until it is kept a mail stays as it is at its server. Where we begin is noted before the first one is kept,
and how far the folder has been fetched afterwards, so that what a person reads before us is fetched all the
same; and a mail that comes twice, because the numbers of the folder changed (UIDVALIDITY) or a mark was lost,
is known by its key.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

import structlog
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from sqlalchemy import Engine

from bot.mail.mime import LONGEST
from bot.mailbox.imap import Connection, Listed, Opened
from bot.mailbox.keeping import arrived
from bot.mailbox.portions import Line
from storage import db, mails
from storage.mails import Arrived, Place

LARGEST: Final = 8 << 20
"""Bytes that are fetched at once; one larger mail comes alone."""

EARLIER: Final = timedelta(days=2)
NOTED_EVERY: Final = timedelta(hours=1)

log = structlog.get_logger()


class Found(NamedTuple):
    """The mails that may be new, and those among them that nobody has read."""

    uids: list[int]
    unread: frozenset[int]


class Fetcher:
    """Fetches one folder, `name` in the database; what is fetched is moved to the folder `done`, if any.
    `kept` is called after each commit. `steps` counts how often it got on: kept something, or knows better
    which mail can't be fetched. Blocking: to be used in one thread."""

    def __init__(self, engine: Engine, name: str, done: str, kept: Callable[[], object]) -> None:
        self._engine = engine
        self._name = name
        self._done = done
        self._kept = kept
        self._line, self._validity = Line(), 0
        self._left: set[int] = set()
        self._known: dict[int, Listed] = {}
        self._made = not done
        self.steps = 0

    def begin(self, connection: Connection, folder: str) -> Opened:
        """Open the folder. Where its numbers have changed, nothing is known of it any more."""
        if not self._made:
            connection.make(self._done)
            self._made = True
        opened = connection.open(folder)
        if opened.validity != self._validity:
            self._line, self._validity, self._known = Line(), opened.validity, {}
            self._left = set()
        return opened

    def fetch(self, connection: Connection, opened: Opened) -> bool:
        """Look, and keep the next few mails; whether there are more."""
        with db.reading(self._engine) as session:
            noted = mails.place(session, self._name)
        now = datetime.now(UTC)
        place = noted or self._begun(opened, now)
        found = self._found(connection, opened, place)
        known = [uid for uid in found.uids if uid in self._line.kept]
        self._mark(connection, [uid for uid in known if self._done or uid in found.unread])
        if uids := self._line.next(found.uids):
            self._keep(connection, uids, now)
        self._note(opened, place, found.uids, now)
        self._left = set(self._line.waiting(found.uids))
        return bool(self._left)

    def _begun(self, opened: Opened, now: datetime) -> Place:
        """The first look, noted before anything is kept: who dies meanwhile knows it when they come back."""
        place = Place(opened.validity, opened.next_uid - 1, now)
        with db.writing(self._engine) as session:
            mails.reach(session, self._name, place)
        return place

    def _found(self, connection: Connection, opened: Opened, place: Place) -> Found:
        """What nobody has read, and what has come since we last looked. What lay there, read, before we came
        the first time is left alone; what a person reads while it still waits is not."""
        unread = connection.unread()
        if place.validity == opened.validity:
            later = connection.after(place.uid)
        else:
            later = connection.since((place.at - EARLIER).date())
        found = {*unread, *later}
        if opened_meanwhile := self._left - found:
            found |= opened_meanwhile.intersection(connection.after(min(opened_meanwhile) - 1))
        return Found(sorted(found), frozenset(unread))

    def _keep(self, connection: Connection, uids: Sequence[int], now: datetime) -> None:
        try:
            got = self._got(connection, _portion(self._listed(connection, uids, now)))
        except (IMAPClientError, OSError):
            self._failed(uids, now)
            raise
        with db.writing(self._engine) as session:
            mails.keep(session, [arrived(raw, b"", at) for raw, at in got.values()])
        if got:
            self._line.fetched(got)
            self._known = {uid: each for uid, each in self._known.items() if uid not in got}
            self.steps += 1
            self._kept()
            self._mark(connection, list(got))
        else:
            self._failed(uids, now)

    def _listed(self, connection: Connection, uids: Sequence[int], now: datetime) -> list[Listed]:
        """Asked once of each mail, whatever comes of it."""
        if new := [uid for uid in uids if uid not in self._known]:
            self._known.update((each.uid, each) for each in connection.listed(new, now))
        return [self._known[uid] for uid in uids if uid in self._known]

    def _got(self, connection: Connection, listed: Sequence[Listed]) -> dict[int, tuple[bytes, datetime]]:
        """No more of a mail than is read."""
        if not listed:
            return {}
        most = LONGEST + 1 if listed[0].size > LONGEST else 0
        found = connection.fetch([each.uid for each in listed], most)
        return {each.uid: (found[each.uid], each.at) for each in listed if each.uid in found}

    def _failed(self, uids: Sequence[int], now: datetime) -> None:
        """Staff hear of a mail that nobody can fetch: it is kept without its content."""
        self.steps += not self._line.fails(uids)
        if given_up := self._line.failed(uids):
            marks = f"{self._name}\n{self._validity}\n{given_up}"
            log.error("mail given up", folder=self._name)
            with db.writing(self._engine) as session:
                mails.keep(session, [Arrived(sha256(marks.encode()).hexdigest()[:40], b"", "", now)])
            self._kept()

    def _mark(self, connection: Connection, uids: Sequence[int]) -> None:
        """What can't be moved is marked at least, so that it does not come again and again."""
        if not uids:
            return
        if self._done and self._moved(connection, uids):
            return
        connection.mark(uids)

    def _moved(self, connection: Connection, uids: Sequence[int]) -> bool:
        try:
            connection.move(uids, self._done)
        except IMAPClientAbortError:  # the connection broke
            raise
        except IMAPClientError:
            log.warning("mails not moved: check MANYI_IMAP_DONE", folder=self._name)
            return False
        return True

    def _note(self, opened: Opened, place: Place, found: Sequence[int], now: datetime) -> None:
        """How far we are: when it has changed, and now and then."""
        same = place.validity == opened.validity
        if not same and self._line.waiting(found):  # till then it is found as it was this time
            return
        reached = self._line.reached(found, place.uid if same else opened.next_uid - 1)
        if same and reached == place.uid and now - place.at < NOTED_EVERY:
            return
        with db.writing(self._engine) as session:
            mails.reach(session, self._name, Place(opened.validity, reached, now))


def _portion(listed: Sequence[Listed]) -> list[Listed]:
    """As many as may be fetched at once."""
    size, count = 0, 0
    for each in listed:
        size += each.size
        if count and size > LARGEST:
            break
        count += 1
    return list(listed[:count])
