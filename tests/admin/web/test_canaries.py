"""No secret of the house comes out: planted, each of them is in no page, no error, no log, no file that is
taken along, and not in the database as it is."""

import io
import logging
import re
import sqlite3
import sys
import traceback
from base64 import b32encode
from datetime import UTC, datetime

import pytest
from sqlalchemy import make_url, text

from admin import doctor, web
from admin.commands.doctor import line
from admin.listing import listings
from admin.pages import pages
from storage import db, logs, users
from storage.settings import Settings
from storage.tables import metadata
from tests.admin.web import test_roles as roles
from tests.admin.web.conftest import Visitor

CANARIES = {
    "secret": "canary-secret-0123456789",
    "sealing_key": "canary-sealing-0123456789-0123456789-01",
    "telegram_token": "4242424242:canary-telegram-0123456789abcdef",
    "telegram_webhook_secret": "canary-webhook-0123456789",
    "smtp_url": "smtp://us:canary-smtp-password@127.0.0.1:9",
    "imap_url": "imap://us:canary-imap-password@127.0.0.1:9/INBOX",
    "metrics_token": "canary-metrics-0123456789",
    "oidc_secret": "canary-oidc-0123456789",
}
PASSWORD = "canary-database-password"
ELSEWHERE = f"postgresql://us:{PASSWORD}@127.0.0.1:9/manyi"
"""A database that nobody reaches."""
WORDS = ("canary-", "4242424242:")
"""What of them is in no output, whatever is cut off."""


@pytest.fixture
def planted(settings):
    """The settings of the house, with a canary in each secret; a file of SQLite's has no password."""
    more = {"mail_from": "us@example.cn", "bot_url": "https://chat.example.cn", "demo": False}
    more |= {"oidc_issuer": "https://127.0.0.1:9", "oidc_client": "manyi"}
    url = make_url(settings.database_url)
    if url.get_backend_name() == "postgresql":
        url = url.set(password=PASSWORD)
    return Settings(
        _env_file=None,
        database_url=url.render_as_string(hide_password=False),
        data=settings.data,
        telegram_api_url="http://127.0.0.1:9",
        **more,
        **CANARIES,
    )


@pytest.fixture
def heard(monkeypatch):
    """`heard()`: all that was logged, as JSON and by the libraries too."""
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure("debug", "json")
    yield written.getvalue
    root.handlers[:], level = before
    root.setLevel(level)


@pytest.fixture
async def enter(engine, world, planted, aiohttp_client):
    """An administrator with a second factor, over the house that has the canaries; their own secrets."""
    with db.writing(engine) as session:
        key = world.staff["administrator"]
        users.propose(session, key)
        seed = b32encode(users.second_factor(session, key).key).decode()
        signed = users.sign_in(session, key, datetime.now(UTC))
    client = await aiohttp_client(web.app(engine, planted), cookies={"manyi": signed.token})
    client.session.cookie_jar.update_cookies({"__Host-manyi": signed.token})
    return Visitor(client, signed.csrf), signed.token, seed


def leaked(told, *more):
    return [word for word in (*WORDS, *more) if word and word in told]


def test_every_secret_of_the_settings_has_a_canary():
    hidden = {name for name, field in Settings.model_fields.items() if not field.repr}
    assert hidden <= set(CANARIES) | {"database_url"}, "plant it here"


def test_settings_say_no_secret_of_theirs(planted):
    for each in (planted, planted.model_copy(update={"database_url": ELSEWHERE})):
        assert not leaked(repr(each))
        assert not leaked(str(each))


async def test_no_page_error_or_log_has_one(enter, engine, world, planted, heard, monkeypatch):
    visitor, token, seed = enter
    shown = [route for page in pages(planted) for route in page.routes if route.method == "GET"]
    assert len(shown) > 40
    for route in shown:
        if route.path == "/me/second-factor":
            continue  # the one place where its owner reads the seed
        _, html = await visitor.get(roles.address(route.path, world))
        assert not leaked(html, token, seed), route.path
    for path in ("/nowhere/canary", "/metrics", "/health", "/ready", "/complaints/999999"):
        assert not leaked((await visitor.get(path))[1], token, seed), path

    def breaks(*_):
        raise RuntimeError(" ".join((*CANARIES.values(), ELSEWHERE, token)))

    monkeypatch.setattr("admin.pages.jobs.jobs.standing", breaks)
    status, html = await visitor.get("/jobs")
    assert status == 500
    assert not leaked(html, token, seed)
    said = heard()
    assert "RuntimeError" in said
    assert not leaked(said, token, seed)


async def test_nothing_that_is_taken_along_has_one(enter, world, planted):
    visitor, token, seed = enter
    for key, listing in listings().items():
        if listing.table:
            _, table = await visitor.post(f"/lists/{key}/export", format="csv")
            assert not leaked(table, token, seed), key


def test_doctor_names_no_password(planted, engine, heard):
    found = [line(each.key, each.values) for each in doctor.examine(planted)]
    assert len(found) > 5
    away = planted.model_copy(update={"database_url": ELSEWHERE})
    unreached = [line(each.key, each.values) for each in doctor.examine(away)]
    assert unreached != found
    assert not leaked("\n".join((*found, *unreached)))
    assert not leaked(heard())


def test_nor_does_what_can_not_reach_the_database():
    for url in (ELSEWHERE, ELSEWHERE.replace("127.0.0.1", "nowhere.invalid"), f"oracle://us:{PASSWORD}@x/y"):
        with pytest.raises((db.OutOfReach, db.NoDriver)) as error, db.reading(db.engine(url)) as session:
            session.execute(text("select 1"))
        assert not leaked("".join(traceback.format_exception(error.value)))


async def test_the_database_has_them_sealed_or_digested(enter, engine):
    _, token, seed = enter
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = str(connection.execute(table.select()).all())
            assert not leaked(rows, token, seed), table.name
    if engine.dialect.name == "sqlite":
        with sqlite3.connect(engine.url.database) as file:
            whole = b"".join(each.encode() for each in file.iterdump())
        assert not re.search(rb"canary-", whole)
