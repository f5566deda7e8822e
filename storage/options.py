"""What the organisation has chosen in the browser: its name, its logo, its channels. The environment goes
before it (`storage.settings`).

What is secret is sealed and never shown again. What is in force is told to each process by `refresh`, which
the doors call with whatever they do next: within seconds it is the same for all.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson
import structlog
from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import dialects, events, sealing
from storage.chosen import CHOSEN
from storage.settings import Settings
from storage.tables import options
from storage.texts import storable

SEALED: Final = frozenset(("telegram_token", "smtp_url", "imap_url"))
LOGO: Final = "logo"
NAMES: Final = frozenset(name for group in CHOSEN.values() for name in group)
LONGEST: Final = 1000
"""Characters of a value."""

log = structlog.get_logger()


class Unfit(ValueError):
    """This cannot be the value of `name`: it says nothing of what was typed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Kept(NamedTuple):
    """What stands under a key."""

    value: Any
    content: bytes | None


def put(session: Session, values: Mapping[str, Any], user_id: int, at: datetime) -> None:
    """Choose these settings; the others stay. Raises Unfit."""
    for name, value in values.items():
        keep(session, name, *_written(name, fit(name, value)), user_id, at)


def drop(session: Session, names: Iterable[str], user_id: int | None, at: datetime) -> None:
    """Nothing is chosen for these any more."""
    for name in names:
        if session.execute(delete(options).where(options.c.key == name)).rowcount:  # type: ignore[attr-defined]
            _told(session, name, "drop", user_id, at)


def put_logo(session: Session, picture: bytes, user_id: int, at: datetime) -> None:
    """Choose this logo, a PNG."""
    keep(session, LOGO, None, picture, user_id, at)


def logo(session: Session) -> bytes | None:
    """The organisation's logo as PNG."""
    found = read(session, LOGO)
    return found.content if found else None


def keep(
    session: Session, key: str, value: Any, content: bytes | None, user_id: int | None, at: datetime
) -> None:
    """This stands under the key from now on; no event tells what."""
    row = {"key": key, "value": value, "content": content, "user_id": user_id, "at": at}
    new = dialects.insert(session, options).values(row)
    session.execute(new.on_conflict_do_update(index_elements=["key"], set_=row))
    _told(session, key, "put", user_id, at)


def claim(session: Session, key: str, value: Any, at: datetime) -> bool:
    """Put this under the key, where nothing stands yet; False: another was first. Who comes at the same
    moment waits."""
    row = {"key": key, "value": value, "at": at}
    first = dialects.insert(session, options).values(row).on_conflict_do_nothing().returning(options.c.key)
    return session.scalar(first) is not None


def read(session: Session, key: str) -> Kept | None:
    """What stands under the key."""
    row = session.execute(
        select(options.c.value, options.c.content).where(options.c.key == key)
    ).one_or_none()
    return Kept._make(row) if row else None


def chosen(session: Session) -> dict[str, Any]:
    """The settings that are chosen. Those sealed under another key, or unfit for this version, are left out,
    and the log tells so."""
    rows = session.execute(select(options).where(options.c.key.in_(NAMES))).all()
    found = {}
    for row in rows:
        try:
            text = sealing.opened(_purpose(row.key), row.content) if row.key in SEALED else row.value
            found[row.key] = fit(row.key, text)
        except (sealing.Unopened, Unfit) as error:
            log.error("option cannot be read", key=row.key, error=type(error).__name__)
    return found


def refresh(session: Session, settings: Settings) -> frozenset[str]:
    """What is chosen is in force in these settings; the names of what is another than before. One look at a
    table of a dozen rows, as long as nobody chooses anything."""
    o = options.c
    looked = session.execute(select(o.key, o.at).where(o.key.in_(NAMES | {LOGO})).order_by(o.key))
    mark = tuple((row.key, row.at) for row in looked)
    if mark == settings.chosen:
        return frozenset()
    shown = read(session, LOGO)
    return settings.choose(chosen(session), mark, (shown.content or b"") if shown else b"")


def fit(name: str, value: Any) -> Any:
    """The value as the settings take it. Raises Unfit."""
    text = storable(value)[0].strip() if isinstance(value, str) else value
    try:
        if name not in NAMES or (isinstance(text, str) and len(text) > LONGEST):
            raise Unfit(name)
        bare = Settings.model_construct()
        return getattr(Settings.__pydantic_validator__.validate_assignment(bare, name, text), name)
    except (ValidationError, ValueError) as error:
        raise Unfit(name) from error


def _written(name: str, value: Any) -> tuple[Any, bytes | None]:
    return (None, sealing.seal(_purpose(name), value)) if name in SEALED else (value, None)


def _purpose(name: str) -> str:
    return f"option {name}"


def _told(session: Session, key: str, what: str, user_id: int | None, at: datetime) -> None:
    events.append(session, [events.event(at, "option", 0, what, "staff", target=key, user_id=user_id)])


def put_aside(session: Session, group: str, values: Mapping[str, Any], user_id: int, at: datetime) -> None:
    """These are kept for who tries them out, and not in force. Raises Unfit."""
    told = orjson.dumps({name: fit(name, value) for name, value in values.items()}).decode()
    keep(session, _aside(group), None, sealing.seal(_purpose(_aside(group)), told), user_id, at)


def put_by(session: Session, group: str) -> dict[str, Any]:
    """What is being tried out of this group; nothing where nothing is, or its key is lost."""
    found = read(session, _aside(group))
    try:
        return (
            dict(orjson.loads(sealing.opened(_purpose(_aside(group)), found.content or b""))) if found else {}
        )
    except sealing.Unopened:
        return {}


def drop_aside(session: Session, group: str, user_id: int, at: datetime) -> None:
    """Nothing is being tried out of this group any more."""
    drop(session, (_aside(group),), user_id, at)


def _aside(group: str) -> str:
    return f"aside.{group}"


def mark(session: Session, names: Iterable[str]) -> int:
    """A number that is another as soon as one of these has been chosen anew: for a form to tell by."""
    o = options.c
    found = session.execute(select(o.key, o.at).where(o.key.in_(tuple(names))).order_by(o.key))
    told = [(row.key, row.at.isoformat()) for row in found]
    return int(sha256(repr(told).encode()).hexdigest()[:7], 16)
