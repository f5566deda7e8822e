"""The organisation's own categories: edited row by row or as text, checked, kept as versions, given back."""

import html as html_of
import re
import tomllib

import pytest
from sqlalchemy import update

import nlp
from admin import naming, taxonomy_form
from storage import db, models, taxonomies
from storage.tables import analyses
from tests.admin.web import world as worlds

OWN = '[delivery]\nname = "送货"\nseeds = ["快递"]\nexcept = "快递员考试"\n\n[colour]\nname = "<b>颜色"\n'


def current(engine):
    with db.reading(engine) as session:
        return taxonomies.current(session)


def history(engine):
    with db.reading(engine) as session:
        return taxonomies.history(session)


def fields(html):
    """The rows of the form, and the revision that it was made from."""
    own = re.search(r'<form [^>]*action="/taxonomy" .*?</form>', html, re.DOTALL)[0]
    columns = {}
    for name in ("was", "name", "key"):
        columns[name] = [
            html_of.unescape(each) for each in re.findall(rf' name="{name}" value="([^"]*)"', own)
        ]
    for name in ("description", "seeds"):
        found = re.findall(rf' name="{name}"[^>]*>([^<]*)</textarea>', own)
        columns[name] = [html_of.unescape(each) for each in found]
    return columns, re.search(r'name="revision" value="(\d+)"', own)[1]


async def send(visitor, columns, revision, **more):
    data = [("csrf", visitor.csrf), ("revision", revision), *more.items()]
    data += [(name, each) for name, column in columns.items() for each in column]
    answer = await visitor.client.post("/taxonomy", data=data, allow_redirects=False)
    return answer.status, await answer.text()


@pytest.fixture
def own(engine, world):
    """A taxonomy of two categories is in force."""
    with db.writing(engine) as session:
        return taxonomies.put(session, OWN, world.staff["administrator"], worlds.NOW)


async def test_the_general_categories_are_there_to_begin_with(world, visit):
    _, html = await (await visit("administrator")).get("/taxonomy")
    columns, revision = fields(html)
    general = nlp.general().categories
    assert revision == "0"
    assert columns["name"][: len(general)] == [category.name for category in general]
    assert columns["seeds"][0] == "、".join(general[0].seeds)
    text = html_of.unescape(re.search(r'<textarea id="text"[^>]*>([^<]*)</textarea>', html)[1])
    assert nlp.Taxonomy.parse(text).version == nlp.general().version


async def test_a_row_is_edited_one_added_one_taken_out_and_the_rest_stays(own, engine, visit):
    visitor = await visit("administrator")
    columns, revision = fields((await visitor.get("/taxonomy"))[1])
    columns["name"][0] = "送货上门"
    for name, value in {"key": "smell", "name": "气味", "seeds": "味道、异味\n甲醛"}.items():
        columns[name][2] = value
    assert (await send(visitor, columns, revision, gone="colour"))[0] == 303
    assert tomllib.loads(current(engine).text) == {
        "delivery": {"name": "送货上门", "seeds": ["快递"], "except": "快递员考试"},
        "smell": {"name": "气味", "seeds": ["味道", "异味", "甲醛"]},
    }
    assert "送货上门" in (await visitor.get("/matters"))[1]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("name", "", "没有名称"),
        ("name", "<b>颜色", "有两个类别都叫“&lt;b&gt;颜色”"),
        ("key", "有空 格", "代号“有空 格”不能用"),
        ("key", "colour", "不能用"),
        ("seeds", "长" * 41, "太长"),
        ("description", "长" * 501, "“说明”太长，最多 500 个字"),
    ],
)
async def test_a_row_that_cannot_be_is_told_and_stays_as_typed(column, value, told, own, engine, visit):
    visitor = await visit("administrator")
    columns, revision = fields((await visitor.get("/taxonomy"))[1])
    columns[column][0] = value
    status, html = await send(visitor, columns, revision)
    assert status == 400
    assert told in html
    assert fields(html)[0][column][0] == value
    assert current(engine).text == OWN


async def test_a_new_row_with_a_description_alone_is_told_and_stays_as_typed(own, engine, visit):
    visitor = await visit("administrator")
    columns, revision = fields((await visitor.get("/taxonomy"))[1])
    columns["description"][2] = "家具的味道"
    status, html = await send(visitor, columns, revision)
    assert status == 400
    assert "家具的味道" in fields(html)[0]["description"]
    assert current(engine).text == OWN


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[delivery\nname = 1", "第 1 行"),
        ("", "一个类别也没有"),
        ("[a]\nname = 3", "“名称”要写成一段文字"),
        ('[a]\nname = "甲"\ncolour = "红"', "没有“colour”这一项"),
        ('[a]\nname = "甲"\n[a]\nname = "乙"', "写了两次"),
        ('a = "甲"', "“a”不是一个类别"),
        ('[a]\nname = "甲"\nseeds = [1]', "“示例词”要写成一组词"),
    ],
)
async def test_text_that_cannot_be_is_told_and_stays_as_typed(text, told, own, engine, visit):
    visitor = await visit("administrator")
    status, html = await visitor.post("/taxonomy/text", text=text, revision=str(own))
    assert (status, told in html) == (400, True)
    assert text in html_of.unescape(html)
    assert current(engine).text == OWN


async def test_the_text_is_kept_as_it_was_written(own, engine, visit):
    text = '# 自己的\n[b]\nname = "乙"\n'
    assert (await (await visit("administrator")).post("/taxonomy/text", text=text, revision=str(own)))[
        0
    ] == 303
    assert current(engine).text == text


async def test_who_comes_second_is_told_and_nothing_is_lost(own, engine, world, visit):
    visitor = await visit("administrator")
    columns, revision = fields((await visitor.get("/taxonomy"))[1])
    with db.writing(engine) as session:
        taxonomies.put(session, '[b]\nname = "乙"\n', world.staff["administrator"], worlds.NOW)
    columns["name"][0] = "我改的名称"
    status, html = await send(visitor, columns, revision)
    assert (status, "同事刚刚保存了新的一版" in html) == (409, True)
    assert fields(html)[0]["name"][0] == "我改的名称"
    assert (await visitor.post("/taxonomy/text", text=OWN + "\n", revision=revision))[0] == 409
    assert (await visitor.post("/taxonomy/back", version="general", revision=revision))[0] == 409
    assert current(engine).text.startswith("[b]")


async def test_an_earlier_version_and_the_general_one_are_a_button_away(own, engine, visit):
    visitor = await visit("administrator")
    assert (await visitor.post("/taxonomy/back", version="general", revision=str(own)))[0] == 303
    assert current(engine) is None
    _, html = await visitor.get("/taxonomy")
    assert "通用分类" in html
    seen = fields(html)[1]
    assert (await visitor.post("/taxonomy/back", version=str(own), revision=seen))[0] == 303
    assert current(engine).text == OWN
    assert len(history(engine)) == 3


@pytest.mark.parametrize("version", ["404", "", "x"])
async def test_a_version_that_is_none_is_told(version, own, engine, visit):
    status, html = await (await visit("administrator")).post(
        "/taxonomy/back", version=version, revision=str(own)
    )
    assert (status, "没有这一版" in html) == (400, True)
    assert current(engine).text == OWN


async def test_texts_that_are_to_be_read_anew_show_how_far_it_is(own, engine, world, visit):
    with db.writing(engine) as session:
        worlds.read(session, "complaint", world.complaint)
    _, html = await (await visit("administrator")).get("/taxonomy")
    done, most = re.search(r'<progress id="anew" value="(\d+)" max="(\d+)">', html).groups()
    assert int(done) < int(most)


@pytest.mark.parametrize("text", ["", OWN], ids=["general", "own"])
async def test_texts_that_the_organisation_s_model_has_read_need_not_be_read_anew(text, engine, world, visit):
    taught = {"features": nlp.FEATURES, "taught": {"颜": {"delivery": 1.0}}}
    with db.writing(engine) as session:
        taxonomies.put(session, text, world.staff["administrator"], worlds.NOW)
        models.choose(session, models.add(session, b"", taught, worlds.NOW), worlds.NOW)
        version = nlp.version(naming.in_force(session))
        session.execute(update(analyses).values(model=version))
    _, html = await (await visit("administrator")).get("/taxonomy")
    nlp.use(None)
    assert '<progress id="anew"' not in html


async def test_names_are_english_where_the_page_is(world, visit):
    visitor = await visit("administrator")
    await visitor.get("/language/en")
    _, html = await visitor.get("/matters")
    assert "Product quality" in html
    columns, _ = fields((await visitor.get("/taxonomy"))[1])
    assert columns["name"][0] == "Product quality"
    assert columns["description"][0].startswith("How well it is made")


async def test_what_is_typed_on_an_english_page_is_english_and_the_rest_stays(own, engine, visit):
    visitor = await visit("administrator")
    await visitor.get("/language/en")
    columns, revision = fields((await visitor.get("/taxonomy"))[1])
    columns["name"][0], columns["description"][0] = "Delivery", "How soon it comes"
    columns["name"][2], columns["key"][2] = "Smell", "smell"
    assert (await send(visitor, columns, revision))[0] == 303
    assert tomllib.loads(current(engine).text) == {
        "delivery": {
            "name": {"zh-CN": "送货", "en": "Delivery"},
            "description": "How soon it comes",
            "seeds": ["快递"],
            "except": "快递员考试",
        },
        "colour": {"name": "<b>颜色", "seeds": []},
        "smell": {"name": "Smell", "seeds": []},
    }
    await visitor.get("/language/zh-CN")
    columns, revision = fields((await visitor.get("/taxonomy"))[1])
    assert columns["name"][:3] == ["送货", "<b>颜色", "Smell"]
    columns["name"][0] = "物流"
    assert (await send(visitor, columns, revision))[0] == 303
    assert tomllib.loads(current(engine).text)["delivery"]["name"] == {"zh-CN": "物流", "en": "Delivery"}


async def test_names_cost_nothing_of_what_a_model_was_taught_and_that_is_unfolded_once(
    engine, own, monkeypatch
):
    taught = {"features": nlp.FEATURES, "taught": {"颜": {"colour": 1.0}}}
    with db.writing(engine) as session:
        key = models.add(session, b"", taught, worlds.NOW)
        models.choose(session, key, worlds.NOW)
    read, real = [], models.figures
    monkeypatch.setattr(models, "figures", lambda session: read.append(1) or real(session))
    with db.reading(engine) as session:
        assert naming.names(session, "zh-CN") == {"delivery": "送货", "colour": "<b>颜色"}
    assert read == []
    for _ in range(3):
        with db.reading(engine) as session:
            assert naming.in_force(session).taught == taught["taught"]
    assert read == [1]
    with db.writing(engine) as session:
        models.choose(session, models.add(session, b"", {**taught, "taught": {}}, worlds.NOW), worlds.NOW)
        assert naming.in_force(session).taught == {}
        models.choose(session, key, worlds.NOW)
        assert naming.in_force(session).taught == taught["taught"]


async def test_a_category_that_is_known_by_its_name_alone_says_so(own, engine, world, visit):
    visitor = await visit("administrator")
    _, html = await visitor.get("/taxonomy")
    assert re.findall(r'id="mute-(\d+)"', html) == ["2"], "colour has neither words nor a description"
    taught = {"features": nlp.FEATURES, "taught": {"颜": {"colour": 1.0}}}
    with db.writing(engine) as session:
        models.choose(session, models.add(session, b"", taught, worlds.NOW), worlds.NOW)
        assert taxonomy_form.mute(naming.in_force(session)) == set(), "corrections have taught it"
