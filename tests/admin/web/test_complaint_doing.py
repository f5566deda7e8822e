"""What is done on the page of a complaint beside its record: waiting, splitting, answering many, and what a
suggestion or praise comes to."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from storage import complaints, conversations, db, departments, erasing, events, phrases
from storage.erasing import emptying
from storage.tables import complaint_reminders
from storage.tables import complaints as table
from tests.admin.web import world as worlds
from tests.admin.web.test_complaint_record import Desk, read
from tests.admin.web.world import NOW


@pytest.fixture
async def desk(engine, world, visit):
    """A handler at the page of the complaint."""
    return Desk(engine, world, await visit("handler"))


@pytest.fixture
def another(engine):
    """A second one, of another customer."""
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "b")], NOW)["webchat", "b"]
        return complaints.one(session, worlds.complain(session, talk, "门也关不上"))


def told(engine, key):
    """What the customer of this complaint reads."""
    with db.reading(engine) as session:
        talk = complaints.one(session, key).conversation_id
        return [line.text for line in conversations.transcript(session, talk)]


async def test_the_customer_is_asked_and_waited_for(desk, engine):
    assert (await desk.post("pause", words=""))[0] == 400
    assert (await desk.post("pause", words="哪一扇门？"))[0] == 303
    assert told(engine, desk.key)[-1] == "哪一扇门？"
    html = await desk.html()
    assert "等顾客答复，计时暂停，从" in html
    assert "问顾客</span>" in html
    assert "计时暂停</span>" in re.search(r'id="limits".*?</section>', html, re.S)[0]
    status, html = await desk.post("pause", words="哪一扇门？")
    assert status == 409
    assert "已经在等顾客答复了" in html
    assert ">哪一扇门？</textarea>" in html
    assert (await desk.post("resume", seen=0))[0] == 409
    assert (await desk.post("resume"))[0] == 303
    html = await desk.html()
    assert "等顾客答复，计时暂停，从" not in html
    assert "不再等顾客，计时继续" in html


async def test_a_note_is_kept_once_however_often_its_form_is_sent(desk, engine):
    for _ in range(2):
        (once,) = re.findall(r'name="once" value="(\d+)"', await desk.html())
        sent = [desk.post("note", words="打过电话了", once=once) for _ in range(5)]
        assert [status for status, _ in await asyncio.gather(*sent)] == [303] * 5
    assert (await desk.post("note", words="另一句", once=once))[0] == 303
    with db.reading(engine) as session:
        kept = [entry.text for entry in complaints.entries(session, desk.key)]
    assert kept.count("打过电话了") == 2, "written again later it is kept again"
    assert kept.count("另一句") == 1


async def test_a_phrase_begins_an_answer_without_scripts(desk, engine, world):
    with db.writing(engine) as session:
        hostile = phrases.put(session, "补<b>发", "{number} 今天<b>寄出", world.staff["handler"], NOW)
        gone = phrases.put(session, "旧的", "不再用", world.staff["handler"], NOW)
        phrases.retire(session, gone, world.staff["handler"], NOW)
    html = await desk.html()
    assert f'<option value="{hostile}" data-text="{desk.one.number} 今天&lt;b&gt;寄出">补&lt;b&gt;发' in html
    assert "旧的" not in html
    _, html = await desk.visitor.get(f"{desk.path}?phrase={hostile}")
    assert f">{desk.one.number} 今天&lt;b&gt;寄出</textarea>" in html
    for odd in (str(gone), "x", "9" * 30, ""):
        status, html = await desk.visitor.get(f"{desk.path}?phrase={odd}")
        assert (status, 'maxlength="4000"></textarea>' in html) == (200, True)


async def test_one_that_is_two_is_split(desk, engine):
    assert (await desk.post("split", story=""))[0] == 400
    status, html = await desk.post("split", story="长" * 100_001)
    assert status == 400
    assert 'id="split-story-wrong">最多 100000 个字' in html
    assert (await desk.post("split", story="送货的人态度差"))[0] == 303
    html = await desk.html()
    (other,) = read(engine, complaints.linked, desk.key)
    assert "拆成两件" in html
    assert f'href="/complaints/{other.id}">{other.number}</a>' in html
    assert other.number in told(engine, desk.key)[-1]


async def test_a_suggestion_speaks_as_one_and_is_answered_with_what_came_of_it(desk, engine):
    assert (await desk.post("amend", kind="suggestion"))[0] == 303
    html = await desk.html()
    assert "<title>建议 " in html
    assert "建议的内容" in html
    for act in ("初步评审", "转外部处理", "顾客接受了"):
        assert act not in html
    status, html = await desk.post("conclude", words="", outcome="not_adopted")
    assert status == 400
    status, html = await desk.post("conclude", words="模具要重开", outcome="accepted")
    assert status == 409
    assert "请选一个处理结果" in html
    assert ">模具要重开</textarea>" in html
    assert desk.one.state == "acknowledged", "all of it, or nothing"
    assert (await desk.post("conclude", words="模具要重开", outcome="not_adopted"))[0] == 303
    assert (desk.one.state, desk.one.outcome) == ("closed", "not_adopted")
    assert told(engine, desk.key)[-2:] == [
        "模具要重开",
        f"您的建议 {desk.one.number} 这次没有采纳，原因已经答复您，谢谢您。",
    ]


async def test_praise_is_passed_on_to_whom_it_praises(desk, engine, world):
    with db.writing(engine) as session:
        departments.add(session, "安装组", world.staff["administrator"], NOW)
    assert (await desk.post("amend", kind="praise"))[0] == 303
    assert '<option value="安装组">' in await desk.html()
    typed = {"person": "999", "to_department": "安装组"}
    status, html = await desk.post("conclude", words="谢谢您", outcome="passed_on", **typed)
    assert (status, ">谢谢您</textarea>" in html) == (400, True), "there is nobody such; the words stay"
    typed = {"person": str(world.staff["viewer"]), "to_department": "安装组"}
    assert (await desk.post("conclude", words="谢谢您", outcome="passed_on", **typed))[0] == 303
    html = await desk.html()
    assert "转告了：viewer先生、安装组" in html
    assert told(engine, desk.key)[-1].startswith("您的表扬")


async def test_one_answer_to_many_says_which_were_answered(desk, engine, world, another):
    path = f"{desk.path}/together"
    _, html = await desk.visitor.get(path)
    assert another.number not in html, "nothing tells that it belongs here"
    assert (await desk.post("link", other=another.number))[0] == 303
    assert "一起答复（1）" in await desk.html()
    _, html = await desk.visitor.get(path)
    ids = (desk.key, another.id)
    assert all(f'name="take-{key}" value="yes" checked' in html for key in ids)
    form = dict(re.findall(r'name="(revision-\d+)" value="(\d+)"', html))
    assert (await desk.visitor.post(path, **form, words="好"))[0] == 400
    status, html = await desk.visitor.post(path, **form, words="", **{f"take-{desk.key}": "yes"})
    assert status == 400
    with db.writing(engine) as session:
        complaints.amend(session, desk.key, {"model": "B"}, world.staff["administrator"], NOW)
    chosen = {f"take-{key}": "yes" for key in (*ids, 404)}
    _, html = await desk.visitor.post(path, **form, words="{number} 今天处理", **chosen)
    assert "同事刚改过这一件" in html
    assert f'name="take-{desk.key}" value="yes" checked' in html, "what was missed stays chosen"
    assert f'name="take-{another.id}" value="yes">' in html
    assert ">{number} 今天处理</textarea>" in html
    states = [read(engine, complaints.one, key).state for key in ids]
    assert states == ["acknowledged", "answered"]
    assert told(engine, another.id)[:2] == [
        f"您的投诉 {another.number} 有了答复：",
        f"{another.number} 今天处理",
    ]


async def test_who_was_told_of_a_limit_stands_in_the_steps(desk, engine):
    at = NOW + timedelta(days=9)
    with db.writing(engine) as session:
        (limit,) = [each for each in complaints.deadlines(session, desk.key, at) if each.kind == "answer"]
        keys = [limit.key, f"{limit.key} manager 4"]
        new = [{"complaint_id": desk.key, "key": key, "at": at} for key in keys]
        session.execute(insert(complaint_reminders), new)
        done = [events.event(at, "complaint", desk.key, what, "clock") for what in ("remind", "escalate")]
        events.append(session, done)
    steps = re.search(r'id="steps".*?</section>', await desk.html(), re.S)[0]
    assert re.search(r"快到期，提醒</b>.*答复 → 负责人.*逾期，升级</b>.*答复 → 经理", steps, re.S)


async def test_who_named_a_department_alone_named_no_owner(desk, engine, world):
    staff = world.staff
    with db.writing(engine) as session:
        for n, owner in enumerate((None, staff["handler"], None)):
            at = NOW + timedelta(minutes=n)
            complaints.assign(session, desk.key, owner, f"{n} 部", staff["manager"], at)
    steps = re.search(r'id="steps".*?</section>', await desk.html(), re.S)[0]
    named = re.findall(r"<b>(指定[^<]*)</b>", steps)
    assert named == ["指定部门", "指定负责人", "指定负责人"]


async def test_of_two_who_close_at_once_the_second_is_told_what_the_first_did(desk, engine, world):
    assert (await desk.post("answer", words="明天补发"))[0] == 303
    seen = desk.one.revision
    with db.writing(engine) as session:
        other = world.staff["manager"]
        complaints.move(session, desk.key, "close", "staff", other, NOW, seen, {"outcome": "unopposed"})
    status, html = await desk.post("close", seen=seen, outcome="unopposed", remark="没有再来问")
    assert status == 409
    assert "办结（manager先生" in html
    assert re.search(
        r'<th scope="row">处理结果</th><td class="words">（空）</td><td class="words">已答复，顾客没有异议',
        html,
    )
    assert desk.one.outcome == "unopposed"


async def test_of_who_was_forgotten_nothing_is_offered_that_would_be_written_to_them(desk, engine):
    assert (await desk.post("answer", words="明天补发"))[0] == 303
    assert (await desk.post("close"))[0] == 303
    with db.writing(engine) as session:
        erasing.erase(session, complaints.one(session, desk.key).customer_id, NOW + timedelta(minutes=1))
    html = await desk.html()
    assert "明天补发" not in html
    assert html.count("这位顾客的信息已经按要求删除。") == 1
    assert f'action="{desk.path}/' not in html
    assert "/visits/new" not in html
    before = desk.one
    tried = {"reopen": {}, "split": {"story": "送货"}, "amend": {"model": "A"}, "note": {"words": "他是谁"}}
    for act, typed in tried.items():
        assert (await desk.post(act, **typed))[0] == 409
    assert desk.one == before


async def test_of_what_was_emptied_at_its_term_nobody_is_said_to_have_asked_for_it(desk, engine):
    assert (await desk.post("answer", words="明天补发"))[0] == 303
    assert (await desk.post("close"))[0] == 303
    with db.writing(engine) as session:
        emptying.empty_complaints(session, [desk.key], NOW)
    html = await desk.html()
    assert html.count("期限到了，字句已经清空，数字和经过还在。") == 1
    assert "按要求删除" not in html
    assert f'action="{desk.path}/' not in html
    status, html = await desk.post("reopen")
    assert (status, "字句已经清空，不能再写。" in html, "按要求删除" in html) == (409, True, False)


async def test_why_it_has_no_words_nobody_says_who_does_not_know_whose_it_was(desk, engine):
    with db.writing(engine) as session:  # as it comes from another house, after its customer was erased there
        emptying.empty_complaints(session, [desk.key], NOW)
        session.execute(update(table).where(table.c.id == desk.key).values(customer_id=None))
    html = await desk.html()
    assert (html.count("字句已经清空，数字和经过还在。"), "期限到了" in html, "按要求" in html) == (
        1,
        False,
        False,
    )


async def test_that_it_was_brought_in_from_a_table_has_a_name(desk, engine):
    with db.writing(engine) as session:
        told = [events.event(NOW, "complaint", desk.key, "import", "staff")]
        events.append(session, told)
    html = await desk.html()
    assert "<b>从表格导入</b>" in html
    assert "<b>import</b>" not in html


@pytest.mark.parametrize("act", ["conclude", "pause", "resume", "together"])
async def test_whatever_is_posted_to_what_is_not_there_is_not_found(act, visit, world):
    visitor = await visit("handler")
    status, _ = await visitor.post(f"/complaints/404/{act}", revision="0", words="好", outcome="adopted")
    assert status == 404
