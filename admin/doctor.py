"""What is configured, what is not, what to do next: findings, each one line."""

import os
import socket
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from admin import bot_api, doctor_history, doctor_mailbox, doctor_oidc, doctor_smtp, scanning, serve
from admin.finding import Finding
from storage import db, definitions, jobs, mails, mistakes, options, rulings, surveys, users
from storage.backup import before, nightly
from storage.settings import Settings
from storage.trouble import Trouble, first_line, trouble


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything, what others rest on first."""
    yield from settled(settings)
    yield folder(settings.data)
    yield from database(settings)
    yield from ports(settings)
    yield outside(settings)
    yield from telegram(settings)
    yield from doctor_smtp.examine(settings)
    yield from doctor_mailbox.examine(settings)
    yield from doctor_oidc.examine(settings)
    yield from scanner(settings.clamd)
    yield font(has_font())


def settled(settings: Settings) -> Iterator[Finding]:
    """What is wrong with the settings themselves; else the policy and the language that they name."""
    found = [Finding("bad", f"setting.{key}", values) for key, values in mistakes.wrong(settings)]
    told = {"key": settings.policy, "language": settings.language}
    yield from found or [Finding("good", "policy_ok", told)]


def folder(path: Path) -> Finding:
    """Whether we may write where the processes share things."""
    nearest = next(parent for parent in (path.resolve(), *path.resolve().parents) if parent.exists())
    good = nearest.is_dir() and os.access(nearest, os.W_OK)
    return Finding("good" if good else "bad", "data_ok" if good else "data_bad", {"path": path})


def database(settings: Settings) -> Iterator[Finding]:
    """Whether it can be reached, its version, and what stands in it. Nothing is made."""
    if missing(settings.database_url):
        yield Finding("bad", "database_empty")
        return
    try:
        engine = db.engine(settings.database_url)
        condition, revision = db.condition(engine), db.revision(engine)
    except (DBAPIError, db.NoDriver, db.OldServer) as error:
        found = trouble(error, settings.database_url) or Trouble("database_unreachable", unknown(error))
        yield Finding("bad", found.key, found.values)
        return
    yield version(condition, revision)
    if condition == "current":
        ours = db.is_ours(engine)
        yield Finding("good" if ours else "bad", "sealing_ok" if ours else "sealing_other")
        with db.reading(engine) as session:
            options.refresh(session, settings)
            yield from contents(session, settings)


def unknown(error: Exception) -> dict[str, Any]:
    """A file that is no database, above all."""
    return {"error": first_line(getattr(error, "orig", error))}


def missing(url: str) -> bool:
    """Whether this is an SQLite file that is not there yet (connecting would make it)."""
    path = mistakes.sqlite_file(url)
    return bool(path) and not Path(path).exists()


def version(condition: str, revision: str | None) -> Finding:
    """How the database stands to this version of the software."""
    key = {"current": "ok", "older": "old"}.get(condition, condition)
    return Finding("good" if condition == "current" else "bad", f"database_{key}", {"revision": revision})


def contents(session: Session, settings: Settings) -> Iterator[Finding]:
    """A survey to offer, somebody who may sign in, no work that failed."""
    if settings.demo:
        yield Finding("note", "demo")
    yield survey(session, settings.survey)
    yield administrators(session)
    yield from zones(session, settings.timezone)
    yield from nightly_backup(session, settings)
    yield from doctor_history.examine(session, settings.data)
    if mails.waits(session) and not (settings.imap_url or settings.lmtp):
        yield Finding("bad", "mails_wait")
    broken = jobs.broken(session)
    if broken:
        reasons = "、".join(sorted({reason for each in broken for reason in each.reasons}))
        yield Finding(
            "bad", "jobs_failed", {"count": sum(each.number for each in broken), "reasons": reasons}
        )


def survey(session: Session, key: str) -> Finding:
    """The survey that customers are offered."""
    found = surveys.published(session, key)
    if found:
        return Finding("good", "survey_ok", {"title": found[1].title})
    return Finding("bad", "survey_key_none" if key else "survey_none", {"key": key})


def administrators(session: Session) -> Finding:
    """Somebody has to be able to add the others."""
    count = sum(user.role == "administrator" and user.active for user in users.listing(session))
    return Finding("good" if count else "bad", "users_ok" if count else "users_none", {"count": count})


def zones(session: Session, ours: str) -> Iterator[Finding]:
    """Whether the calendar is kept in another time zone than everything else."""
    rulings.refresh(session)
    if (calendar := definitions.calendar().timezone.key) != ours:
        yield Finding("note", "zones_differ", {"calendar": calendar, "ours": ours})


def nightly_backup(session: Session, settings: Settings) -> Iterator[Finding]:
    """How old the last good backup is, whether it is here, and why there is none of last night."""
    if settings.demo:
        return
    stands, now = nightly.standing(session), db.now(session)
    age, why = stands.age(now), stands.why(definitions.texts())
    if not settings.backup_at:
        yield Finding("note", "backup_off")
    elif why:
        yield Finding("bad", "backup_failed", {"why": why})
    if age is None and not why and settings.backup_at:
        yield Finding("note", "backup_none", {"at": settings.backup_at})
    elif age is not None and (settings.backup_at or age > nightly.OLD):
        yield last_backup(stands, age, settings.data)


def last_backup(stands: nightly.Standing, age: timedelta, data: Path) -> Finding:
    """What is said of the last good one, of this `age`: nobody vouches for a file that is not here."""
    where, file = stands.whereabouts(data), data / before.FOLDER / stands.file
    told = {"days": age.days, "file": f"{stands.machine}:{stands.file}" if where == "elsewhere" else file}
    if where == "gone":
        return Finding("bad", "backup_gone", told)
    if age > nightly.OLD:
        return Finding("bad", "backup_old", told)
    if where == "elsewhere":
        return Finding("note", "backup_elsewhere", told)
    return Finding("good", "backup_ok", told)


def ports(settings: Settings) -> Iterator[Finding]:
    """Whether the doors can be opened; a port that somebody listens on may well be ours."""
    for door in ("bot", "admin"):
        host, port = getattr(settings, f"{door}_host"), getattr(settings, f"{door}_port")
        told = {"door": door, "port": port, "setting": f"MANYI_{door.upper()}_PORT"}
        if serve.free(host, port):
            yield Finding("good", "port_ok", told)
        elif listened(host, port):
            yield Finding("note", "port_taken", told)
        else:
            yield Finding("bad", "port_closed", told)


def listened(host: str, port: int) -> bool:
    """Whether somebody listens there: else the port is one that we may not have."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def outside(settings: Settings) -> Finding:
    """Whether customers elsewhere can come in."""
    if settings.bot_url and settings.admin_url:
        return Finding("good", "outside_ok", {"bot": settings.bot_url, "admin": settings.admin_url})
    return Finding("note", "outside")


def telegram(settings: Settings) -> Iterator[Finding]:
    """Whether Telegram knows the token, and where it sends what customers write. Off without a token."""
    if not settings.telegram_token:
        return
    try:
        name = bot_api.ask(settings, "getMe").get("username", "")
        webhook = bot_api.ask(settings, "getWebhookInfo")
    except bot_api.Refused:
        yield Finding("bad", "telegram_refused")
    except bot_api.Stranger as error:
        yield Finding("bad", "telegram_stranger", {"error": error})
    except bot_api.OutOfReach as error:
        yield Finding("bad", "telegram_unreachable", {"error": error})
    else:
        yield Finding("good", "telegram_ok", {"name": name})
        if (told := settings.telegram_name) and told.casefold() != name.casefold():
            yield Finding("bad", "telegram_other_name", {"told": told, "name": name})
        yield from telegram_webhook(settings, webhook)


def telegram_webhook(settings: Settings, told: dict[str, Any]) -> Iterator[Finding]:
    """Whether updates come to us: by the webhook where a secret is set, else because there is none."""
    ours = f"{settings.bot_address}/telegram" if settings.telegram_webhook_secret else ""
    found = told.get("url", "")
    if ours and not ours.startswith("https:"):
        yield Finding("bad", "telegram_https", {"url": ours})
    if found not in ("", ours):
        yield Finding("bad", "telegram_elsewhere", {"host": urlsplit(found).netloc})
    elif ours and found and told.get("pending_update_count") and told.get("last_error_message"):
        yield Finding("bad", "telegram_behind", {"error": told["last_error_message"]})


def scanner(at: str) -> Iterator[Finding]:
    """Whether the virus scanner answers: while it does not, staff open no file. Off without an address."""
    if not at:
        return
    try:
        scanning.ping(at)
    except (OSError, ValueError) as error:
        yield Finding("bad", "scanner_unreachable", {"at": at, "error": error})
    except scanning.NoAnswer:
        yield Finding("bad", "scanner_stranger", {"at": at})
    else:
        yield Finding("good", "scanner_ok", {"at": at})


def font(there: bool) -> Finding:
    """Pictures of charts need a font with Chinese characters."""
    return Finding("good", "font_ok") if there else Finding("note", "font_none")


def has_font() -> bool:
    """Whether fontconfig knows a Chinese font; without fontconfig (macOS, Windows) the system has its own."""
    command = which("fc-list")
    if not command:
        return not Path("/etc/debian_version").exists()
    asked = subprocess.run([command, ":lang=zh", "family"], capture_output=True, check=False)  # noqa: S603
    return bool(asked.stdout.strip())
