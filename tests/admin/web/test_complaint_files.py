"""A complaint shows the files that its customer sent, what a mail calls evidence among them, and those of
staff."""

import re

import pytest
from aiohttp import FormData
from sqlalchemy import update

from storage import attaching, complaints, concealing, conversations, db, files, inspecting, messages
from storage.tables import complaints as complaints_table
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.storage import rows

HERE = ("email", "li@example.cn")


@pytest.fixture
def complaint(engine, world):
    """One that came with a picture and words, in a mail; its id."""
    with db.writing(engine) as session:
        talk = conversations.load(session, [HERE], NOW)[HERE]
        file_id = files.keep(session, talk.id, "<b>lamp.png", "image/png", b"\x89PNG", NOW)
        row = {**worlds.message(talk.id, 1, ""), "channel": "email", "kind": "file", "file_id": file_id}
        messages.record(session, [row, {**worlds.message(talk.id, 2, "灯不亮"), "channel": "email"}])
        return complaints.open_(session, [rows.complaint(talk, "T260304-0077")], NOW)[0]


async def test_the_picture_that_came_with_it_is_on_its_page(complaint, visit):
    _, html = await (await visit("handler")).get(f"/complaints/{complaint}")
    assert "顾客在对话里发来的文件" in html
    assert html.count('href="/files/') == 1
    assert "&lt;b&gt;lamp.png" in html


async def test_what_is_withheld_is_not_on_it(complaint, visit, monkeypatch):
    """What came since something was told without a name would tell whose it is."""
    monkeypatch.setattr(concealing, "withheld_since", lambda *_: NOW)
    _, html = await (await visit("handler")).get(f"/complaints/{complaint}")
    assert "lamp.png" not in html


async def test_one_without_files_has_no_room_for_them(world, visit):
    status, html = await (await visit("handler")).get(f"/complaints/{world.complaint}")
    assert status == 200
    assert "顾客在对话里发来的文件" not in html


PNG = b"\x89PNG\r\n\x1a\n"
OF_STAFF = "同事放的附件"


@pytest.fixture
async def desk(world, visit):
    """A handler at the page of the complaint: `post(*files)`, each (name, content)."""
    return Desk(await visit("handler"), world.complaint)


class Desk:
    def __init__(self, visitor, key):
        self.visitor, self.path = visitor, f"/complaints/{key}"

    async def post(self, *sent):
        form = FormData({"csrf": self.visitor.csrf}, quote_fields=False)
        for name, content in sent:
            form.add_field("file", content, filename=name)
        answer = await self.visitor.client.post(f"{self.path}/files", data=form, allow_redirects=False)
        return answer.status, await answer.text()

    async def html(self):
        return (await self.visitor.get(self.path))[1]


async def test_staff_put_files_to_a_complaint_and_the_auditor_reads_them(engine, desk, visit):
    status, _ = await desk.post(("../来信<b>.PNG", PNG), ("记录.txt", "电话记录".encode()))
    assert status == 303
    html = await desk.html()
    assert OF_STAFF in html
    assert "来信&lt;b&gt;.PNG" in html
    assert "handler先生 放的" in html
    (first,) = re.findall(r'href="(/files/\d+)" download>[^<]*记录.txt', html)
    assert await (await visit("auditor")).get(first) == (200, "电话记录")
    assert (await (await visit("viewer")).get(first))[0] == 403
    assert (await desk.post(("noch einmal.png", PNG)))[0] == 303
    assert (await desk.html()).count('href="/files/') == 2, "the same content is kept once"


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ([], 400, "请先选文件"),
        ([("a.txt", b"")], 400, "是空的"),
        ([("a.png", PNG + b"x" * 100)], 413, "太大"),
        ([("a.html", b"<html><script>")], 415, "不能收"),
        ([("good.png", PNG), ("b.exe", b"MZ\x00\x01")], 415, "不能收"),
    ],
)
async def test_what_can_not_be_kept_is_refused_with_all_that_came_with_it(
    settings, desk, monkeypatch, sent, status, told
):
    monkeypatch.setattr(settings, "upload_limit", 50)
    found, html = await desk.post(*sent)
    assert (found, told in html, OF_STAFF in html) == (status, True, False)


async def test_of_two_hundred_a_dozen_is_in_sight_and_one_more_is_refused(engine, world, desk):
    with db.writing(engine) as session:
        numbers = range(attaching.MOST)
        sent = [attaching.Sent(f"{each}.txt", "text/plain", f"{each}".encode()) for each in numbers]
        attaching.attach(session, world.complaint, world.staff["handler"], sent, NOW)
    html = await desk.html()
    seen, folded = html.split('<details id="put-all">')
    assert (seen.count('href="/files/'), folded.count('href="/files/')) == (12, 188)
    assert "全部 200 个" in folded
    status, html = await desk.post(("one.png", PNG))
    assert (status, "已经有 200 个附件" in html) == (409, True)


async def test_of_too_many_at_once_the_reason_is_that(desk, monkeypatch):
    monkeypatch.setattr(attaching, "MOST", 2)
    assert (await desk.post(("a.txt", b"a")))[0] == 303
    status, html = await desk.post(("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c"))
    assert (status, "这次选了 2 个附件" in html, "还能放 1 个" in html) == (409, True, True)
    assert "已经有" not in html
    assert (await desk.post(("a.txt", b"a"), ("b.txt", b"b")))[0] == 303


async def test_nothing_is_put_to_what_has_been_emptied(engine, world, desk):
    with db.writing(engine) as session:
        session.execute(update(complaints_table).values(story=""))
    status, html = await desk.post(("one.png", PNG))
    assert (status, "不能再放附件" in html) == (409, True)


async def test_what_the_scanner_finds_goes_and_no_customer_hears_of_it(engine, world, desk):
    with db.writing(engine) as session:
        sent = [attaching.Sent("a.png", "image/png", PNG)]
        (key,) = attaching.attach(session, world.complaint, world.staff["handler"], sent, NOW)
        before = conversations.transcript(session, world.talk)
        inspecting.keep(session, [inspecting.Inspected(key, None, "Eicar", NOW)])
        assert conversations.transcript(session, world.talk) == before
    assert "没有收下" in await desk.html()
