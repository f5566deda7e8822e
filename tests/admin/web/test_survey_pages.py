"""The pages of surveys without a browser: what they show to whom, what they take, what they refuse."""

import json
import re
from datetime import UTC, datetime

import pytest
from aiohttp import FormData

from storage import db, definitions, drafts, previews, responses, surveys
from storage.definitions import DATA
from storage.domain import questions
from storage.templates import templates
from tests.admin.web.test_taking_along import taken
from tests.admin.web.world import NOW, staff
from tests.storage.rounds import planned

KEY = "satisfaction"
SOURCE = (DATA / "surveys" / "nps.toml").read_text("utf-8")


@pytest.fixture
def newest(engine, world):
    """`newest()`: the newest version of the survey."""

    def read(key=KEY):
        with db.reading(engine) as session:
            return drafts.newest(session, key)

    return read


def change(draft, **fields):
    """What the editor sends."""
    definition = {**draft.definition, **fields}
    return {
        "definition": json.dumps(definition),
        "began": json.dumps(draft.definition),
        "base": draft.digest,
    }


async def test_the_list_says_which_version_is_in_force_and_how_many_have_answered(world, visit):
    _, html = await (await visit("viewer")).get("/surveys")
    assert "顾客满意度问卷" in html
    assert "顾客正在用第 1 版" in html
    assert "答完 1 份" in html
    assert "新建问卷" not in html
    assert "新建问卷" in (await (await visit("handler")).get("/surveys"))[1]


async def listed(visitor, query=""):
    """The keys of the surveys that are shown."""
    return re.findall(r'<li><a href="/surveys/(\w+)"', (await visitor.get(f"/surveys{query}"))[1])


async def test_a_survey_is_listed_under_the_state_that_is_asked_for_and_stays_on_its_pages(
    engine, newest, visit, monkeypatch
):
    with db.writing(engine) as session:
        for source in (SOURCE, SOURCE.replace('key = "nps"', 'key = "third"', 1)):
            surveys.import_(session, source, NOW)
        surveys.import_(session, newest().source.replace("顾客满意度", "新的满意度"), NOW)
        surveys.publish(session, "nps", NOW)
    visitor = await visit("viewer")
    assert set(await listed(visitor)) == {KEY, "nps", "third"}
    assert set(await listed(visitor, "?state=published")) == {KEY, "nps"}
    assert set(await listed(visitor, "?state=draft")) == {KEY, "third"}, "written next, and new"
    assert await listed(visitor, "?state=retired") == []
    assert "没有这个状态的问卷" in (await visitor.get("/surveys?state=retired"))[1]
    assert set(await listed(visitor, "?state=nope")) == {KEY, "nps", "third"}
    monkeypatch.setattr("admin.paging.SIZE", 1)
    first = await listed(visitor, "?state=published&sort=title")
    _, html = await visitor.get("/surveys?state=published&sort=title")
    following = re.search(r'<a href="/surveys([^"]+)" rel="next"', html)[1].replace("&amp;", "&")
    assert following == "?state=published&sort=title&page=2"
    assert {*first, *(await listed(visitor, following))} == {KEY, "nps"}


async def test_the_file_of_the_surveys_says_what_the_list_says(world, newest, visit):
    visitor = await visit("auditor")
    head, row = await taken(visitor, "surveys", "state=published")
    assert dict(zip(head, row, strict=True)) == {
        "代号": KEY,
        "名称": newest().definition["title"],
        "状态": "已发布",
        "第几版": "1",
        "顾客正在用第几版": "1",
        "答完": "1",
        "正在答": "0",
        "中途停下": "0",
        "最近改过": row[-1],
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row[-1])
    assert len(await taken(visitor, "surveys", "state=draft")) == 1, "its head alone"


async def test_a_draft_of_another_name_is_told_on_the_surveys_pages_and_renames_nothing_elsewhere(
    engine, newest, visit
):
    old, handler = newest().definition["title"], await visit("handler")
    await handler.post(f"/surveys/{KEY}/save", **change(newest(), title="改了名字"))
    assert newest().definition["title"] == "改了名字"
    planned(engine)
    for page in ("/responses", "/responses/1", "/rounds", "/", "/responses/new", "/imports", "/poster"):
        status, html = await (await visit("administrator")).get(page)
        assert (status, old in html, "改了名字" in html) == (200, True, False), page
    for page in ("/surveys", f"/surveys/{KEY}"):
        _, html = await handler.get(page)
        assert f"{old}</" in html
        assert "第 2 版改名为「改了名字」" in html
    head, row = await taken(handler, "surveys", "")
    assert dict(zip(head, row, strict=True))["名称"] == old


async def test_without_a_survey_the_list_says_how_to_begin(engine, visit):
    with db.writing(engine) as session:
        staff(session)
    assert "从模板开始最快" in (await (await visit("handler")).get("/surveys"))[1]


@pytest.mark.parametrize("template", templates(), ids=lambda each: each.name)
async def test_from_each_template_a_survey_is_begun_under_a_key_of_its_own(template, newest, visit):
    visitor = await visit("handler")
    assert template.title in (await visitor.get("/surveys-new"))[1]
    keys = set()
    for _ in range(2):
        answer = await visitor.client.post(
            "/surveys-new", data={"csrf": visitor.csrf, "template": template.name}, allow_redirects=False
        )
        keys.add(re.fullmatch(r"/surveys/(\w+)/edit#begun", answer.headers["Location"])[1])
    assert len(keys) == 2
    for key in keys:
        assert newest(key).definition["title"] == template.title
        assert (await visitor.get(f"/surveys/{key}/edit"))[0] == 200


async def test_an_empty_sheet_needs_a_title_and_has_one_question(newest, visit):
    visitor = await visit("handler")
    status, html = await visitor.post("/surveys-new", title=" ")
    assert (status, "请先给问卷起个名字" in html) == (400, True)
    await visitor.post("/surveys-new", title="新的")
    assert newest("survey").definition["title"] == "新的"
    assert (await visitor.post("/surveys-new", template="../x"))[0] == 404


async def test_toml_is_taken_as_it_is_and_refused_with_its_lines_and_all_that_was_typed(newest, visit):
    visitor = await visit("handler")
    status, html = await visitor.post("/surveys-new/import", source=SOURCE.replace("kind = ", "knd = ", 1))
    assert status == 400
    assert re.search(r"第 \d+ 行：不认识 knd", html)
    assert "推荐意愿问卷" in html
    status, _ = await visitor.post("/surveys-new/import", source=SOURCE)
    assert status == 303
    assert newest("nps").source == SOURCE
    assert newest("nps").by == "handler先生"
    assert (await visitor.post("/surveys-new/import", source=""))[0] == 400


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xfe\x00", "UTF-8"), (b"\xef\xbb\xbf" + SOURCE.encode(), "")]
)
async def test_an_uploaded_file_may_begin_with_a_mark_but_must_be_text(content, said, newest, visit):
    visitor = await visit("handler")
    form = FormData()
    form.add_field("csrf", visitor.csrf)
    form.add_field("file", content, filename="nps.toml")
    answer = await visitor.client.post("/surveys-new/import", data=form, allow_redirects=False)
    assert answer.status == (400 if said else 303)
    assert said in await answer.text()
    assert bool(newest("nps")) is not bool(said)


async def test_the_check_is_the_one_of_the_command_line_in_words_of_the_page(newest, visit):
    visitor = await visit("handler")
    section = [
        {"question": [{"key": "a", "kind": "scale", "title": "", "text": "好吗", "scheme": "x", "most": 1}]}
    ]
    _, body = await visitor.post(f"/surveys/{KEY}/check", **change(newest(), section=section))
    told = {each["where"]: each["why"] for each in json.loads(body)["problems"]}
    assert told["section.1.question.1.title"] == "「名称」还没有写。"
    assert told["section.1.question.1.most"] == "等级（满意度）题用不上「最多选几项」。"
    assert "没有「x」这套等级" in told["section.1.question.1.scheme"]
    _, body = await visitor.post(f"/surveys/{KEY}/check", **change(newest()))
    assert json.loads(body) == {"problems": []}


async def test_a_draft_is_saved_compared_published_and_retired(world, newest, visit):
    handler, administrator = await visit("handler"), await visit("administrator")
    section = newest().definition["section"]
    section[0]["question"][0]["text"] = "东西怎么样？"
    status, body = await handler.post(f"/surveys/{KEY}/save", **change(newest(), section=section))
    assert (status, json.loads(body)["base"]["number"]) == (200, 2)
    _, html = await handler.get(f"/surveys/{KEY}")
    assert "改动 1 题" in html
    assert "现在没有答到一半的顾客" in html
    assert "批准、发布和停用由管理员来做" in html
    _, html = await handler.get(f"/surveys/{KEY}/compare")
    assert "<del>您用下来，觉得产品质量怎么样？</del>" in html
    assert "<ins>东西怎么样？</ins>" in html
    digest = newest().digest
    status, _ = await administrator.post(f"/surveys/{KEY}/versions/2/publish", digest=digest)
    assert (status, newest().state) == (303, "published")
    status, _ = await administrator.post(f"/surveys/{KEY}/versions/2/retire", digest=digest)
    assert (status, newest().state) == (303, "retired")


async def test_a_draft_is_discarded_and_taken_up_again(world, newest, visit):
    handler = await visit("handler")
    await handler.post(f"/surveys/{KEY}/save", **change(newest(), title="改坏了"))
    _, html = await handler.get(f"/surveys/{KEY}")
    assert "放弃这份草稿" in html
    assert "放弃这份草稿" not in (await (await visit("viewer")).get(f"/surveys/{KEY}"))[1]
    digest = newest().digest
    status, html = await handler.post(f"/surveys/{KEY}/versions/2/discard", digest="another")
    assert (status, "刚刚有同事动过这一版" in html) == (409, True)
    status, _ = await handler.post(f"/surveys/{KEY}/versions/2/discard", digest=digest)
    assert (status, newest().number) == (303, 1)
    _, html = await handler.get(f"/surveys/{KEY}")
    assert "已放弃" in html
    assert "准备中的第" not in html
    assert "改坏了" not in (await handler.get("/surveys"))[1]
    status, _ = await handler.post(f"/surveys/{KEY}/versions/2/restore", digest=digest)
    assert (status, newest().number, newest().state) == (303, 2, "draft")


async def test_what_was_discarded_is_not_published_from_a_page_that_still_offers_it(newest, visit):
    visitor = await visit("administrator")
    await visitor.post("/surveys-new", title="新的")
    seen = newest("survey")
    await visitor.post("/surveys/survey/versions/1/discard", digest=seen.digest)
    status, html = await visitor.post("/surveys/survey/versions/1/publish", digest=seen.digest)
    assert (status, "所以什么都没有做" in html) == (409, True)
    assert newest("survey").state == "discarded"


async def test_who_is_in_the_midst_is_told_before_publishing(engine, world, newest, visit):
    with db.writing(engine) as session:
        begun = {"version_id": world.version, "conversation_id": world.talk, "customer_id": None}
        more = {"channel": "webchat", "segment": "", "place": "", "preview": False, "begun_at": NOW}
        responses.begin(session, [responses.Begun(**begun, **more)])
    visitor = await visit("administrator")
    await visitor.post(f"/surveys/{KEY}/save", **change(newest(), target=90))
    assert "现在有 1 位顾客答到一半" in (await visitor.get(f"/surveys/{KEY}"))[1]


async def test_what_was_not_seen_is_not_published(world, newest, visit):
    visitor = await visit("administrator")
    seen = newest()
    await visitor.post(f"/surveys/{KEY}/save", **change(seen, target=90))
    status, html = await visitor.post(f"/surveys/{KEY}/versions/2/publish", digest=seen.digest)
    assert (status, "所以什么都没有做" in html) == (409, True)
    assert newest().state == "draft"
    assert (await visitor.post(f"/surveys/{KEY}/versions/9/publish"))[0] == 404


async def test_the_later_of_two_is_told_what_changed_and_by_whom(newest, visit):
    one, other = await visit("handler"), await visit("administrator")
    seen = newest()
    await one.post(f"/surveys/{KEY}/save", **change(seen, target=90))
    status, body = await other.post(f"/surveys/{KEY}/save", **change(seen, purpose="想知道"))
    told = json.loads(body)
    assert status == 409
    assert told["base"]["by"] == "handler先生"
    assert [(each["field"], each["old"], each["new"]) for each in told["changes"]] == [
        ("满意度指数的目标", "85", "90")
    ]
    assert (told["merged"]["target"], told["merged"]["purpose"]) == (90, "想知道")
    assert newest().definition["target"] == 90
    status, body = await other.post(f"/surveys/{KEY}/copy", **change(seen, purpose="想知道"))
    assert json.loads(body) == {"to": "/surveys/satisfaction_2/edit"}
    assert newest("satisfaction_2").definition["title"] == "顾客满意度问卷（另一份）"


@pytest.mark.parametrize("sent", ["", "[]", "{", "7", '{"title": "\\ud800"}', "NaN", "[" * 100_000])
@pytest.mark.parametrize("act", ["check", "save", "copy"])
async def test_what_no_editor_sends_is_refused_and_changes_nothing(act, sent, newest, visit):
    visitor = await visit("handler")
    before = newest()
    status, _ = await visitor.post(f"/surveys/{KEY}/{act}", definition=sent, base=before.digest)
    assert status in (200, 400)
    assert newest() == before
    assert (await visitor.post("/surveys/none/save", **change(before)))[0] == 404


async def test_the_toml_goes_out_as_it_came_in(newest, visit):
    visitor = await visit("viewer")
    answer = await visitor.client.get(f"/surveys/{KEY}/versions/1/toml")
    assert await answer.text() == newest().source
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{KEY}-1.toml"'


async def test_a_preview_is_a_signed_link_into_the_chat_and_the_page_may_show_it(
    world, newest, visit, settings
):
    visitor = await visit("viewer")
    answer = await visitor.client.get(f"/surveys/{KEY}/versions/1/preview")
    html = await answer.text()
    token = re.search(rf'src="{re.escape(settings.bot_address)}/\?preview=([0-9a-f-]+)"', html)[1]
    assert previews.version_in(token, datetime.now(UTC)) == world.version
    assert f"frame-src {settings.bot_address};" in answer.headers["Content-Security-Policy"]
    _, body = await (await visit("handler")).post(f"/surveys/{KEY}/link")
    assert json.loads(body)["to"].startswith(f"{settings.bot_address}/?preview={world.version}-")


async def test_a_survey_that_there_is_not_is_not_found(world, visit):
    visitor = await visit("administrator")
    for path in ("", "/edit", "/compare", "/versions/1/preview", "/versions/1/toml"):
        assert (await visitor.get(f"/surveys/none{path}"))[0] == 404


async def test_hostile_texts_are_shown_as_texts(newest, visit):
    visitor = await visit("handler")
    bad = "</script><img src=x onerror=alert(1)>"
    await visitor.post(f"/surveys/{KEY}/save", **change(newest(), title=bad, purpose=bad))
    for path in ("/surveys", f"/surveys/{KEY}", f"/surveys/{KEY}/edit", f"/surveys/{KEY}/compare"):
        _, html = await visitor.get(path)
        assert "<img src=x" not in html


@pytest.mark.parametrize("kind", questions.names())
def test_every_kind_and_every_field_that_it_uses_has_a_name_that_people_understand(kind):
    texts = definitions.texts("zh-CN")
    assert texts.has(f"page.surveys.kind.{kind}")
    assert texts.has(f"page.surveys.about_kind.{kind}")
    assert [name for name in questions.kind(kind).uses if not texts.has(f"page.surveys.field.{name}")] == []


def test_what_a_problem_says_on_the_page_needs_nothing_that_the_law_does_not_tell():
    own = definitions.texts("zh-CN")
    of_the_law = own.section("survey_problem")
    for code, sentence in own.section("page.surveys.problem").items():
        assert set(re.findall(r"(?<!{){(\w+)}", sentence)) <= set(
            re.findall(r"(?<!{){(\w+)}", of_the_law[code])
        )
