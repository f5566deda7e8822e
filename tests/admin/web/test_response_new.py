"""Responses from paper are typed in: every kind of question, by number or in words, once, on its day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from sqlalchemy import insert, select, update

from admin import kinds as work
from storage import customers, db, events, jobs, rounds, surveys, tables, templates
from storage.domain import entering as law
from storage.domain import questions, satisfaction
from storage.queries import response
from storage.settings import Settings
from tests.admin.web.world import NOW
from tests.storage.rounds import plan

NEW = "/responses/new"
ZONE = ZoneInfo(Settings(_env_file=None).timezone)
TODAY = NOW.astimezone(ZONE).date()
PAPER = TODAY - timedelta(days=2)


@pytest.fixture
async def desk(engine, world, visit):
    """A handler."""
    return await visit("handler")


@pytest.fixture
def kinds(engine, world):
    """The version of a survey with every kind of question, published."""
    with db.writing(engine) as session:
        surveys.import_(session, templates.template("kinds").source, NOW)
        return surveys.publish(session, "kinds", NOW)


@pytest.fixture
def customer(engine, world):
    """Somebody known."""
    with db.writing(engine) as session:
        known = customers.Known(name="王小明", segment="经销商", demo=False)
        return customers.add(session, [(known, NOW)])[0]


def sheet(version, **more):
    """A form of that version, with a day and a key of its own."""
    head = {"version": str(version), "channel": "paper", "on": PAPER.isoformat(), "once": "k", "customer": ""}
    return {**head, **{name.replace("__", ".", 1): value for name, value in more.items()}}


def kept(engine):
    """What was typed in last: its head and, by question, what stands there."""
    with db.reading(engine) as session:
        r, a = tables.responses, tables.answers
        head = session.execute(
            select(r).where(r.c.entered_by.is_not(None)).order_by(r.c.id.desc()).limit(1)
        ).one_or_none()
        if head is None:
            return None, {}
        rows = session.execute(select(a).where(a.c.response_id == head.id)).all()
        return head, {row.question: row for row in rows}


TYPED = {
    "quality": ("2 物流太慢", "2", "物流太慢"),
    "shop__clean": ("5", "5", ""),
    "shop__staff": ("非常满意", "5", ""),
    "shop__queue": ("１", "1", ""),
    "recommend": ("10", "10", ""),
    "stars": ("4", "4", ""),
    "effort": ("7", "7", ""),
    "mark": ("85.5", 85.5, ""),
    "channel": ("2", "store", ""),
    "bought": ("1 2", ["kettle", "lamp"], ""),
    "order": ("312", ["speed", "quality", "price"], ""),
    "solved": ("2", False, ""),
    "use__kettle": ("4", "4", ""),
    "use__lamp": ("3", "3", ""),
    "times": ("3", 3, ""),
    "day": (PAPER.isoformat(), PAPER.isoformat(), ""),
    "number": ("ab12345678", "AB12345678", ""),
    "phone": ("138 1234 5678", "13812345678", ""),
    "words": ("水壶漏水，烫到手了", "水壶漏水，烫到手了", ""),
}
"""Question: what is typed, the value and the words that are kept."""
SHOWN_FIRST = ("number", "phone")
"""Of these the reading is another text than what was typed."""


async def test_every_kind_is_typed_in_and_kept_as_a_talk_would(engine, kinds, desk):
    with db.reading(engine) as session:
        survey = surveys.version(session, kinds)
    assert {each.key for each in law.asked(survey)} == set(TYPED)
    assert {each.kind for each in survey.questions} | {"matrix"} == set(questions.names())
    form = sheet(kinds, note="柜台收的") | {f"a.{key}": typed for key, (typed, *_) in TYPED.items()}
    status, html = await desk.post(NEW, **form)
    assert (status, kept(engine)[0]) == (200, None), "what was read from words is shown first"
    assert "读作：13812345678" in html
    form |= {f"seen.{key}": TYPED[key][0] for key in SHOWN_FIRST}
    status, _ = await desk.post(NEW, **form)
    assert status == 303
    head, answers = kept(engine)
    assert {key: (row.value, row.comment) for key, row in answers.items()} == {
        key: (value, words) for key, (_, value, words) in TYPED.items()
    }
    for key, row in answers.items():
        asked = survey.question(key)
        kind = questions.kind(asked.kind)
        assert (row.label, row.score) == (kind.label(asked, row.value), kind.score(asked, row.value))
        assert (row.kind, row.about) == (asked.kind, asked.about)
    assert (answers["quality"].text, answers["solved"].text) == ("物流太慢", "还没有"), "no numbers of ours"
    scores = {key: row.score for key, row in answers.items()}
    assert head.satisfaction_index == pytest.approx(satisfaction.index(scores, survey.weights))
    assert (head.state, head.channel, head.anonymous, head.note) == ("completed", "paper", True, "柜台收的")
    assert {head.begun_at, head.completed_at} == {row.answered_at for row in answers.values()}
    assert head.completed_at.astimezone(ZONE).date() == PAPER
    with db.reading(engine) as session:
        put = [jobs.is_open(session, "analyse", f"answer:{answers[key].id}") for key in TYPED]
        assert [key for key, due in zip(TYPED, put, strict=True) if due] == ["quality", "words"]
        assert events.of(session, "response", head.id) == [], "the moment would tell whose it is"


async def test_words_are_read_and_shown_before_they_are_kept(engine, world, desk):
    form = sheet(world.version, a__quality="还行吧", a__delivery="3")
    status, html = await desk.post(NEW, **form)
    assert (status, kept(engine)[0]) == (200, None)
    assert "读作：一般" in html
    assert 'name="seen.quality" value="还行吧"' in html
    status, html = await desk.post(NEW, **form, **{"seen.quality": "还行吧"})
    assert status == 303
    assert kept(engine)[1]["quality"].value == "3"


@pytest.mark.parametrize("typed", ["9", "1 2", "天气不错", "<script>alert(1)</script>", "长" * 4001])
async def test_what_is_not_understood_stays_in_the_form(engine, world, desk, typed):
    status, html = await desk.post(NEW, **sheet(world.version, a__quality=typed, a__delivery="4"))
    assert (status, kept(engine)[0]) == (400, None)
    assert "还没有保存" in html
    assert "<script>alert" not in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("on", (TODAY + timedelta(days=2)).isoformat(), "不能晚于今天"),
        ("on", "昨天", "请填日期"),
        ("on", "0026-03-01", "请填日期"),
        ("channel", "webchat", "请从列出的里面选"),
        ("customer", "999999", "没有这位顾客"),
        ("customer", "x", "没有这位顾客"),
        ("place", "<b>", "请写简短的名字"),
        ("segment", "nope", "请从列出的里面选"),
        ("note", "长" * 4001, "最多 4000 个字"),
        ("a.quality", "", "一题都还没有答"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field(engine, world, desk, name, value, told):
    form = sheet(world.version, a__quality="4") | {name: value}
    status, html = await desk.post(NEW, **form)
    assert (status, kept(engine)[0]) == (400, None)
    assert told in html


@pytest.mark.parametrize("version", ["", "x", "99"])
async def test_of_no_survey_nothing_is_kept(engine, world, desk, version):
    status, _ = await desk.post(NEW, **sheet(version, a__quality="4"))
    assert (status, kept(engine)[0]) == (400, None)


async def test_a_paper_of_a_version_that_was_replaced_meanwhile_is_kept_as_it_was_asked(engine, world, desk):
    with db.writing(engine) as session:
        session.execute(update(tables.survey_versions).values(state="retired"))
    assert (await desk.post(NEW, **sheet(world.version, a__quality="4")))[0] == 303
    with db.writing(engine) as session:
        session.execute(update(tables.survey_versions).values(state="draft"))
    assert (await desk.post(NEW, **sheet(world.version, a__quality="4", once="2")))[0] == 400


async def test_the_same_form_is_kept_once_and_the_next_begins_like_it(engine, world, desk):
    form = sheet(world.version, a__quality="4", place="三号店", segment="经销商", next="1")
    where = []
    for _ in range(2):
        answer = await desk.client.post(NEW, data={"csrf": desk.csrf, **form}, allow_redirects=False)
        where.append(answer.headers["Location"])
    assert where[0] == where[1]
    with db.reading(engine) as session:
        made = session.scalars(
            select(tables.responses.c.id).where(tables.responses.c.entered_by.is_not(None))
        )
        (key,) = made
    _, html = await desk.get(where[0])
    assert f'href="/responses/{key}"' in html
    assert f'value="{PAPER}"' in html
    assert 'value="三号店"' in html
    assert '<option value="经销商" selected>' in html
    assert 'name="a.quality" value=""' in html


async def test_a_known_customer_is_found_chosen_and_keeps_their_segment(engine, world, desk, customer):
    _, html = await desk.post(NEW, **sheet(world.version, a__quality="4", q="王小明", find="1"))
    assert kept(engine)[0] is None
    assert 'name="a.quality" value="4"' in html
    assert f'name="customer" value="{customer}"' in html
    form = sheet(world.version, a__quality="4", a__words="很好") | {"customer": str(customer)}
    assert (await desk.post(NEW, **form))[0] == 303
    head, _ = kept(engine)
    assert (head.customer_id, head.segment, head.anonymous) == (customer, "经销商", False)
    with db.reading(engine) as session:
        assert [each["trigger"] for each in events.of(session, "response", head.id)] == ["enter"]
        assert response.whole(session, head.id).head.typed_by == "handler先生"
    _, html = await desk.get(f"/responses/{head.id}")
    assert f'href="/customers/{customer}"' in html


def invite(engine, customer, anonymous=False, state="issued"):
    """An invitation of this customer, to an open round."""
    with db.writing(engine) as session:
        made = rounds.add(session, "satisfaction", plan(return_by=NOW), anonymous, None, NOW)
        session.execute(update(tables.rounds).where(tables.rounds.c.id == made).values(state="open"))
        row = {"round_id": made, "customer_id": customer, "channel": "email", "address": "w@example.cn"}
        row |= {"state": state, "due_at": NOW, "issued_at": NOW}
        return session.scalars(insert(tables.invitations).returning(tables.invitations.c.id), [row]).one()


@pytest.mark.parametrize(
    ("anonymous", "state", "after"),
    [(False, "issued", "returned"), (False, "begun", "returned"), (True, "delivered", "returned")],
)
async def test_the_invitation_that_it_answers_has_come_back(
    engine, world, desk, customer, anonymous, state, after
):
    key = invite(engine, customer, anonymous, state)
    form = sheet(world.version, a__quality="4") | {"customer": str(customer)}
    assert (await desk.post(NEW, **form))[0] == 303
    head, _ = kept(engine)
    with db.reading(engine) as session:
        i = tables.invitations.c
        row = session.execute(select(i.state, i.response_id).where(i.id == key)).one()
    assert row.state == after
    assert head.anonymous is anonymous
    assert (head.customer_id, row.response_id, head.invitation_id) == (
        (None, None, None) if anonymous else (customer, head.id, key)
    )


async def test_what_would_not_have_been_asked_stays_and_counts_no_more(engine, kinds, desk):
    form = sheet(kinds, a__bought="3", a__use__lamp="1", a__quality="5")
    assert (await desk.post(NEW, **form))[0] == 303
    head, answers = kept(engine)
    assert (answers["use__lamp"].value, answers["use__lamp"].missing) == ("1", "aside")
    assert answers["use__lamp"].score is None
    assert head.satisfaction_index == 100


async def test_what_cannot_wait_is_followed_up_also_from_paper(engine, world, desk, customer):
    form = sheet(world.version, a__words="漏电，孩子被电到手了，很危险", on=TODAY.isoformat())
    assert (await desk.post(NEW, **form | {"customer": str(customer)}))[0] == 303
    _, answers = kept(engine)
    about = {"subject": "answer", "subject_id": answers["words"].id}
    found = work.analyse(engine, about, NOW)
    with db.writing(engine) as session:
        work.KINDS["analyse"].keep(session, [found])
        f = tables.follow_ups.c
        assert session.scalars(select(f.signal).where(f.subject_id == answers["words"].id)).all()


async def test_a_scan_comes_with_it(engine, world, desk):
    form = aiohttp.FormData()
    for name, value in sheet(world.version, a__quality="4", csrf=desk.csrf).items():
        form.add_field(name, value)
    form.add_field("file", b"\x89PNG\r\n\x1a\n" + b"x" * 30, filename="scan.png", content_type="image/png")
    answer = await desk.client.post(NEW, data=form, allow_redirects=False)
    assert answer.status == 303
    head, _ = kept(engine)
    with db.reading(engine) as session:
        f = tables.files.c
        assert session.scalars(select(f.name).where(f.response_id == head.id)).all() == ["scan.png"]


async def test_a_line_is_read_while_the_next_is_typed(world, desk):
    for words, told in (
        ("还行吧", {"told": "一般", "sure": False, "wrong": ""}),
        ("4", {"told": "满意", "sure": True, "wrong": ""}),
        ("", {"told": "", "sure": True, "wrong": ""}),
    ):
        form = {"csrf": desk.csrf, "version": str(world.version), "on": PAPER.isoformat()}
        data = {**form, "question": "quality", "words": words}
        answer = await desk.client.post(f"{NEW}/read", data=data)
        assert (await answer.json()).items() >= told.items()
    assert (await desk.post(f"{NEW}/read", version=str(world.version), question="nope"))[0] == 404


async def test_the_empty_page_says_what_to_do_first(engine, world, desk):
    with db.writing(engine) as session:
        session.execute(update(tables.survey_versions).values(state="draft"))
    status, html = await desk.get(NEW)
    assert (status, "先在“问卷”里发布一份问卷" in html) == (200, True)
