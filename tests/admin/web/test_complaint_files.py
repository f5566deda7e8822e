"""A complaint shows the files that its customer sent: what a mail calls evidence is there to be seen."""

import pytest

from storage import complaints, concealing, conversations, db, files, messages
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
