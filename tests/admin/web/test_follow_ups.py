"""What is urgent or unsafe waits on a page of its own until somebody has seen to it."""

import re

import pytest

from storage import db
from storage.queries import follow_ups, readings
from tests.admin.web import world as worlds


@pytest.fixture
def urgent(engine, world):
    """The id of a complaint that is unsafe and urgent; an answer is urgent too."""
    with db.writing(engine) as session:
        worlds.read(session, "complaint", world.complaint, urgency="now", safety=True, evidence=[[0, 3]])
        answer = readings.of_conversation(session, world.talk).answers[0].id
        worlds.read(session, "answer", answer, urgency="now")
    return world.complaint


def listing(engine, only=""):
    with db.reading(engine) as session:
        return follow_ups.listing(session, only)


def cards(html):
    return re.findall(r'<section class="card stack tight follow-up".*?</section>', html, re.DOTALL)


async def test_open_ones_are_listed_the_worst_first_each_text_once(urgent, world, visit):
    _, html = await (await visit("viewer")).get("/follow-ups")
    first, second = cards(html)
    assert "⚠ 安全问题" in first
    assert "‼ 急事" in first
    assert f'href="/complaints/{urgent}"' in first
    assert '<mark class="urgent">' in first
    assert "⚠" not in second
    assert f'href="/talks/{world.talk}"' in second
    assert 'name="picked"' not in html
    told = re.findall(r'<form[^>]* action="([^"]*)"', html.split('id="follow-ups"')[1])
    assert all(each.startswith("/lists/") for each in told), "nothing is done with them here"


async def test_the_menu_counts_them_and_the_summary_shows_them(urgent, visit):
    _, html = await (await visit("viewer")).get("/")
    menu = re.search(r'<a href="/follow-ups".*?</a>', html, re.DOTALL)[0]
    assert re.search(r'<span class="count late">.*?</span>2</span>', menu, re.DOTALL)
    assert "要马上看的话" in html


@pytest.mark.parametrize(("state", "shown"), [("done", "处理好了"), ("dismissed", "不用处理")])
async def test_who_has_seen_to_it_says_so_with_a_note(state, shown, urgent, engine, visit):
    visitor = await visit("handler")
    path = f"/follow-ups/complaint/{urgent}/{state}"
    assert (await visitor.post(path, note="已上门<b>"))[0] == 303
    assert {one.signal for one in listing(engine, "open")} == {"urgent"}
    assert {(one.state, one.note) for one in listing(engine, "ended")} == {(state, "已上门<b>")}
    assert len(cards((await visitor.get("/follow-ups"))[1])) == 1
    (card,) = cards((await visitor.get("/follow-ups?only=ended"))[1])
    assert shown in card
    assert "handler先生" in card
    assert "已上门&lt;b&gt;" in card
    assert f"{urgent}/{state}" not in card


@pytest.mark.parametrize(("state", "said"), [("done", "处理好了"), ("dismissed", "不用处理")])
async def test_that_it_is_settled_is_said_with_the_way_back(state, said, urgent, engine, visit):
    visitor, path = await visit("handler"), f"/follow-ups/complaint/{urgent}"
    _, html = await visitor.led(f"{path}/{state}", note="打过电话了")
    assert f"记下了：{said}" in html
    assert f'action="{path}/reopen"' in html
    _, html = await visitor.led(f"{path}/reopen")
    assert (f"记下了：{said}" in html, html.count(">打过电话了</textarea>")) == (False, 1)
    for nothing in ("complaint:999", "complaint:x", f"complaint:{urgent}", "talk:1"):
        status, html = await visitor.get(f"/follow-ups?done={nothing}")
        assert (status, "记下了" in html) == (200, False), nothing


async def test_who_comes_second_is_told_and_keeps_their_words(urgent, engine, visit):
    visitor, colleague = await visit("handler"), await visit("administrator")
    await colleague.post(f"/follow-ups/complaint/{urgent}/done", note="我来")
    status, html = await visitor.post(f"/follow-ups/complaint/{urgent}/dismissed", note="也看过了")
    assert (status, "同事刚刚处理了这件事" in html, "也看过了" in html) == (409, True, True)
    assert {one.note for one in listing(engine, "ended")} == {"我来"}


async def test_from_what_could_not_be_done_the_list_goes_on(urgent, engine, visit, monkeypatch):
    monkeypatch.setattr("admin.pages.follow_ups.SIZE", 1)
    visitor = await visit("handler")
    status, html = await visitor.post(f"/follow-ups/complaint/{urgent}/done", note="长" * 1001)
    following = re.search(r'<a href="([^"]+)" rel="next"', html)[1]
    assert (status, following.partition("?")[0]) == (400, "/follow-ups")
    assert (await visitor.get(following))[0] == 200


async def test_a_note_that_is_too_long_stays_on_the_page(urgent, engine, visit):
    status, html = await (await visit("handler")).post(
        f"/follow-ups/complaint/{urgent}/done", note="长" * 1001
    )
    assert (status, "请不要超过 1000 个字" in html) == (400, True)
    assert f">{'长' * 1001}</textarea>" in html
    assert listing(engine, "ended") == []


def boxes(html):
    return re.findall(r'name="picked" value="([^"]+)"', html)


@pytest.mark.parametrize("act", ["done", "dismissed"])
async def test_those_ticked_are_ended_together_with_one_note(act, urgent, engine, visit):
    visitor = await visit("handler")
    there = boxes((await visitor.get("/follow-ups"))[1])
    assert [len(each.split(",")) for each in there] == [2, 1], "a text that signals two things has one box"
    some = {"picked": [*there, "999", "x", ""], "act": act, "note": "都打过电话了"}
    status, html = await visitor.post("/follow-ups", **some)
    assert (status, "2 件了结了。有 1 件同事已经了结" in html) == (200, True)
    assert {(one.state, one.note) for one in listing(engine, "ended")} == {(act, "都打过电话了")}
    assert listing(engine, "open") == []


async def test_of_those_ticked_what_a_colleague_ended_first_stays(urgent, engine, visit):
    visitor, colleague = await visit("handler"), await visit("manager")
    there = boxes((await visitor.get("/follow-ups"))[1])
    await colleague.post(f"/follow-ups/complaint/{urgent}/done", note="我来")
    _, html = await visitor.post("/follow-ups", picked=there, act="dismissed", note="没事")
    assert "1 件了结了。有 1 件同事已经了结" in html
    assert ">没事</textarea>" in html
    assert {one.note for one in listing(engine, "ended")} == {"我来", "没事"}


async def test_to_end_many_takes_ticks_a_handler_and_a_note_that_fits(urgent, engine, visit):
    visitor = await visit("handler")
    there = boxes((await visitor.get("/follow-ups"))[1])
    status, html = await visitor.post("/follow-ups", act="done", note="先写了这句")
    assert (status, "请先选中" in html, ">先写了这句</textarea>" in html) == (400, True, True)
    status, html = await visitor.post("/follow-ups", picked=there[:1], act="done", note="长" * 1001)
    assert (status, html.count('form="take" checked'), f">{'长' * 1001}</textarea>" in html) == (400, 1, True)
    assert (await visitor.post("/follow-ups", picked=there, act="open"))[0] == 400
    auditor = await visit("auditor")
    _, html = await auditor.get("/follow-ups")
    assert (boxes(html), 'name="act"' in html) == (there, False), "they take along, and end nothing"
    assert (await auditor.post("/follow-ups", picked=there, act="done"))[0] == 403
    assert listing(engine, "ended") == []


async def test_a_text_that_signals_two_things_is_taken_along_with_both(urgent, visit):
    visitor = await visit("auditor")
    there = boxes((await visitor.get("/follow-ups"))[1])
    _, file = await visitor.post("/lists/follow_ups/export", ticked="csv", picked=there[0])
    assert len(file.splitlines()) == 3


@pytest.mark.parametrize("path", ["complaint/404/done", "answer/404/done", "answer/1/opened", "talk/1/done"])
async def test_one_that_is_none_is_not_found(path, world, visit):
    assert (await (await visit("handler")).post(f"/follow-ups/{path}", note=""))[0] == 404


async def test_where_nothing_is_open_it_says_what_will_be_there(world, visit):
    visitor = await visit("viewer")
    for only in ("", "?only=ended", "?only=no-such"):
        status, html = await visitor.get(f"/follow-ups{only}")
        assert status == 200
        assert 'class="empty"' in html


async def test_one_that_was_ended_by_mistake_is_open_again(urgent, engine, visit):
    visitor, path = await visit("handler"), f"/follow-ups/complaint/{urgent}"
    assert (await visitor.post(f"{path}/reopen"))[0] == 409, "it is open"
    await visitor.post(f"{path}/dismissed", note="看错了")
    assert f"{path}/reopen" in (await visitor.get("/follow-ups?only=ended"))[1]
    assert f"{path}/reopen" not in (await (await visit("viewer")).get("/follow-ups?only=ended"))[1]
    assert (await visitor.post(f"{path}/reopen"))[0] == 303
    assert {one.signal for one in listing(engine, "open")} == {"urgent", "unsafe"}
    assert (await visitor.post("/follow-ups/complaint/99/reopen"))[0] == 404
