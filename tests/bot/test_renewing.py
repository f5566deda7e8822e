"""A survey that changes while it is answered, that is full, that has no names: through the inbox, as kept."""

import asyncio
import json
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from storage import corrections, db, expiring, surveys
from storage.tables import answers, asked_again, conversations, events, messages
from storage.tables import responses as kept
from tests.bot.test_inbox import NOW, came, inbox, rings, text

SHANGHAI = ZoneInfo("Asia/Shanghai")

__all__ = ["inbox", "rings"]

HEAD = """
key = "satisfaction"
title = "一份问卷"
purpose = "想听听您的感受"
minutes = 1
shares = false
"""


def column(engine, what, *where):
    with db.reading(engine) as session:
        return list(session.scalars(select(what).where(*where).order_by(what.table.c.id)))


def scale(key, title, more=""):
    return f"""
[[section.question]]
key = "{key}"
kind = "scale"
title = "{title}"
text = "{title}怎么样？"
scheme = "satisfaction5"
{more}
"""


def published(engine, *questions, head=""):
    """The id of the version."""
    with db.writing(engine) as session:
        surveys.import_(session, HEAD + head + "[[section]]\n" + "".join(questions), NOW)
        return surveys.publish(session, "satisfaction", NOW)


async def says(inbox, *texts, who="li"):
    """The last line said to them."""
    await inbox.take(came(who))
    for number, each in enumerate(texts):
        receipt = await inbox.take(text(each, f"{who}-{each}-{number}", who))
    return receipt.lines[-1].text


QUALITY, DELIVERY, CARE = scale("quality", "质量"), scale("delivery", "物流"), scale("care", "服务")


async def test_who_is_in_the_midst_goes_on_in_the_new_version(inbox, engine):
    published(engine, QUALITY, DELIVERY, scale("old", "旧的"))
    await says(inbox, "可以", "5")
    newer = published(engine, QUALITY, DELIVERY, CARE)
    receipt = await inbox.take(text("4", "2"))
    assert "服务" in receipt.lines[-1].text
    assert column(engine, kept.c.version_id) == [newer]
    await inbox.take(text("3", "3"))
    assert column(engine, kept.c.state) == ["completed"]
    assert column(engine, kept.c.satisfaction_index) == [pytest.approx(80.0)]


async def test_an_answer_whose_question_is_gone_stays_and_counts_no_more(inbox, engine):
    published(engine, scale("old", "旧的"), QUALITY, DELIVERY)
    await says(inbox, "可以", "1", "5")
    published(engine, QUALITY, DELIVERY)
    await inbox.take(text("5", "4"))
    old = answers.c.question == "old"
    assert column(engine, answers.c.label, old) == ["非常不满意"]
    assert column(engine, answers.c.score, old) == [None]
    assert column(engine, answers.c.missing, old) == [corrections.ASIDE]
    assert column(engine, kept.c.satisfaction_index) == [pytest.approx(100.0)]


async def test_who_has_completed_is_not_asked_again(inbox, engine):
    published(engine, QUALITY)
    await says(inbox, "可以", "5")
    published(engine, QUALITY, DELIVERY)
    receipt = await inbox.take(text("菜单", "again"))
    assert "再填一次问卷" in str(receipt.lines[-1])


async def test_a_survey_retired_is_finished(inbox, engine, monkeypatch):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5")
    monkeypatch.setattr(surveys, "published", lambda *_: None)
    await inbox.take(text("4", "2"))
    assert column(engine, kept.c.state) == ["completed"]


async def test_a_branch_that_was_left_counts_no_more(inbox, engine):
    fine = scale("fine", "做工", 'show_if = [{question = "quality", above = 60}]')
    published(engine, QUALITY, fine, DELIVERY)
    await says(inbox, "可以", "5", "1", "第一题改成2分", "是", "4")
    assert column(engine, answers.c.missing, answers.c.question == "fine") == [corrections.ASIDE]
    assert column(engine, kept.c.satisfaction_index) == [pytest.approx(60.0)]


async def test_what_was_said_before_starting_over_counts_no_more(inbox, engine):
    fine = scale("fine", "做工", 'show_if = [{question = "quality", above = 60}]')
    published(engine, QUALITY, fine, DELIVERY)
    await asyncio.gather(inbox.take(came()), *(inbox.take(text(each, each)) for each in ("可以", "5", "1")))
    await says(inbox, "重新开始", "是的", "2", "4")
    assert column(engine, answers.c.missing) == ["", corrections.ASIDE, ""]
    assert column(engine, answers.c.score) == [40.0, None, 80.0]
    assert column(engine, kept.c.satisfaction_index) == [pytest.approx(60.0)]


async def test_starting_over_in_the_same_breath(inbox, engine):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以")
    await asyncio.gather(*(inbox.take(text(each, each)) for each in ("1", "重新开始", "是的")))
    assert column(engine, answers.c.missing) == [corrections.ASIDE]


QUOTA = '[[quota]]\nquestion = "quality"\nis = ["4", "5"]\nmost = 2\n'


async def test_when_enough_have_answered_no_more_are_asked(inbox, engine):
    published(engine, QUALITY, DELIVERY, head=QUOTA)
    for who in ("li", "wang"):
        await says(inbox, "可以", "5", "5", who=who)
    await says(inbox, "可以", "4", who="zhao")
    await says(inbox, "可以", "1", "5", who="sun")
    assert column(engine, kept.c.state) == ["completed", "completed", "stopped", "completed"]


async def test_those_who_are_asked_at_once_are_let_in_together(inbox, engine):
    published(engine, QUALITY, DELIVERY, head=QUOTA.replace("2\n", "1\n"))
    names = ("li", "wang")
    await asyncio.gather(*(says(inbox, "可以", "5", who=who) for who in names))
    await asyncio.gather(*(inbox.take(text("5", f"{who}-last", who)) for who in names))
    assert column(engine, kept.c.state) == ["completed", "completed"]


async def test_of_the_products_asked_about_each_answer_names_its_own(inbox, engine):
    products = """
[[section.question]]
key = "products"
kind = "multi"
title = "产品"
text = "买过哪些？"
[[section.question.option]]
key = "lamp"
label = "台灯"
[[section.question.option]]
key = "desk"
label = "书桌"
[[section]]
per = "products"
"""
    published(engine, products, scale("good", "{about}"))
    await says(inbox, "可以", "台灯和书桌", "5", "4")
    assert column(engine, answers.c.about) == ["", "台灯", "书桌"]


@pytest.fixture
async def nameless(inbox, engine):
    """Somebody has answered without a name."""
    words = '[[section.question]]\nkey = "words"\nkind = "text"\ntitle = "话"\ntext = "还有什么？"\n'
    published(engine, QUALITY, words, head="anonymous = true\n")
    await says(inbox, "可以", "4.5", "是", "老板骂人")


async def test_without_a_name_nothing_leads_back(nameless, engine):
    assert column(engine, kept.c.state) == ["completed"]
    assert column(engine, kept.c.customer_id) == [None]
    assert column(engine, kept.c.conversation_id) == [None]
    assert column(engine, conversations.c.response_id) == [None]
    assert column(engine, answers.c.text, answers.c.question == "words") == ["老板骂人"]
    assert set(column(engine, answers.c.seq)) == {0}
    assert set(column(engine, asked_again.c.seq)) == {0}
    assert "老板骂人" not in "".join(column(engine, messages.c.text))
    days = (*column(engine, kept.c.completed_at), *column(engine, answers.c.answered_at))
    assert {each.astimezone(SHANGHAI).time() for each in days} == {time()}
    assert column(engine, events.c.entity, events.c.entity == "response") == []


async def test_without_a_name_an_answer_may_still_be_changed_while_it_is_open(inbox, engine):
    published(engine, QUALITY, DELIVERY, head="anonymous = true\n")
    await says(inbox, "可以", "5", "第一题改成4分", "是")
    assert column(engine, answers.c.label) == ["满意"]
    assert column(engine, kept.c.customer_id) == [None]
    assert column(engine, kept.c.conversation_id) != [None]


async def test_who_never_finishes_without_a_name_is_not_known_either(inbox, engine):
    published(engine, QUALITY, DELIVERY, head="anonymous = true\n")
    await says(inbox, "可以", "5")
    (active_at,) = column(engine, conversations.c.active_at)
    for days, whose in ((6, 1), (8, 0)):
        later = active_at + timedelta(days=days)
        with db.writing(engine) as session:
            expiring.expire(session, [expiring.expired(engine, {}, later)])
        assert len([each for each in column(engine, kept.c.conversation_id) if each]) == whose
    assert column(engine, kept.c.state) == ["stopped"]
    assert column(engine, conversations.c.response_id) == [None]
    assert set(column(engine, answers.c.seq)) == {0}
    receipt = await inbox.take(text("4", "back"))
    assert receipt.lines, "who comes back is spoken to"
    assert len(column(engine, answers.c.id)) == 1, "and begins anew"


async def test_who_answers_without_a_name_twice_has_two_responses(inbox, engine):
    published(engine, QUALITY, head="anonymous = true\n")
    await says(inbox, "可以", "5")
    await inbox.take(text("再填一次问卷", "again"))
    await inbox.take(text("4", "again-4"))
    assert column(engine, kept.c.state) == ["completed", "completed"]
    assert column(engine, kept.c.satisfaction_index) == [100.0, 80.0]


async def test_nothing_of_it_stands_in_the_talk(nameless, engine):
    assert "老板骂人" not in "".join(column(engine, conversations.c.talk))


ASKING_WHO = {
    "phone": "电话是多少？",
    "signature": "请写下您的名字",
    "order": "订单号是多少？",
    "photo": "请发一张照片",
}


@pytest.mark.parametrize("kind", ASKING_WHO)
async def test_begun_without_a_name_it_is_finished_without_one(inbox, engine, kind):
    """The version published meanwhile asks who it is: they go on in theirs."""
    older = published(engine, QUALITY, DELIVERY, head="anonymous = true\n")
    await says(inbox, "可以", "5")
    who = f'[[section.question]]\nkey = "who"\nkind = "{kind}"\ntitle = "谁"\ntext = "{ASKING_WHO[kind]}"\n'
    newer = published(engine, who, QUALITY, DELIVERY)
    receipt = await inbox.take(text("4", "2"))
    assert ASKING_WHO[kind] not in "".join(line.text for line in receipt.lines)
    assert column(engine, kept.c.version_id) == [older]
    assert column(engine, kept.c.state) == ["completed"]
    assert column(engine, kept.c.customer_id) == [None]
    await says(inbox, "可以", who="named")
    assert column(engine, kept.c.version_id) == [older, newer], "who begins now is asked"


async def test_with_a_name_or_where_none_is_asked_for_they_go_on_in_the_newer(inbox, engine):
    published(engine, QUALITY, DELIVERY, head="anonymous = true\n")
    await says(inbox, "可以", "5")
    newer = published(engine, QUALITY, DELIVERY, CARE)
    receipt = await inbox.take(text("4", "2"))
    assert "服务" in receipt.lines[-1].text
    assert column(engine, kept.c.version_id) == [newer]


async def test_two_talks_of_one_customer_do_not_meet(inbox, engine):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5")
    await says(inbox, "可以", "1", who="same")
    with db.writing(engine) as session:
        first = session.scalar(select(conversations.c.customer_id).order_by(conversations.c.id))
        session.execute(update(conversations).values(customer_id=first))
        session.execute(update(kept).values(customer_id=first))
    await inbox.take(text("4", "2"))
    await inbox.take(text("2", "2", "same"))
    given = dict(zip(column(engine, answers.c.id), column(engine, answers.c.value), strict=True))
    assert sorted(map(json.dumps, given.values())) == ['"1"', '"2"', '"4"', '"5"']
    assert column(engine, kept.c.state) == ["completed", "completed"]


async def test_a_branch_of_the_new_version_depends_on_what_the_old_one_did_not_remember(inbox, engine):
    published(engine, QUALITY, DELIVERY)
    await says(inbox, "可以", "5")
    published(
        engine, QUALITY, DELIVERY, scale("fine", "做工", 'show_if = [{question = "quality", is = "5"}]')
    )
    receipt = await inbox.take(text("4", "2"))
    assert "做工" in receipt.lines[-1].text
