"""Tokens and webhooks are made by administrators who have proved who they are; secrets are shown once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from storage import db, events, hooks, tokens
from storage.tables import hooks as hooks_table
from storage.tables import sessions
from storage.tables import tokens as table
from tests.admin.web.world import NOW

SHOWN = re.compile(r'value="((?:manyi|whsec)_[^"]+)"')
ONCE = re.compile(r'name="once" value="([^"]+)"')
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
    ("path", "typed", "kept"),
    [
        ("/tokens", {"name": "订单同步", "scope": "orders:read", "days": "90"}, tokens.listing),
        ("/hooks", {"url": URL, "kind": "complaint"}, hooks.listing),
    ],
)
async def test_a_form_that_is_sent_again_makes_nothing_and_shows_no_secret(
    engine, world, visit, path, typed, kept
):
    visitor = await visit("administrator")
    (once,) = ONCE.findall((await visitor.get(path))[1])
    status, html = await visitor.post(path, once=once, **{**typed, "kind": "", "scope": ""})
    assert (status, ONCE.findall(html)) == (400, [once]), "what was refused is no first time"
    (secret,) = SHOWN.findall((await visitor.post(path, once=once, **typed))[1])
    status, html = await visitor.post(path, once=once, **typed)
    assert (status, "没有再" in html, "只在" in html) == (200, True, True)
    assert (secret in html, SHOWN.findall(html)) == (False, [])
    with db.reading(engine) as session:
        assert len(kept(session)) == 1
    (anew,) = ONCE.findall((await visitor.get(path))[1])
    assert SHOWN.findall((await visitor.post(path, once=anew, **typed))[1]), "another form makes another"
    with db.reading(engine) as session:
        assert len(kept(session)) == 2


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
    assert ("下次" in html, "马上" in html) == (True, False)
    assert (await visitor.post(f"{one}/hurry"))[0] == 303
    _, html = await visitor.get(one)
    assert ("下次" in html, "马上" in html, f"{one}/hurry" in html) == (False, True, False)
    with db.writing(engine) as session:
        (sent,) = hooks.claim(session, datetime.now(UTC))
        hooks.settle(session, [hooks.Outcome(sent, 200, "")], datetime.now(UTC))
    assert "已送到" in (await visitor.get(one))[1]
    assert (await visitor.post(f"{one}/sends/{sent.id}/again"))[0] == 303
    assert "已送到" not in (await visitor.get(one))[1]
    assert (await visitor.post(f"{one}/off"))[0] == 303
    assert "已停用" in (await visitor.get(one))[1]
    assert (await visitor.post(f"{one}/on"))[0] == 303
    assert (await visitor.post(f"{one}/drop"))[0] == 303
    assert (await visitor.get(one))[0] == 404


async def test_what_waits_and_what_was_left_says_why(engine, world, visit):
    visitor = await visit("administrator")
    await visitor.post("/hooks", url=URL, kind="complaint")
    with db.writing(engine) as session:
        (hook,) = hooks.listing(session)
        for trigger in ("investigate", "conclude"):
            events.append(session, [events.event(NOW, "complaint", world.complaint, trigger, "staff")])
        hooks.hand_out(session, hooks.find(session), NOW)
        hooks.settle(session, [hooks.Outcome(each, 500, "status") for each in hooks.claim(session, NOW)], NOW)
    _, html = await visitor.get(f"/hooks/{hook.id}")
    last, first = html.split("<tbody>")[1].split("</tr>")[:2]
    assert ("同一件事的前一封还没送到" in last, "对方回答 500" in first) == (True, True)
    await visitor.post(f"/hooks/{hook.id}/off")
    _, html = await visitor.get(f"/hooks/{hook.id}")
    last, first = html.split("<tbody>")[1].split("</tr>")[:2]
    assert ("停用了，没有发" in last, "停用了，没有再发" in first) == (True, True)
    assert "/again" not in html, "it would not be sent"


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
