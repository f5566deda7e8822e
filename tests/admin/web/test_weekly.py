"""The page on which the weekly summary is subscribed to."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from storage import db, subscriptions
from storage.tables import users


async def test_it_is_subscribed_changed_and_stopped(engine, world, visit):
    visitor, mine = await visit("manager"), world.staff["manager"]
    _, html = await visitor.get("/me/weekly")
    assert "没有订" in html
    assert "还没有选在哪里收提醒" in html
    form = {"weekday": "4", "hour": "16", "survey": "satisfaction", "channel": "", "segment": "没有这个"}
    assert "订好了：每周五 16 点起发" in (await visitor.led("/me/weekly", **form))[1]
    with db.writing(engine) as session:
        kept = subscriptions.of(session, mine)
        session.execute(update(users).where(users.c.id == mine).values(alert_to=world.talk))
    assert (kept.weekday, kept.hour, kept.asked) == (4, 16, {"survey": "satisfaction"})
    _, html = await visitor.get("/me/weekly")
    assert "每周五发" in html
    assert '<option value="16" selected>' in html
    assert "还没有选在哪里收提醒" not in html
    assert "每周五发" in (await visitor.get("/me"))[1]
    _, html = await visitor.led("/me/weekly/stop")
    assert ("没有订" in html, "已经退订" in html) == (True, True)
    assert "已经退订" not in (await visitor.get("/me/weekly"))[1]


@pytest.mark.parametrize(
    ("weekday", "hour"), [("7", "9"), ("", "9"), ("0", "3"), ("0", "25"), ("x", "9" * 99)]
)
async def test_a_time_that_is_none_is_refused(weekday, hour, engine, world, visit):
    status, html = await (await visit("handler")).post("/me/weekly", weekday=weekday, hour=hour)
    assert status == 400
    assert "没有这样的时间" in html
    with db.reading(engine) as session:
        assert subscriptions.of(session, world.staff["handler"]) is None


async def test_the_last_week_is_shown_as_it_would_be_sent(engine, world, visit):
    _, html = await (await visit("handler")).get("/me/weekly")
    told = html.split('id="report"')[1].split("</section>")[0]
    assert "满意度概况" in told
    assert "<script" not in told


@pytest.mark.parametrize(("weekday", "hour"), [(0, 10), (0, 9), (4, 16)])
async def test_it_is_of_last_week_before_its_hour_and_after_it(
    engine, world, visit, monkeypatch, weekday, hour
):
    """A Monday, 09:37: the mail of 10:00 is about the week that was over yesterday, as that of 09:00 was."""
    at = datetime(2026, 3, 2, 9, 37, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr("admin.pages.subscriptions.now", lambda: at)
    visitor = await visit("manager")
    await visitor.post("/me/weekly", weekday=f"{weekday}", hour=f"{hour}")
    _, html = await visitor.get("/me/weekly")
    assert "2月23日至 3月1日" in html.split('id="report"')[1].split("</section>")[0]


async def test_only_with_the_token_of_the_form(engine, world, visit):
    visitor = await visit("handler")
    assert (await visitor.post("/me/weekly", csrf="x", weekday="0", hour="9"))[0] == 403
