"""The last seal, noted outside the database: of what is cut off at its end the chain shows nothing.

In the folder of `MANYI_DATA`, where the key is, a file for each database says the number and the signature of
the seal put on last. It may lag behind the chain (the process died in between, another machine sealed): the
seal that it says is in the chain all the same. It is replaced only as long as that is so: else the first seal
after a cut would wipe out the only trace of it.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import URL
from sqlalchemy.orm import Session

from storage.backup.replacing import replacing
from storage.seals.making import NOTED, last
from storage.seals.verifying import holds

_FORM: Final = re.compile(rf"([1-9][0-9]{{0,8}}):([0-9a-f]{{{NOTED}}})\n?")


class Noted(NamedTuple):
    """`how` the noted seal stands to the chain: held, or gone (the end was cut off, or the database is an
    older one); none where nothing is noted, unreadable where the file says nothing. `number`: the seal's, 0
    where there is none."""

    how: str
    file: Path
    number: int = 0

    @property
    def replaceable(self) -> bool:
        """Whether another may be noted in its place."""
        return self.how in ("held", "none")


def look(session: Session, data: Path) -> Noted:
    """What is noted of this database in this folder."""
    file = file_of(session.get_bind().engine.url, data)
    try:
        told = _FORM.fullmatch(file.read_text("ascii"))
    except FileNotFoundError:
        return Noted("none", file)
    except (OSError, UnicodeDecodeError):
        told = None
    if told is None:
        return Noted("unreadable", file)
    number = int(told[1])
    return Noted("held" if holds(session, number, told[2]) else "gone", file, number)


def note(file: Path, number: int, signature: str) -> None:
    """Note this seal, so that it stands on the disk whole or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as new:
        new.write_text(f"{number}:{signature[:NOTED]}\n", "ascii")


def anew(session: Session, data: Path) -> None:
    """Note the last seal of this database whatever was noted before: it is another one than it was, on
    purpose. Raises OSError."""
    file, found = file_of(session.get_bind().engine.url, data), last(session)
    if found:
        note(file, found.id, found.noted)
    else:
        file.unlink(missing_ok=True)


def file_of(url: URL, data: Path) -> Path:
    """A backup is tried out, and a demo shown, beside the database that counts: each has its own, whichever
    way its URL is spelt."""
    if url.get_backend_name() == "sqlite":
        told: tuple[object, ...] = (Path(url.database or "").resolve(),)
    else:
        asked = dict(url.query)
        host, port = url.host or asked.get("host"), url.port or asked.get("port") or 5432
        told = (host, port, url.database, asked.get("service"))
    named = "\n".join(map(str, (url.get_backend_name(), *told)))
    return data / f"last-seal.{sha256(named.encode()).hexdigest()[:12]}"
