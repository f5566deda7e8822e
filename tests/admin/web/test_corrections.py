"""On the page of a talk staff see why an answer was read so, and correct it."""

import re

import pytest

from storage import conversations, corrections, db, responses
from storage.queries import readings
from tests.admin.web.world import NOW


def fields(html, question):
    """(address, revision, what is chosen) of the form that corrects this question."""
    form = re.search(rf'<details class="correct" id="correct-{question}">.*?</details>', html, re.DOTALL)[0]
    address = re.search(r'action="([^"]+)"', form)[1]
    revision = re.search(r'name="revision" value="(\d+)"', form)[1]
    return address, revision, re.findall(r'value="([^"]+)" checked', form)


def read(engine, talk):
    with db.reading(engine) as session:
        return readings.of_conversation(session, talk)


async def test_a_reading_is_corrected_and_tells_by_whom_and_what_it_was(engine, world, visit):
    visitor, page = await visit("handler"), f"/talks/{world.talk}"
    address, revision, chosen = fields((await visitor.get(page))[1], "quality")
    assert chosen == ["4"]
    status, _ = await visitor.post(address, revision=revision, key="2")
    assert status == 303
    found = read(engine, world.talk)
    assert (found.answers[0].label, found.answers[0].score) == ("不满意", 40.0)
    assert found.index == pytest.approx(57.5)  # 75, and 40 for half of the weight
    _, html = await visitor.get(page)
    assert re.search(r'<dd class="corrected">handler先生，\d\d:\d\d，原来是“满意”</dd>', html)
    assert fields(html, "quality")[2] == ["2"]
    viewer = (await (await visit("viewer")).get(page))[1]
    assert "原来是“满意”" in viewer
    assert 'class="correct"' not in viewer


async def test_what_was_no_answer_is_said_so(engine, world, visit):
    visitor, page = await visit("handler"), f"/talks/{world.talk}"
    address, revision, _ = fields((await visitor.get(page))[1], "price")
    assert (await visitor.post(address, revision=revision, key="-"))[0] == 303
    (price,) = [each for each in read(engine, world.talk).answers if each.question == "price"]
    assert (price.label, price.missing, price.score) == ("", "unanswered", None)
    _, html = await visitor.get(page)
    assert '<span class="badge">没有回答</span>' in html
    assert fields(html, "price")[2] == ["-"]


async def test_only_what_has_choices_is_corrected(world, visit):
    _, html = await (await visit("handler")).get(f"/talks/{world.talk}")
    forms = re.findall(r'id="correct-(\w+)"', html)
    assert forms == ["quality", "delivery", "service", "price", "communication"]


@pytest.mark.parametrize("keys", [{}, {"key": ""}, {"key": "6"}, {"key": "满意"}])
async def test_what_cannot_be_meant_is_told_and_changes_nothing(keys, engine, world, visit):
    visitor = await visit("handler")
    address, revision, _ = fields((await visitor.get(f"/talks/{world.talk}"))[1], "quality")
    status, html = await visitor.post(address, revision=revision, **keys)
    assert (status, "这道题不能这样选" in html) == (400, True)
    assert read(engine, world.talk).answers[0].label == "满意"


async def test_who_comes_second_is_told_and_sees_what_stands_now(engine, world, visit):
    visitor = await visit("handler")
    address, seen, _ = fields((await visitor.get(f"/talks/{world.talk}"))[1], "quality")
    key = read(engine, world.talk).answers[0].id
    with db.writing(engine) as session:
        corrections.correct(session, key, ["1"], world.staff["administrator"], NOW, int(seen))
    status, html = await visitor.post(address, revision=seen, key="2")
    assert status == 409
    assert "这个回答刚刚有了变化" in html
    assert "administrator先生" in html
    assert read(engine, world.talk).answers[0].label == "非常不满意"


async def test_an_answer_that_is_none_is_not_found(world, visit):
    visitor = await visit("handler")
    assert (await visitor.post(f"/talks/{world.talk}/answers/404/correct", revision="0", key="1"))[0] == 404


async def test_an_answer_of_another_talk_is_not_found_and_stays(engine, world, visit):
    visitor = await visit("handler")
    address, revision, _ = fields((await visitor.get(f"/talks/{world.talk}"))[1], "quality")
    with db.writing(engine) as session:
        other = conversations.load(session, [("webchat", "b")], NOW)["webchat", "b"].id
    elsewhere = address.replace(f"/talks/{world.talk}/", f"/talks/{other}/")
    assert elsewhere != address
    assert (await visitor.post(elsewhere, revision=revision, key="2"))[0] == 404
    assert read(engine, world.talk).answers[0].label == "满意"


async def test_without_the_token_nothing_is_corrected(engine, world, visit):
    visitor = await visit("handler")
    address, revision, _ = fields((await visitor.get(f"/talks/{world.talk}"))[1], "quality")
    assert (await visitor.post(address, csrf="", revision=revision, key="2"))[0] == 403
    assert read(engine, world.talk).answers[0].label == "满意"


async def test_it_shows_the_words_that_a_reading_rests_on(engine, world, visit):
    with db.writing(engine) as session:
        response = responses.Answer(
            response_id=1,
            question="quality",
            kind="scale",
            value="3",
            label="一般",
            score=60.0,
            text="凑合，<b>没坏",
            comment="",
            because=["凑合", "<b>没坏"],
            missing="",
            seq=3,
            answered_at=NOW,
        )
        responses.keep(session, [response])
    _, html = await (await visit("viewer")).get(f"/talks/{world.talk}")
    assert "凑合、&lt;b&gt;没坏" in html
