"""Staff hand a talk back in which they had been called: it goes on where it was."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.inbox import Inbox
from bot.message import Inbound
from bot.web import frames
from storage import conversations, db, definitions, surveys
from tests.bot.channels.test_contract import staff

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)

BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


class Visitor:
    """`await visitor.says("5")`; `lines` are what came back."""

    def __init__(self, inbox, engine):
        self.inbox, self.engine, self.lines, self.count, self.talk = inbox, engine, [], 0, 0

    async def does(self, kind, text="", **more):
        self.count += 1
        inbound = Inbound("webchat", "li", f"li:{self.count}", kind, NOW, text, **more)
        receipt = await self.inbox.take(inbound)
        self.talk = receipt.conversation_id
        self.lines = [line for line in receipt.lines if line.side == "bot"]
        return self.lines

    async def says(self, *words):
        for each in words:
            await self.does("text", each)
        return self.lines[-1]

    def is_held_and_handed_back(self):
        """What was said to them then."""
        with db.writing(self.engine) as session:
            user = staff(session)
            conversations.hold(session, self.talk, user, NOW)
            held = conversations.transcript(session, self.talk)[-1].seq
            conversations.reply(session, self.talk, user, "您好，我来看一下。", NOW)
            conversations.release(session, self.talk, user, NOW)
            return conversations.transcript(session, self.talk, after=held + 1)


@pytest.fixture
async def visitor(engine, settings):
    """Another survey than the one on offer can be reached by its link."""
    with db.writing(engine) as session:
        surveys.import_(session, (definitions.DATA / "surveys" / "nps.toml").read_text("utf-8"), BEFORE)
        surveys.publish(session, "nps", BEFORE)
    inbox = Inbox(engine, settings, lambda: None)
    working = asyncio.create_task(inbox.run())
    yield Visitor(inbox, engine)
    inbox.stop()
    await working


@pytest.mark.parametrize(
    ("words", "open_", "answer", "then"),
    [
        (["5"], "物流", "4", "服务"),
        (["4.5分"], "产品质量", "4", "物流"),
        (["投诉", "灯不亮"], "哪个产品", "台灯", "订单号"),
        (["停止"], "有什么可以帮您", "投诉", "发生了什么"),
        (["蓝色的"], "产品质量", "4", "物流"),
    ],
)
async def test_what_was_open_before_is_asked_and_answered(visitor, words, open_, answer, then):
    await visitor.does("open")
    await visitor.says("可以", *words, "转人工", "在吗")
    notice, asked = visitor.is_held_and_handed_back()
    assert "小助手继续" in notice.text
    assert open_ in asked.text
    assert "没听明白" not in asked.text
    assert then in (await visitor.says(answer)).text


async def test_a_press_on_what_is_asked_then_is_an_answer(visitor):
    await visitor.does("open")
    await visitor.says("可以", "4", "转人工")
    _, asked = visitor.is_held_and_handed_back()
    assert "物流" in asked.text
    (said,) = await visitor.does("choice", keys=("4",), of=asked.payload["of"])
    assert "服务" in said.text


async def test_a_link_followed_while_waiting_is_not_forgotten(visitor, engine):
    await visitor.does("open")
    await visitor.says("可以", "停止", "转人工")
    await visitor.does("open", start="nps")
    assert "有什么可以帮您" in visitor.is_held_and_handed_back()[-1].text
    with db.reading(engine) as session:
        _, offered = surveys.published(session, "nps")
    assert offered.questions[0].text in (await visitor.says("填问卷")).text


async def test_the_menu_names_the_survey_on_offer_the_same_after_another_was_completed(visitor):
    await visitor.does("open", start="nps")
    await visitor.says("可以")
    await visitor.says("9", "5", "1", "1", "解决了", "没有")
    first = visitor.lines[-1].payload
    assert first["of"] == "menu"
    stale = await visitor.does("choice", keys=("agree",), of="consent")
    assert stale[-1].payload["choices"] == first["choices"]


async def test_what_is_kept_for_later_does_not_reach_the_page(visitor):
    await visitor.does("open")
    stumbled = await visitor.says("可以", "蓝色的")
    assert stumbled.payload["plain"]
    assert "plain" not in frames.read(frames.said(stumbled, "li", 0.0))
