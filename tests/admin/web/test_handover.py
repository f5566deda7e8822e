"""What a person finds who takes over: why and since when one was wanted, what is open, where the talk was."""

import re
from datetime import timedelta

import pytest

from storage import conversations, db
from tests.admin.web.world import NOW
from tests.bot.talks import Someone


@pytest.fixture
def li(engine, settings, world):
    """A customer at the second question, who has asked for a person."""
    return Someone(engine, settings, "webchat", "li", NOW).opens().says("可以", "5", "人工")


@pytest.fixture
async def page(visit):
    visitor = await visit("handler")

    async def get(someone):
        status, html = await visitor.get(f"/talks/{someone.row().id}")
        assert status == 200
        found = re.search(r'id="handover".*?</section>', html, re.DOTALL)
        return found[0] if found else ""

    return get


async def test_why_since_when_and_what_is_open(li, page):
    html = await page(li)
    assert "要找人工" in html
    assert 'datetime="' in html
    assert "交货和物流" in html
    assert "第 2 题，共 6 题" in html


async def test_it_stays_known_once_somebody_has_taken_over(li, page, engine, world):
    with db.writing(engine) as session:
        conversations.hold(session, li.row().id, world.staff["handler"], NOW)
    html = await page(li)
    assert "要找人工" in html
    assert "交货和物流" in html


async def test_what_is_shown_as_open_is_what_is_asked_when_it_is_handed_back(li, page, engine, world):
    html = await page(li)
    with db.writing(engine) as session:
        conversations.hold(session, li.row().id, world.staff["handler"], NOW)
        conversations.release(session, li.row().id, world.staff["handler"], NOW)
        asked = conversations.transcript(session, li.row().id)[-1]
    assert asked.text in html


async def test_a_talk_that_rests_says_until_when(engine, settings, world, page):
    rests = Someone(engine, settings, "webchat", "wang", NOW).opens().says("可以", "三天后再说")
    assert "顾客约好再聊的时间" in await page(rests)


async def test_a_talk_that_went_elsewhere_leads_there_and_back(li, engine, settings, page):
    li.says("换个地方继续")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", "\n".join(each.text for each in li.said))
    phone = Someone(engine, settings, "telegram", "1001", NOW + timedelta(minutes=5)).says(code[0])
    assert f"/talks/{phone.row().id}" in await page(li)
    assert f"/talks/{li.row().id}" in await page(phone)


async def test_a_talk_of_which_nothing_is_known_has_no_such_part(engine, settings, world, page):
    with db.writing(engine) as session:
        conversations.load(session, [("webchat", "new")], NOW)
    assert await page(Someone(engine, settings, "webchat", "new", NOW)) == ""
