"""Mails that wait for staff: who may, sees whose they may be and lets them in, or not."""

import pytest

from storage import db, events, mails
from storage.mails import Settled
from storage.tables import mails as table
from tests.admin.web.world import NOW

MAILS = "/parked?only=mails"
RAW = b"From: <wang@example.cn>\r\nSubject: x\r\n\r\nhello\r\n"


def hold(engine, state="held", reason="other_sender", words="我是他太太<b>") -> int:
    with db.writing(engine) as session:
        mails.keep(session, [mails.Arrived(f"{state}{reason}", RAW, "wang@example.cn", NOW)])
        (row,) = mails.claim(session, 10, 1000)
        settled = Settled(row.id, state, "reply", reason, subject="回复：邀请", text=words)
        mails.settle(session, [settled])
        return row.id


def state_of(engine, key):
    with db.reading(engine) as session:
        return session.execute(table.select().where(table.c.id == key)).one()


async def test_a_held_mail_is_shown_with_the_reason_and_let_in(engine, world, visit):
    key, visitor = hold(engine), await visit("handler")

    _, html = await visitor.get(MAILS)

    assert "回信的不是收到我们邮件的那个地址" in html
    assert "w****@example.cn" in html
    assert "wang@example.cn" not in html
    assert "我是他太太&lt;b&gt;" in html
    assert "</span>2</span>" in html, "the message and the mail wait in the menu"
    assert (await visitor.post(f"/parked/mails/{key}/put-back"))[0] == 303
    row = state_of(engine, key)
    assert (row.state, row.trusted, row.text) == ("waiting", True, "")
    with db.reading(engine) as session:
        (done,) = events.of(session, "mail", key)
    assert (done["trigger"], done["source"], done["target"]) == ("put_back", "held", "waiting")


async def test_who_sent_it_is_shown_to_who_asks_and_that_they_did_is_kept(engine, world, visit):
    key, visitor = hold(engine), await visit("handler")
    status, html = await visitor.post(f"/parked/mails/{key}/show?only=mails")
    assert (status, "wang@example.cn" in html) == (200, True)
    assert "wang@example.cn" not in (await visitor.get(MAILS))[1]
    with db.reading(engine) as session:
        assert [each["trigger"] for each in events.of(session, "mail", key)] == ["look"]
    assert (await visitor.post("/parked/mails/999/show?only=mails"))[0] == 409


async def test_where_nobody_takes_mail_in_it_is_said_that_it_waits(engine, world, visit):
    visitor = await visit("handler")
    said = "没有设怎样收信"
    assert said not in (await visitor.get(MAILS))[1]

    key = hold(engine)
    assert said in (await visitor.get(MAILS))[1]
    await visitor.post(f"/parked/mails/{key}/put-back")

    assert said in (await visitor.get(MAILS))[1]


async def test_a_mail_that_could_not_be_read_is_tried_again_as_any_other(engine, world, visit):
    key, visitor = hold(engine, "parked", "RecursionError"), await visit("handler")

    _, html = await visitor.get(MAILS)

    assert "程序没能读这封信" in html
    assert "RecursionError" in html
    await visitor.post(f"/parked/mails/{key}/put-back")
    assert (state_of(engine, key).state, state_of(engine, key).trusted) == ("waiting", False)


async def test_a_colleague_was_quicker(engine, world, visit):
    key, visitor = hold(engine), await visit("handler")

    assert (await visitor.post(f"/parked/mails/{key}/dismiss"))[0] == 303
    assert (await visitor.post(f"/parked/mails/{key}/put-back"))[0] == 409
    assert state_of(engine, key).state == "dismissed"


async def test_the_original_is_a_download(engine, world, visit):
    key, visitor = hold(engine), await visit("handler")

    status, text = await visitor.get(f"/parked/mails/{key}")

    assert (status, text) == (200, RAW.decode())


@pytest.mark.parametrize("what", ["", "/put-back", "/dismiss"])
async def test_who_only_looks_sees_no_words(engine, world, visit, what):
    key, visitor = hold(engine), await visit("viewer")

    _, html = await visitor.get(MAILS)

    assert "回信的不是" in html
    assert "wang@example.cn" not in html
    assert "我是他太太" not in html
    act = visitor.post if what else visitor.get
    assert (await act(f"/parked/mails/{key}{what}"))[0] == 403


async def test_many_are_settled_at_once_and_what_a_colleague_did_stays(engine, world, visit):
    key, visitor = hold(engine), await visit("handler")
    other = hold(engine, reason="forward")
    for act, picked in (("dismiss", []), ("burn", [key]), ("dismiss", ["x", ""])):
        assert (await visitor.post(MAILS, act=act, picked=picked))[0] == 400
    assert (await visitor.post(f"/parked/mails/{key}/dismiss"))[0] == 303
    status, html = await visitor.post(MAILS, act="put_back", picked=[key, other])
    assert (status, "1 件办好了。有 1 件同事已经办过。" in html) == (200, True)
    assert [state_of(engine, each).state for each in (key, other)] == ["dismissed", "waiting"]
