"""The staff's door over a real database, and clients who are signed in."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from importlib.metadata import version

import pytest

from admin import web
from storage import db, users
from storage.settings import Settings
from tests.admin.web import world as worlds


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """Where the chart library would be made: a stand-in is there already, so that no test waits for it."""
    folder = tmp_path_factory.mktemp("data")
    (folder / f"vega-{version('vl-convert-python')}.js").write_text("'stand-in'")
    return folder


@pytest.fixture
def engine(request, new_database):
    """A database of this test's own; with the small organisation in it, where the test asks for that."""
    made = db.engine(new_database(worlds.settle if "world" in request.fixturenames else db.upgrade))
    yield made
    made.dispose()


@pytest.fixture
def world(engine):
    """The small organisation."""
    return worlds.settled(engine)


@pytest.fixture
def settings(engine, data):
    """A demonstration, so that its pages are there too."""
    url = engine.url.render_as_string(hide_password=False)
    return Settings(database_url=url, data=data, demo=True, organisation="青禾家居", _env_file=None)


class Visitor:
    """A browser without scripts: follows no redirect, fills the tokens of forms in by itself."""

    def __init__(self, client, csrf):
        self.client, self.csrf = client, csrf

    async def get(self, path):
        """(status, body)"""
        answer = await self.client.get(path, allow_redirects=False)
        return answer.status, await answer.text(errors="replace")

    async def post(self, path, headers=None, **fields):
        """(status, body), with the token in the form unless one is given."""
        data = {"csrf": self.csrf, **fields}
        answer = await self.client.post(path, data=data, headers=headers or {}, allow_redirects=False)
        return answer.status, await answer.text(errors="replace")

    async def led(self, path, **fields):
        """(path, body) of the page that a post leads on to."""
        answer = await self.client.post(path, data={"csrf": self.csrf, **fields})
        assert [each.status for each in answer.history] == [303], path
        return answer.url.path, await answer.text()


@pytest.fixture
async def visit(engine, settings, aiohttp_server, aiohttp_client):
    """`await visit(role)`: a visitor signed in with this role; without one, a stranger."""
    server = await aiohttp_server(web.app(engine, settings))

    async def enter(role=""):
        if not role:
            return Visitor(await aiohttp_client(server), "")
        with db.writing(engine) as session:
            (user,) = [user for user in users.listing(session) if user.login == role]
            signed = users.sign_in(session, user.id, datetime.now(UTC))
        return Visitor(await aiohttp_client(server, cookies={"manyi": signed.token}), signed.csrf)

    return enter


def token(html):
    """The form token that a page carries."""
    return re.search(r'name="csrf" value="([^"]+)"', html)[1]


def hidden(html):
    """The hidden fields of a page that keeps what was typed."""
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html)
    }


@pytest.fixture
def away(monkeypatch):
    """`with away():` the database can't be reached."""

    def gone(engine):
        raise db.OutOfReach

    @contextmanager
    def cut():
        with monkeypatch.context() as patched:
            patched.setattr(db, "reading", gone)
            patched.setattr(db, "writing", gone)
            yield

    return cut
