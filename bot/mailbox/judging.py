"""What becomes of a mail that was kept: it is read, and looked up whose it is."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import structlog
from sqlalchemy.orm import Session

from bot.mail import authentication, identity, read, routing, tokens
from bot.mail.authentication import Vouched
from bot.mail.mail import Mail
from bot.mail.routing import Facts, Verdict
from bot.mailbox.inbounds import CHANNEL, file_of
from bot.mailing import recalling
from nlp import read_answer
from storage import conversations, logs, mails, messages, secret
from storage.domain import imap_server
from storage.mails import Talk, Waiting
from storage.settings import Settings

MOST_ATTEMPTS: Final = 5
"""Times that somebody died at a mail before it is set aside."""

_GRAVE: Final = ("unsubscribe", "refuse_consent", "erase", "wrong_person")
_DIGITS: Final = 16

log = structlog.get_logger()


class Judged(NamedTuple):
    """A mail, what it says, what is done with it; the token of ours that it carries, and whose that is.
    `parked`: why it could not be read. `words` is a keyed digest of what it says."""

    row: Waiting
    mail: Mail | None = None
    verdict: Verdict = Verdict("note")
    token: str = ""
    talk: Talk | None = None
    words: str = ""
    parked: str = ""


def ours(settings: Settings) -> frozenset[str]:
    """Our own addresses."""
    user = imap_server.parse(settings.imap_url).user if settings.imap_url else ""
    return frozenset(filter(None, map(identity.address, (settings.mail_from, user))))


def judge(session: Session, rows: Sequence[Waiting], settings: Settings) -> list[Judged]:
    """What becomes of each; they came in this order. Whatever one of them is, the others are judged."""
    alike = Counter[tuple[str, str]]()
    judged = []
    for row in rows:
        found = _one(session, row, settings, alike)
        alike[row.sender, found.words] += bool(found.words)
        judged.append(found)
    return judged


def _one(session: Session, row: Waiting, settings: Settings, alike: Counter[tuple[str, str]]) -> Judged:
    mail, parked = _read(row)
    if mail is None or parked:
        return Judged(row, mail, parked=parked)
    token, talk = _talk(session, mail)
    if talk and (said := recalling.text(session, talk.id, tokens.number(row.raw, token), settings)):
        mail = _read(row, said)[0] or mail
    words = secret.sign("mail", mail.text)[:_DIGITS] if mail.text else ""
    before = mails.before(session, row, words)
    facts = Facts(
        row.sender,
        ours(settings),
        talk.address if talk else "",
        conversations.find(session, (CHANNEL, row.sender)) is not None,
        _vouched(row, settings.mail_authserv),
        before.mails,
        before.same + alike[row.sender, words],
        trusted=row.trusted,
    )
    return Judged(row, mail, _verdict(session, row.key, mail, facts), token, talk, words)


def _verdict(session: Session, key: str, mail: Mail, facts: Facts) -> Verdict:
    """What was handed in was let in, and whoever settles it died: what is known of the sender only since then
    counts no more."""
    verdict = routing.route(mail, _with_gravity(facts, mail))
    if verdict.does != "hold":
        return verdict
    address = facts.talk_of or facts.sender
    if messages.known(session, [(CHANNEL, address, each) for each in (key, file_of(key, 1))]):
        return routing.route(mail, facts._replace(trusted=True))
    return verdict


def _read(row: Waiting, said: str = "") -> tuple[Mail | None, str]:
    """What it says, and why it is parked. `said`: our text that it answers, for many programs mark neither
    our lines nor what is typed among them."""
    if row.attempts >= MOST_ATTEMPTS:
        return None, "crashed"
    if not row.raw:
        return None, "unfetchable"
    try:
        mail = read(row.raw, (said,) if said else ())
    except Exception as failure:  # this is the door: what can't be read is parked, and the next mail is read
        log.error("mail not read", mail=row.id, **logs.told(failure))
        return None, type(failure).__name__
    return mail, (mail.reason or "unreadable") if mail.kind == "unreadable" else ""


def _talk(session: Session, mail: Mail) -> tuple[str, Talk | None]:
    """The token that is ours, and whose it is. One whose address was forgotten leads nowhere."""
    for token in tokens.candidates(mail):
        if bound := tokens.verify(secret.reply_key(), token):
            talk = mails.talk(session, bound.talk)
            there = talk and talk.channel == CHANNEL and identity.address(talk.address)
            return token, talk if there else None
    return "", None


def _vouched(row: Waiting, server: str) -> Vouched | Literal[""]:
    return authentication.vouched(row.raw, server, row.sender) if server else ""


def _with_gravity(facts: Facts, mail: Mail) -> Facts:
    """What it asks for is only looked at where nobody vouches for who asks."""
    if facts.own or not facts.known or facts.vouched == "pass":
        return facts
    return facts._replace(grave=read_answer("text", "", [], mail.text).intent in _GRAVE)
