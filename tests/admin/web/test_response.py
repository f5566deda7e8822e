"""One response: all questions of its version, what was understood put right in place, files put to it."""

import re
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import select, update

from storage import corrections, db, erasing, responses
from storage.erasing import emptying
from storage.queries import response
from storage.tables import answers, complaints, conversations, files
from storage.tables import responses as table
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW

ONE = "/responses/1"


@pytest.fixture
async def desk(engine, world, visit):
    """A handler."""
    return await visit("handler")


def scored(engine):
    """(id, revision) of the answer to the first question with levels."""
    with db.reading(engine) as session:
        query = select(answers.c.id, answers.c.revision).where(answers.c.kind == "scale")
        return session.execute(query.order_by(answers.c.id).limit(1)).one()


def owner(session, talk):
    """Whose talk it is, their response among what is theirs."""
    whose = session.scalar(select(conversations.c.customer_id).where(conversations.c.id == talk))
    session.execute(update(table).where(table.c.id == 1).values(customer_id=whose))
    return whose


async def test_it_is_shown_as_it_was_asked_with_what_was_said(engine, world, desk):
    status, html = await desk.get(ONE)
    assert status == 200
    with db.reading(engine) as session:
        whole = response.whole(session, 1)
    titles = [line.question.title for line in whole.lines]
    places = [html.index(f"<h3>{title}</h3>") for title in titles]
    assert places == sorted(places)
    assert html.count("物流慢") >= len(titles)
    assert 'class="on"' in html
    assert f'href="/talks/{world.talk}"' in html
    assert 'action="/texts/answer/1"' in html
    back = re.search(r'name="back" value="([^"]+)"', html)[1]
    assert (await desk.post("/texts/answer/1", back=back, mark="x"))[0] == 409


async def test_what_nobody_answered_is_seen_to_be_unanswered(engine, world, desk):
    with db.writing(engine) as session:
        session.execute(answers.delete().where(answers.c.id == 1))
    _, html = await desk.get(ONE)
    assert "没有作答" in html


@pytest.mark.parametrize(("known", "said"), [(True, "期限到了，已清空"), (False, ">已清空<")])
async def test_words_that_were_emptied_are_said_to_be(engine, world, desk, known, said):
    with db.writing(engine) as session:
        if known:
            theirs = owner(session, world.talk)
            session.execute(update(table).where(table.c.id == 1).values(customer_id=theirs))
        emptying.empty_responses(session, [1], NOW)
        worded = select(answers.c.id).where(answers.c.kind.not_in(erasing.STATISTICS))
        count = len(session.scalars(worded.where(answers.c.response_id == 1)).all())
    _, html = await desk.get(ONE)
    assert count
    assert html.count(said) == count
    assert ("按要求删除" in html, "期限到了" in html) == (False, known)


async def test_words_of_who_was_erased_are_said_to_be_erased(engine, world, desk):
    with db.writing(engine) as session:
        erasing.erase(session, owner(session, world.talk), NOW)
    _, html = await desk.get(ONE)
    assert "已按要求删除" in html
    assert "期限到了" not in html


async def test_it_is_put_right_in_place_and_what_was_before_stands_beside(engine, world, desk):
    key, revision = scored(engine)
    where = f"{ONE}/answers/{key}/correct"
    status, _ = await desk.post(where, key="1", revision=str(revision))
    assert status == 303
    _, html = await desk.get(ONE)
    assert "改过 1 次" in html
    assert "<del>满意</del>" in html
    for given, code in (({"key": "2", "revision": str(revision)}, 409), ({"key": "9", "revision": "1"}, 400)):
        assert (await desk.post(where, **given))[0] == code
    assert (await desk.post(f"{ONE}/answers/9999/correct", key="1", revision="0"))[0] == 404
    assert (await desk.post(f"/responses/99/answers/{key}/correct", key="1", revision="1"))[0] == 404


async def test_another_response_is_not_corrected_by_way_of_this_one(engine, world, desk):
    with db.writing(engine) as session:
        other = worlds.respond(session, world.version, None, "好")
    key, revision = scored(engine)
    assert (await desk.post(f"/responses/{other}/answers/{key}/correct", key="1", revision=f"{revision}"))[
        0
    ] == 404


async def test_of_one_without_a_name_nothing_leads_to_a_customer(engine, world, desk):
    with db.writing(engine) as session:
        made = worlds.respond(session, world.version, None, "好", at=NOW - timedelta(days=400))
        session.execute(update(table).where(table.c.id == made).values(anonymous=True))
    _, html = await desk.get(f"/responses/{made}")
    main = html.split('<main id="main">')[1]
    assert "匿名" in main
    assert "/talks/" not in main
    assert "/customers/" not in main
    assert not re.search(r"<time[^>]*>[^<]*\d\d:\d\d", main.split('id="facts"')[1])


def sheet(name="scan.png", content=b"\x89PNG\r\n\x1a\n" + b"x" * 30):
    """A form with one file."""
    form = aiohttp.FormData()
    form.add_field("file", content, filename=name, content_type="application/octet-stream")
    return form


async def send(desk, path, form):
    form.add_field("csrf", desk.csrf)
    answer = await desk.client.post(path, data=form, allow_redirects=False)
    return answer.status, await answer.text()


async def test_a_scan_is_put_to_it_once_and_found(engine, world, desk):
    for _ in range(2):
        assert (await send(desk, f"{ONE}/files", sheet()))[0] == 303
    _, html = await desk.get(ONE)
    assert html.count("scan.png") == 1
    with db.reading(engine) as session:
        (key,) = session.scalars(select(files.c.id).where(files.c.response_id == 1))
    assert (await desk.get(f"/files/{key}"))[0] == 200
    assert 'href="/responses/1#files"' in (await desk.get("/search?q=scan"))[1]


async def test_who_a_complaint_is_about_gets_no_scan_of_its_customer(engine, world, desk):
    with db.writing(engine) as session:
        whose = select(complaints.c.customer_id).scalar_subquery()
        session.execute(update(table).values(customer_id=whose))
    assert (await send(desk, f"{ONE}/files", sheet()))[0] == 303
    with db.writing(engine) as session:
        session.execute(update(complaints).values(concerns_id=world.staff["handler"]))
        (key,) = session.scalars(select(files.c.id).where(files.c.response_id == 1))
    for path in (f"/files/{key}", ONE):
        assert (await desk.get(path))[0] == 404
    assert (await send(desk, f"{ONE}/files", sheet()))[0] == 404
    assert "/responses/1" not in (await desk.get("/search?q=scan"))[1]


@pytest.mark.parametrize(
    ("name", "content", "status"), [("a.exe", b"MZ\x00\x01", 415), ("a.png", b"", 400), ("", b"", 400)]
)
async def test_what_is_no_scan_is_refused(world, desk, name, content, status):
    assert (await send(desk, f"{ONE}/files", sheet(name, content)))[0] == status
    assert (await send(desk, "/responses/99/files", sheet()))[0] == 404


def test_the_corrected_index_follows(engine, world):
    key, revision = scored(engine)
    with db.writing(engine) as session:
        before = response.whole(session, 1).head.satisfaction_index
        corrections.correct(session, key, ["1"], world.staff["handler"], NOW, revision)
        assert response.whole(session, 1).head.satisfaction_index != before
        assert responses.given(session, 1)
