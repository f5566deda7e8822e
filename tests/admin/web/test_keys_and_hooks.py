"""Tokens and webhooks are made by administrators who have proved who they are; secrets are shown once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from storage import db, hooks, tokens
from storage.tables import hooks as hooks_table
from storage.tables import sessions
from storage.tables import tokens as table

SHOWN = re.compile(r'value="((?:manyi|whsec)_[^"]+)"')
URL = "https://example.com/hook?a=<b>"


@pytest.fixture
def kind():
    return "sqlite"


async def test_a_token_is_made_shown_once_and_revoked(engine, world, visit):
    visitor = await visit("administrator")
    status, html = await visitor.post("/tokens", name=" 订单<同步> ", scope="orders:read", days="90")
    assert status == 200
    (token,) = SHOWN.findall(html)
    with db.reading(engine) as session:
        (kept,) = tokens.listing(session)
        assert tokens.bearer(session, token, datetime.now(UTC)).scopes == {"orders:read"}
        assert token not in str(session.execute(table.select()).all())
    assert (kept.name, token.startswith(kept.begins)) == ("订单<同步>", True)
    _, html = await visitor.get("/tokens")
    assert token not in html
    assert "订单&lt;同步&gt;" in html
    assert (await visitor.post(f"/tokens/{kept.id}/revoke"))[0] == 303
    assert "已作废" in (await visitor.get("/tokens"))[1]
    with db.reading(engine) as session:
        assert tokens.bearer(session, token, datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "scope": "orders:read", "days": "30"}, "还没有写名称"),
        ({"name": "a" * 101, "scope": "orders:read", "days": "30"}, "名称太长"),
        ({"name": "甲", "days": "30"}, "请至少勾选"),
        ({"name": "甲", "scope": "everything", "days": "30"}, "请至少勾选"),
        ({"name": "甲", "scope": "orders:read", "days": "31"}, "有效期"),
        ({"name": "甲", "scope": "orders:read"}, "有效期"),
    ],
)
async def test_a_token_that_can_be_none_is_refused(world, visit, typed, words):
    status, html = await (await visit("administrator")).post("/tokens", **typed)
    assert (status, words in html) == (400, True)
    assert not SHOWN.findall(html)


async def test_an_address_is_added_tested_switched_and_removed(engine, world, visit):
    visitor = await visit("administrator")
    assert "还没有推送地址" in (await visitor.get("/hooks"))[1]
    status, html = await visitor.post("/hooks", url=URL, kind="complaint")
    (secret,) = SHOWN.findall(html)
    assert (status, secret.startswith("whsec_")) == (200, True)
    with db.reading(engine) as session:
        (hook,) = hooks.listing(session)
        assert secret.encode() not in session.execute(hooks_table.select()).one().sealed
    one = f"/hooks/{hook.id}"
    assert secret not in (await visitor.get(one))[1]
    assert (await visitor.post(f"{one}/test"))[0] == 303
    with db.writing(engine) as session:
        due = hooks.claim(session, datetime.now(UTC))
        hooks.settle(session, [hooks.Outcome(each, 503, "status") for each in due], datetime.now(UTC))
    _, html = await visitor.get(one)
    assert "对方回答 503" in html
    assert "example.com/hook?a=&lt;b&gt;" in html
    (sent,) = due
    assert (await visitor.post(f"{one}/sends/{sent.id}/again"))[0] == 303
    assert (await visitor.post(f"{one}/off"))[0] == 303
    assert "已停用" in (await visitor.get(one))[1]
    assert (await visitor.post(f"{one}/on"))[0] == 303
    assert (await visitor.post(f"{one}/drop"))[0] == 303
    assert (await visitor.get(one))[0] == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"url": "http://example.com", "kind": "complaint"}, "完整的 https"),
        ({"url": "https://10.0.0.1", "kind": "complaint"}, "内网"),
        ({"url": "https://example.com"}, "请至少勾选"),
    ],
)
async def test_an_address_that_can_be_none_is_refused(world, visit, typed, words):
    status, html = await (await visit("administrator")).post("/hooks", **typed)
    assert (status, words in html) == (400, True)


async def test_who_has_not_proved_of_late_is_asked_first(engine, world, visit):
    visitor = await visit("administrator")
    with db.writing(engine) as session:
        session.execute(update(sessions).values(proved_at=datetime.now(UTC) - timedelta(minutes=11)))
    for path, typed in (
        ("/tokens", {"name": "甲", "scope": "orders:read", "days": "30"}),
        ("/hooks", {"url": URL, "kind": "complaint"}),
    ):
        status, html = await visitor.post(path, **typed)
        assert (status, "请确认是您本人" in html) == (403, True)
        for name, value in typed.items():
            assert f'name="{name}"' in html, value
    with db.reading(engine) as session:
        assert tokens.listing(session) == hooks.listing(session) == []
