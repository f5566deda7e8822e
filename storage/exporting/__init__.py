"""All that is kept of one customer, as one file that they can read (A5, GB/T 35273 8.2): a zip with a page,
the same as data, and the files they sent."""

import json
import zipfile
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import definitions, mails
from storage.exporting.gathering import Row, gather
from storage.exporting.page import page
from storage.settings import settings
from storage.tables import conversations, files


def write(
    session: Session,
    customer_id: int,
    to: IO[bytes],
    at: datetime,
    language: str = "",
    *,
    to_staff: bool = False,
) -> None:
    """Write the file, in the language of their talk, else in this one. Files they sent are read one at a
    time. What goes `to_staff` is without what is being told without a name."""
    texts, ours = definitions.texts(_spoken(session, customer_id) or language), settings()
    kept = gather(session, customer_id, to_staff, texts.language)
    template = (definitions.DATA / "export.html").read_text("utf-8")
    told = page(template, {**kept, "at": at}, texts, ours.organisation, ZoneInfo(ours.timezone))
    data = json.dumps(kept, ensure_ascii=False, indent=2, default=_written)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(texts("export.page"), told)
        zipped.writestr(texts("export.data"), data)
        for sent in kept["files"]:
            content = session.scalar(select(files.c.content).where(files.c.id == sent["id"]))
            zipped.writestr(f"files/{_named(sent)}", content or b"")
        for mail in kept["mails"]:
            zipped.writestr(f"mails/{mail['id']}.eml", mails.raw_of(session, mail["id"]))


def _spoken(session: Session, customer_id: int) -> str:
    """The language of the talk they were in last; empty where it is the organisation's."""
    c = conversations.c
    query = select(c.language).where(c.customer_id == customer_id, c.language != "")
    return session.scalar(query.order_by(c.active_at.desc(), c.id.desc()).limit(1)) or ""


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _named(sent: Row) -> str:
    """Without a path, and told apart from the others."""
    plain = sent["name"].replace("/", "_").replace("\\", "_").strip(". ") or "file"
    return f"{sent['id']}-{plain}"
