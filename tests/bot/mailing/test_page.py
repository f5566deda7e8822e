"""Where the links in a mail lead. Opening one does nothing, whoever does it: only a POST acts (RFC 8058)."""

import re
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select, update

from bot.mailing import links
from bot.message import Inbound
from bot.performing import take_batch
from storage import conversations, db
from storage.secret import sign
from storage.tables import codes, consents, messages, outbox, users
from storage.tables import conversations as talks
from storage.tables import customers as people
from tests.bot.mailing.conftest import LI
from tests.bot.waiting import until

TODAY = 20_000


@pytest.fixture
async def door(serve, mail_settings):
    return await serve(mail_settings)


@pytest.fixture
def today(monkeypatch) -> None:
    monkeypatch.setattr("bot.mailing.page.time.time", lambda: TODAY * 86_400 + 5.0)


@pytest.fixture
def talk(engine) -> int:
    with db.writing(engine) as session:
        now = db.now(session)
        (made,) = conversations.load(session, [("email", LI)], now).values()
        return made.id


async def ask(door, how: str, path: str, **more: Any) -> tuple[int, str, aiohttp.typedefs.LooseHeaders]:
    async with (
        aiohttp.ClientSession() as client,
        client.request(how, door.make_url(path), allow_redirects=False, **more) as response,
    ):
        return response.status, await response.text(), dict(response.headers)


def count(engine, table) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def refused(engine) -> list[bool]:
    with db.reading(engine) as session:
        return list(session.scalars(select(consents.c.given)))


ONE_CLICK = {"data": {"List-Unsubscribe": "One-Click"}}


@pytest.mark.usefixtures("today")
async def test_opening_a_link_records_nothing(door, engine, talk):
    for path in (links.web(talk, TODAY), links.leave(talk)):
        for how in ("GET", "HEAD", "GET"):
            status, _, headers = await ask(door, how, path)
            assert status == 200
            assert headers["Cache-Control"] == "no-store"
        assert "<form method" in (await ask(door, "GET", path))[1]
    assert [count(engine, table) for table in (messages, consents, codes, outbox)] == [0, 0, 0, 0]


async def test_unsubscribing_by_one_click_withdraws_consent_and_is_said_once(door, engine, talk):
    for _ in range(3):
        status, page, _ = await ask(door, "POST", links.leave(talk), **ONE_CLICK)
        assert status == 200
        assert "好的，记下了" in page
    await until(lambda: refused(engine) == [False])
    assert count(engine, messages) == 1


async def test_who_talks_with_a_person_is_unsubscribed_all_the_same(door, engine, talk):
    with db.writing(engine) as session:
        row = {"login": "w", "name": "小王", "role": "handler", "password_hash": "-"}
        who = session.scalars(
            users.insert().returning(users.c.id), [{**row, "created_at": db.now(session)}]
        ).one()
        session.execute(update(talks).values(held_by=who))
    assert (await ask(door, "POST", links.leave(talk), **ONE_CLICK))[0] == 200
    assert refused(engine) == [False]


async def test_who_changed_their_mind_can_leave_again_by_the_same_link(door, engine, talk):
    await ask(door, "POST", links.leave(talk), **ONE_CLICK)
    with db.writing(engine) as session:
        row = {"conversation_id": talk, "version": "2026-1", "given": True, "at": db.now(session)}
        session.execute(consents.insert(), [row])
    await ask(door, "POST", links.leave(talk), **ONE_CLICK)
    assert refused(engine)[-1] is False


@pytest.mark.usefixtures("today")
async def test_the_button_leads_on_to_the_web_chat_with_a_code(door, engine, talk):
    status, _, headers = await ask(door, "POST", links.web(talk, TODAY))
    assert status == 303
    found = re.fullmatch(r"\.\./#c_([0-9A-Z]{8})", str(headers["Location"]))
    assert found
    assert count(engine, codes) == 1


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("age", [0, links.LIVES, links.LIVES + 1, -1])
async def test_the_way_on_is_open_for_some_weeks(door, engine, talk, age):
    path = links.web(talk, TODAY - age)
    good = 0 <= age <= links.LIVES
    assert (await ask(door, "GET", path))[0] == (200 if good else 404)
    assert (await ask(door, "POST", path))[0] == (303 if good else 404)
    assert count(engine, codes) == int(good)


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("how", ["GET", "POST"])
async def test_nobody_makes_up_a_link(door, engine, talk, how):
    web, leave = links.web(talk, TODAY), links.leave(talk)
    seal = leave.removesuffix("/leave").rpartition("-")[2]
    for path in (
        web.replace(f"/{talk}-", f"/{talk + 1}-"),
        web.replace(str(TODAY), str(TODAY + 1)),
        web[:-1],
        f"/mail/{talk}-{TODAY}-{seal}",
        leave.replace(f"/{talk}-", f"/{talk + 1}-"),
        f"/mail/{talk}-{sign('mail web', str(talk))[:32]}/leave",
        "/mail/1-1-1",
    ):
        assert (await ask(door, how, path))[0] == 404
    assert count(engine, messages) == 0


@pytest.mark.usefixtures("today")
async def test_a_customer_who_was_forgotten_is_found_by_no_link(door, engine, talk):
    with db.writing(engine) as session:
        session.execute(update(people).values(erased_at=db.now(session) - timedelta(days=1)))
    assert (await ask(door, "POST", links.web(talk, TODAY)))[0] == 404
    assert (await ask(door, "POST", links.leave(talk), **ONE_CLICK))[0] == 200
    assert count(engine, messages) == 0


async def test_the_page_speaks_the_language_of_its_reader(door, talk):
    for tag, word in (("zh-TW", "不再收到郵件"), ("en", "No more emails"), ("zh-CN", "不再收到邮件")):
        assert word in (await ask(door, "GET", links.leave(talk), headers={"Accept-Language": tag}))[1]


@pytest.mark.usefixtures("today")
async def test_a_survey_begun_by_mail_goes_on_on_the_web(door, engine, mail_settings, arrive):
    with db.writing(engine) as session:
        for mark, said in (("a", "想填问卷"), ("b", "1. 满意")):
            inbound = Inbound("email", LI, mark, "text", db.now(session), said)
            take_batch(session, [inbound], db.now(session), mail_settings)
    with db.reading(engine) as session:
        key = conversations.find(session, ("email", LI))
    _, _, headers = await ask(door, "POST", links.web(key, TODAY))
    start = str(headers["Location"]).rpartition("#")[2]
    customer = await arrive(survey=start)
    await customer.hears("接上了")
    await customer.hears("物流")
