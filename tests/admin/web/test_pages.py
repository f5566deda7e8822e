"""The pages: what they show equals what the queries say, and what is done on them is done."""

import asyncio
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from admin import rendering, warming, worker
from admin.pages.talks import told
from storage import complaints, conversations, db, definitions, events, files
from storage.queries import parked, talks
from storage.settings import Settings
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW


def read(engine, query, *args):
    """What the query says."""
    with db.reading(engine) as session:
        return query(session, *args)


async def test_empty_pages_say_what_will_be_there_and_what_to_do(engine, visit):
    with db.writing(engine) as session:
        worlds.staff(session)
    visitor = await visit("viewer")
    for path in ("/", "/talks", "/complaints", "/parked", "/guide"):
        status, html = await visitor.get(path)
        assert status == 200
        assert 'class="empty"' in html


async def test_a_talk_shows_what_was_said_and_what_was_understood(world, visit):
    _, html = await (await visit("viewer")).get(f"/talks/{world.talk}")
    assert html.count("物流慢，其他挺好") > 6
    assert "产品质量" in html
    assert "满意 · 75" in html
    assert "不满" in html


async def test_a_person_takes_over_answers_and_hands_back(engine, world, visit):
    visitor, colleague = await visit("handler"), await visit("administrator")
    await visitor.post(f"/talks/{world.talk}/hold")
    status, html = await colleague.post(f"/talks/{world.talk}/say", words="我也来说一句")
    assert status == 409
    assert "我也来说一句</textarea>" not in html or "不由您接待" in html
    assert (await colleague.post(f"/talks/{world.talk}/hold"))[0] == 409
    assert (await visitor.post(f"/talks/{world.talk}/say", words="您好，我来处理"))[0] == 303
    assert (await visitor.post(f"/talks/{world.talk}/release"))[0] == 303
    lines = read(engine, conversations.transcript, world.talk)
    assert ("staff", "您好，我来处理", "handler先生") in [(line.side, line.text, line.user) for line in lines]


async def test_words_are_said_once_however_often_their_form_is_sent(engine, world, visit):
    visitor, where = await visit("handler"), f"/talks/{world.talk}"
    for once in range(9):
        early = await visitor.post(f"{where}/say", words="您好", once=str(once))
        assert early[0] == 409, "what was refused has not been said"
    await visitor.post(f"{where}/hold")
    for _ in range(2):
        (once,) = re.findall(r'name="once" value="(\d+)"', (await visitor.get(where))[1])
        sent = [visitor.post(f"{where}/say", words="您好", once=once) for _ in range(3)]
        assert [status for status, _ in await asyncio.gather(*sent)] == [303] * 3
    lines = read(engine, conversations.transcript, world.talk)
    assert [line.text for line in lines].count("您好") == 2, "said again later it is said again"


async def test_only_who_holds_a_talk_hands_it_back_or_an_administrator(engine, world, visit):
    visitor, colleague = await visit("handler"), await visit("administrator")
    await colleague.post(f"/talks/{world.talk}/hold")
    status, html = await visitor.post(f"/talks/{world.talk}/release")
    assert status == 409
    assert "没有交还" in html
    assert f'action="/talks/{world.talk}/release"' not in html
    assert read(engine, talks.talk, world.talk).held_by == world.staff["administrator"]
    await colleague.post(f"/talks/{world.talk}/release")
    await visitor.post(f"/talks/{world.talk}/hold")
    assert "交还小助手" in (await colleague.get(f"/talks/{world.talk}"))[1]
    assert (await colleague.post(f"/talks/{world.talk}/release"))[0] == 303
    assert read(engine, talks.talk, world.talk).held_by is None


@pytest.mark.parametrize("act", ["hold", "say", "release"])
async def test_a_talk_that_is_none_is_not_found(act, world, visit):
    assert (await (await visit("administrator")).post(f"/talks/404/{act}", words="好"))[0] == 404


@pytest.mark.parametrize("act", ["answer", "note", "investigate", "close"])
async def test_a_complaint_that_is_none_is_not_found(act, world, visit):
    assert (await (await visit("handler")).post(f"/complaints/404/{act}", words="好", revision="1"))[0] == 404


@pytest.mark.parametrize("words", ["", "   ", "长" * 4001])
async def test_words_that_cannot_be_said_stay_on_the_page(words, world, visit):
    visitor = await visit("handler")
    await visitor.post(f"/talks/{world.talk}/hold")
    status, html = await visitor.post(f"/talks/{world.talk}/say", words=words)
    assert status == 400
    assert "请写 1 到 4000 个字" in html
    assert f">{words.strip()}</textarea>" in html


async def test_a_complaint_is_investigated_answered_and_closed(engine, world, visit):
    visitor, path = await visit("handler"), f"/complaints/{world.complaint}"

    async def revision():
        return re.search(r'name="revision" value="(\d+)"', (await visitor.get(path))[1])[1]

    assert (await visitor.post(path + "/investigate", revision=await revision()))[0] == 303
    assert (await visitor.post(path + "/note", words="已问过仓库"))[0] == 303
    assert (await visitor.post(path + "/answer", words="明天补发", revision=await revision()))[0] == 303
    assert (await visitor.post(path + "/close", revision=await revision()))[0] == 303
    assert read(engine, complaints.one, world.complaint).state == "closed"
    said = [line.text for line in read(engine, conversations.transcript, world.talk)]
    assert "明天补发" in said
    assert "已问过仓库" not in said
    _, html = await visitor.get(path)
    assert "重新处理" in html
    assert "答复顾客</button>" not in html
    assert "答复会发到" not in html
    assert "已办结" in html


async def test_a_parked_message_says_what_it_means_before_its_technical_reason(world, visit):
    _, html = await (await visit("viewer")).get("/parked")
    assert html.index("程序没能处理这条消息") < html.index("OperationalError")


async def test_a_customer_without_a_name_is_called_by_when_they_came(world, visit):
    for path in ("/talks", f"/talks/{world.talk}"):
        assert (
            f"{rendering.moment(NOW, ZoneInfo(Settings().timezone), definitions.texts())} 来的顾客"
            in ((await (await visit("viewer")).get(path))[1])
        )


async def test_the_guide_says_that_moods_are_late_until_the_worker_is_warm(engine, world, visit):
    visitor = await visit("viewer")
    with db.writing(engine) as session:
        warming.begin(session, NOW)
    assert "语言模型还在载入" in (await visitor.get("/guide"))[1]
    worker.work_off(engine, NOW)
    _, html = await visitor.get("/guide")
    assert "语言模型还在载入" not in html
    assert "-0.8" in html
    assert "从 −1（很不满）到 1" in html


async def test_news_come_before_a_late_answer_and_its_words_are_kept(engine, world, visit):
    visitor, path = await visit("handler"), f"/complaints/{world.complaint}"
    seen = re.search(r'name="revision" value="(\d+)"', (await visitor.get(path))[1])[1]
    with db.writing(engine) as session:
        complaints.move(session, world.complaint, "investigate", "staff", world.staff["administrator"], NOW)
    status, html = await visitor.post(path + "/answer", words="我的答复草稿", revision=seen)
    assert status == 409
    assert "刚刚有了变化" in html
    assert "开始调查（administrator先生" in html
    assert ">我的答复草稿</textarea>" in html
    assert "我的答复草稿" not in [line.text for line in read(engine, conversations.transcript, world.talk)]


@pytest.mark.parametrize("revision", ["", "x", "-1", "９", "99999999999999999999"])
async def test_a_revision_that_is_none_moves_nothing(revision, engine, world, visit):
    visitor = await visit("handler")
    status, _ = await visitor.post(f"/complaints/{world.complaint}/withdraw", revision=revision)
    assert status == 409
    assert read(engine, complaints.one, world.complaint).state == "acknowledged"


async def test_a_move_that_the_law_forbids_is_refused(engine, world, visit):
    visitor = await visit("handler")
    seen = read(engine, complaints.one, world.complaint).revision
    assert (await visitor.post(f"/complaints/{world.complaint}/reopen", revision=seen))[0] == 409


async def test_an_overdue_complaint_is_shown_as_late(engine, world, visit):
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
        worlds.complain(session, talk, "很久以前", NOW - timedelta(days=30))
    _, html = await (await visit("viewer")).get("/complaints?state=overdue")
    assert "很久以前" in html
    assert "late-text" in html
    assert "物流慢" not in html


@pytest.mark.parametrize(("act", "trigger"), [("put-back", "put_back"), ("dismiss", "dismiss")])
async def test_a_parked_message_is_settled_once(act, trigger, engine, world, visit):
    visitor = await visit("handler")
    assert (await visitor.post(f"/parked/{world.parked}/{act}"))[0] == 303
    assert read(engine, parked.listing) == []
    assert [event["trigger"] for event in read(engine, events.of, "message", world.parked)] == [trigger]
    status, html = await visitor.post(f"/parked/{world.parked}/{act}")
    assert status == 409
    assert "同事已经处理过" in html


async def test_a_file_comes_as_a_download_that_runs_nothing(engine, world, visit):
    with db.writing(engine) as session:
        file = files.keep(session, world.talk, '图"\n.svg', "image/svg+xml", b"<svg onload=alert(1)>", NOW)
    answer = await (await visit("handler")).client.get(f"/files/{file}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</script><script>alert(1)</script>",
    "{{ 1234 * 4321 }}{% raw %}",
    "\u202e反着写\u2066\u200f",
    "=cmd|' /C calc'!A0",
    "长" * 4000,
    "a" * 4000,
)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_hostile_text_is_text_on_every_page(words, engine, visit):
    with db.writing(engine) as session:
        world = worlds.build(session, words)
    visitor = await visit("administrator")
    for path in (
        "/",
        "/talks",
        f"/talks/{world.talk}",
        "/complaints",
        f"/complaints/{world.complaint}",
        "/parked",
    ):
        status, html = await visitor.get(path)
        assert status == 200
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "5332114" not in html
        assert not {"\u202e", "\u2066", "\u200f"} & set(html)


def test_what_was_heard_in_free_words_does_not_replace_them_for_staff():
    asked = conversations.Line(
        1, "bot", "质量怎么样？", NOW, "sent", {"of": "1.q", "choices": [["2", "不满意", ""]]}
    )
    words = conversations.Line(2, "customer", "不太行，线头多", NOW, "taken", {"of": "1.q", "keys": ["2"]})
    shown = told([asked, words])[1]
    assert (shown["text"], shown["picked"]) == ("不太行，线头多", "")


async def test_the_customer_s_word_is_noted_with_how_it_was_given(engine, world, visit):
    visitor, path = await visit("handler"), f"/complaints/{world.complaint}"

    async def post(act, **form):
        seen = read(engine, complaints.one, world.complaint).revision
        return await visitor.post(f"{path}/{act}", revision=str(seen), **form)

    assert (await post("answer", words="明天补发"))[0] == 303
    assert (await post("refuse"))[0] == 400
    assert (await post("refuse", words="电话里说不行"))[0] == 303
    assert read(engine, complaints.one, world.complaint).state == "refused"
    _, html = await visitor.get(path)
    assert "电话里说不行" in html
    assert "顾客不接受答复" in html
    assert f'action="{path}/close"' not in html
    assert (await post("close"))[0] == 409


@pytest.mark.parametrize("moves", [("accept",), ("accept", "implement")])
async def test_what_was_accepted_can_be_refused_until_it_is_closed(engine, world, visit, moves):
    visitor, path = await visit("handler"), f"/complaints/{world.complaint}"
    given = {"text": "明天补发", "remark": "电话里说的"}
    with db.writing(engine) as session:
        for trigger in ("answer", *moves):
            user = world.staff["handler"]
            complaints.move(session, world.complaint, trigger, "staff", user, NOW, given=given)
    _, html = await visitor.get(path)
    assert f'formaction="{path}/refuse"' in html
    seen = read(engine, complaints.one, world.complaint).revision
    status, _ = await visitor.post(f"{path}/refuse", revision=str(seen), words="电话里说反悔了")
    assert status == 303
    assert read(engine, complaints.one, world.complaint).state == "refused"


async def test_what_the_role_may_not_do_is_neither_offered_nor_done(engine, world, visit):
    visitor, path = await visit("handler"), f"/complaints/{world.complaint}"
    with db.writing(engine) as session:
        for trigger, given in (("answer", {"text": "补发了"}), ("implement", {})):
            complaints.move(
                session, world.complaint, trigger, "staff", world.staff["handler"], NOW, given=given
            )
    assert f'formaction="{path}/verify"' not in (await visitor.get(path))[1]
    seen = str(read(engine, complaints.one, world.complaint).revision)
    status, html = await visitor.post(path + "/verify", revision=seen, words="看过了")
    assert status == 409
    assert "您的角色不能这样办" in html
    assert "看过了" in html
    administrator, handler = await visit("administrator"), world.staff["handler"]
    assert f'formaction="{path}/verify"' in (await administrator.get(path))[1]
    with db.writing(engine) as session:
        complaints.assign(session, world.complaint, handler, "", world.staff["administrator"], NOW)
    assert f'formaction="{path}/verify"' in (await visitor.get(path))[1], "the owner may"


@pytest.mark.parametrize(
    ("login", "said"), [("x" * 81, "最多 80 个字符"), ("li lei", "不能有空格"), ("a\0b", "看不见的字符")]
)
async def test_a_colleague_with_a_login_that_can_be_none_is_not_entered(login, said, world, visit):
    visitor = await visit("administrator")
    new = {"login": login, "name": "李雷", "role": "viewer", "password": "correct horse battery"}
    status, html = await visitor.post("/users", **new)
    assert (status, said in html) == (400, True)
