"""The worker's look at a file that a customer sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from admin.scanning import scan
from admin.thumbnails import thumbnail
from storage import db, files
from storage.inspecting import Inspected
from storage.settings import settings


def inspect(engine: Engine, payload: dict[str, Any], now: datetime) -> Inspected | None:
    """Scan it, and make a small picture of it; payload: file_id. None: it is gone."""
    with db.reading(engine) as session:
        file = files.content(session, payload["file_id"])
    if file is None:
        return None
    scanner = settings().clamd
    found = Inspected(payload["file_id"], None, scan(scanner, file.content) if scanner else "", now)
    if found.harmful or not file.kind.startswith("image/"):
        return found
    return found._replace(thumbnail=thumbnail(file.content))
