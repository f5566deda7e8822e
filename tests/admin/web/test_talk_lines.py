"""What a talk shows of a channel whose customers edit, withdraw, send files by and by, and block us."""

import re

import pytest
from sqlalchemy import select, update

from storage import conversations, db, erasing, files, messages, outbox
from storage.conversations import leaving
from storage.erasing import emptying
from storage.tables import conversations as conversations_table
from storage.tables import messages as heard
from storage.tables import outbox as said
from storage.tables import responses
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW

HERE = ("telegram", "7")


@pytest.fixture
def talk(engine, world):
    """A talk on a channel that is sent to; its id."""
    with db.writing(engine) as session:
        return conversations.load(session, [HERE], NOW)[HERE].id


@pytest.fixture
def hears(engine, talk):
    """The customer sends a message of this kind."""

    def hear(seq, kind, text="", file_id=None, choice=None):
        row = {**worlds.message(talk, seq, text), "channel": "telegram", "kind": kind, "file_id": file_id}
        row["choice"] = choice
        with db.writing(engine) as session:
            messages.record(session, [row])

    return hear


@pytest.fixture
def awaits(engine, talk):
    """A file of the customer's that is still with its channel; its id."""

    def await_(name, kind="image/png", size=2048):
        with db.writing(engine) as session:
            return files.await_(session, talk, name, kind, "remote", size, NOW)

    return await_


@pytest.fixture
async def page(talk, visit):
    """`await page()`: what staff see."""
    visitor = await visit("handler")

    async def get():
        status, html = await visitor.get(f"/talks/{talk}")
        assert status == 200
        return html

    return get


async def test_an_edit_says_what_it_was_changed_to(hears, page):
    hears(1, "text", "三分")
    hears(2, "edit", "四分<b>")
    assert "改为：四分&lt;b&gt;" in await page()


async def test_what_was_withdrawn_is_not_shown(engine, hears, page):
    hears(1, "text", "我的电话是 13800000000")
    with db.writing(engine) as session:
        session.execute(update(heard).where(heard.c.text.like("%138%")).values(state="withdrawn"))
    html = await page()
    assert "顾客撤回了这句话" in html
    assert "13800000000" not in html


async def test_what_nobody_can_read_is_named(hears, page):
    hears(1, "other")
    assert "贴图" in await page()


async def test_a_file_can_be_opened_once_it_has_come(engine, awaits, hears, page, visit):
    file_id = awaits("照片.png")
    hears(1, "file", file_id=file_id)
    html = await page()
    assert "正在取回" in html
    assert f"/files/{file_id}" not in html
    visitor = await visit("handler")
    assert (await visitor.get(f"/files/{file_id}"))[0] == 404
    with db.writing(engine) as session:
        files.keep_content(session, file_id, "照片.png", "image/png", b"x", NOW)
    assert f"/files/{file_id}" in await page()


@pytest.mark.parametrize(
    ("size", "told"), [(0, ""), (999, "（不到 1 KB）"), (2_400, "（2 KB）"), (29_999_999, "（30.0 MB）")]
)
async def test_the_size_of_a_file_is_told_as_people_say_it(awaits, hears, page, size, told):
    hears(1, "file", file_id=awaits("发票.pdf", "application/pdf", size))
    assert f"发票.pdf{told} ·" in await page()


@pytest.mark.parametrize(
    ("name", "kind", "told"), [("118.ogg", "audio/ogg", "语音 "), ("7.jpg", "image/jpeg", "照片 ")]
)
async def test_a_file_without_a_name_of_its_own_is_what_it_is(awaits, hears, page, name, kind, told):
    hears(1, "file", file_id=awaits(name, kind))
    html = await page()
    assert told in html
    assert name not in html


async def test_a_press_while_a_person_has_the_talk_shows_what_the_button_said(engine, talk, hears, page):
    asked = {"text": "满意吗", "of": "q1", "choices": [["1", "很不满意", ""], ["5", "很满意", ""]]}
    row = {"channel": "telegram", "conversation_id": talk, "seq": 1, "payload": asked, "speaker": "bot"}
    with db.writing(engine) as session:
        outbox.put(session, [{**row, "user_id": None, "due_at": NOW, "created_at": NOW}])
    hears(2, "choice", "1", choice={"of": "q1", "keys": ["1"]})
    html = await page()
    assert '<div class="words">很不满意</div>' in html
    assert '<div class="words">1</div>' not in html


async def test_what_a_mail_asked_stands_once_under_its_numbers(engine, talk, page):
    asks = [[2, "1.b", "【安装】\n稳不稳？", [], False, ""], [3, "1.c", "<b>还有吗？", [], False, ""]]
    payload = {"text": "再请您看两题：", "asks": asks}
    row = {"channel": "email", "conversation_id": talk, "seq": 1, "payload": payload, "speaker": "bot"}
    with db.writing(engine) as session:
        outbox.put(session, [{**row, "user_id": None, "due_at": NOW, "created_at": NOW}])
    html = await page()
    assert "再请您看两题：\n【安装】\n2. 稳不稳？\n3. &lt;b&gt;还有吗？" in html
    assert html.count("稳不稳？") == 1


async def test_a_refused_file_is_told(engine, awaits, hears, page):
    file_id = awaits("脚本.html")
    hears(1, "file", file_id=file_id)
    with db.writing(engine) as session:
        files.refuse(session, file_id, "file_kind", NOW)
    html = await page()
    assert "没有收下" in html
    assert f"/files/{file_id}" not in html


@pytest.mark.parametrize("words", ["", "这是发票"])
async def test_a_file_that_was_too_large_is_named(hears, page, words):
    hears(1, "file", words)
    html = await page()
    assert "太大，没有收下" in html
    assert words in html


async def test_who_has_blocked_us_is_marked_and_what_did_not_arrive_says_why(engine, talk, page, visit):
    row = {"channel": "telegram", "conversation_id": talk, "seq": 1, "payload": {"text": "您好"}}
    rest = {"speaker": "bot", "user_id": None, "due_at": NOW, "created_at": NOW}
    with db.writing(engine) as session:
        outbox.put(session, [{**row, **rest}])
        leaving.leave(session, HERE, NOW, "blocked")
    html = await page()
    assert "顾客已离开（屏蔽了我们）" in html
    assert "没能送达：顾客屏蔽了我们" in html
    assert "顾客已离开（屏蔽了我们）" in (await (await visit("viewer")).get("/talks?only=silent"))[1]


async def test_who_was_erased_is_not_said_to_be_silent_or_to_block_us(engine, talk, hears, page, visit):
    hears(1, "text", "三分")
    with db.writing(engine) as session:
        whose = conversations.load(session, [HERE], NOW)[HERE].customer_id
        leaving.leave(session, HERE, NOW, "blocked")
        session.execute(update(conversations_table).values(heard=True, active_at=NOW))
    handler = await visit("handler")
    before = (await handler.get("/talks"))[1]
    assert ("三分" in before, "屏蔽了我们" in before, "已按要求删除" in before) == (True, True, False)
    with db.writing(engine) as session:
        erasing.erase(session, whose, NOW)
    line = re.search(rf'<a href="/talks/{talk}">.*?</a>', (await handler.get("/talks"))[1], re.S)[0]
    html = await page()
    for shown in (line, html):
        assert "已按要求删除" in shown
        assert "屏蔽了我们" not in shown
        assert "还没有说话" not in shown
    assert 'class="said' not in html
    assert f"/talks/{talk}/hold" not in html


async def test_of_what_was_emptied_at_its_term_nobody_is_said_never_to_have_spoken(
    engine, talk, hears, page, visit
):
    hears(1, "text", "三分")
    with db.writing(engine) as session:
        emptying.empty_said(session, heard.c.conversation_id == talk, said.c.conversation_id == talk)
        session.execute(update(conversations_table).values(heard=True, active_at=NOW, seq=1))
    line = re.search(
        rf'<a href="/talks/{talk}">.*?</a>', (await (await visit("viewer")).get("/talks"))[1], re.S
    )
    html = await page()
    for shown in (line[0], html):
        assert ("没有留下文字" in shown, "还没有说话" in shown) == (True, False)
    assert 'class="said' not in html, "no bubble without words"
    hears(2, "text", "又来了")
    html = await page()
    assert ("又来了" in html, "没有留下文字" in html) == (True, False)


async def test_nothing_of_who_was_erased_leads_to_what_is_gone(engine, world, visit):
    """Nor is there anything to judge where the words are gone."""
    with db.writing(engine) as session:
        whose = session.scalar(select(conversations_table.c.customer_id))
        session.execute(update(responses).values(customer_id=whose))
        response = session.scalar(select(responses.c.id))
        worlds.read(session, "complaint", world.complaint, model="fast-1")
    pages = [f"/talks/{world.talk}", f"/responses/{response}", f"/complaints/{world.complaint}"]
    handler = await visit("handler")
    for path in pages:
        _, html = await handler.get(path)
        assert (f'"/customers/{whose}"' in html, "模型版本" in html) == (True, True), path
    with db.writing(engine) as session:
        erasing.erase(session, whose, NOW)
    for path in pages:
        _, html = await handler.get(path)
        assert ('class="why"' in html, "按要求删除" in html) == (False, True), path
        links = set(re.findall(r'href="(/(?:customers|texts|talks|responses|complaints|visits)[^"]*)"', html))
        assert [link for link in links if (await handler.get(link))[0] != 200] == [], path
