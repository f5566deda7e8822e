"""Promises, levels and rules edited as forms: what was typed becomes the same definition as in the text."""

import html as html_of
import re
import tomllib

import pytest

from admin import ruling_tables
from storage import db, definitions, rulings
from storage.domain.holidays import WEEKDAYS
from tests.admin.web import world as worlds


@pytest.fixture(autouse=True)
def _as_it_ships():
    yield
    rulings.forget()


def typed(html, action):
    """The fields of the form with this action, as a browser would send them back."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)[0]
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1]
    fields.pop("csrf")
    return {name: html_of.unescape(value) for name, value in fields.items()}


def why(html, path):
    """What is told to be wrong with this field."""
    found = re.search(rf'id="{path.replace(".", "-")}-wrong">([^<]*)<', html)
    return found[1] if found else ""


async def saved(visitor, home, html):
    """What the preview would put is put."""
    return (await visitor.post(home, **typed(html, home)))[0]


async def test_promises_as_they_stand_are_the_form_and_say_the_same(world, visit):
    admin = await visit("administrator")
    fields = typed((await admin.get("/promises"))[1], "/promises/form")
    before = [definitions.promised(language=each) for each in definitions.languages()]
    status, html = await admin.post("/promises/form", **fields | {"promise.1.text": "两天之内答复您。"})
    assert (status, "保存以后，这些会变" in html) == (200, True)
    assert await saved(admin, "/promises", html) == 303
    after = [definitions.promised(language=each) for each in definitions.languages()]
    assert definitions.promised(language="zh-CN")[0].text == "两天之内答复您。"
    assert [each[1:] for each in after] == [each[1:] for each in before]


@pytest.mark.parametrize(
    ("change", "path", "told"),
    [
        ({"promise.2.title": ""}, "promise.2.title", "请填写"),
        ({"promise.2.title": "长" * 61}, "promise.2.title", "最多 60 个字"),
        ({"promise.3.in.en.text": "x" * 501}, "promise.3.in.en.text", "最多 500 个字"),
        ({"promise.1.text": "铃\x07"}, "promise.1.text", "看不见的控制字符"),
    ],
)
async def test_a_promise_that_cannot_be_is_told_at_its_field(change, path, told, world, visit):
    admin = await visit("administrator")
    fields = typed((await admin.get("/promises"))[1], "/promises/form") | change
    status, html = await admin.post("/promises/form", **fields)
    assert (status, told in why(html, path)) == (400, True)
    assert typed(html, "/promises/form") == fields, "nothing is lost"


async def test_promises_are_added_moved_and_taken_away(world, visit):
    admin = await visit("administrator")
    fields = typed((await admin.get("/promises"))[1], "/promises/form")
    _, html = await admin.post("/promises/form", **fields, do="up.2")
    titles = re.findall(r'name="promise\.\d\.title" value="([^"]*)"', html)
    assert titles == ["办完为止", "有问必答", "随时可查", "为您保密"]
    _, html = await admin.post("/promises/form", **typed(html, "/promises/form"), do="drop.1")
    _, html = await admin.post("/promises/form", **typed(html, "/promises/form"), do="add")
    fields = typed(html, "/promises/form") | {"promise.4.title": "当天回", "promise.4.text": "当天回您。"}
    _, html = await admin.post("/promises/form", **fields)
    assert await saved(admin, "/promises", html) == 303
    assert [each.title for each in definitions.promised(language="zh-CN")] == [*titles[1:], "当天回"]


async def test_a_colleague_s_promises_are_not_overwritten_by_a_form(world, engine, visit):
    admin = await visit("administrator")
    fields = typed((await admin.get("/promises"))[1], "/promises/form") | {"promise.1.title": "马上答"}
    with db.writing(engine) as session:
        text = '[[promise]]\ntitle = "新"\ntext = "新的"\n'
        rulings.put(session, "promises", text, world.staff["administrator"], worlds.NOW)
    status, html = await admin.post("/promises/form", **fields)
    assert (status, "同事刚刚保存了新的一版" in html, "马上答" in html) == (409, True, True)


async def test_levels_as_they_stand_are_the_form_and_say_the_same(world, visit):
    admin = await visit("administrator")
    before = definitions.schemes()["percent5"]
    fields = typed((await admin.get("/levels/percent5"))[1], "/levels/percent5/form")
    assert fields["level.1.words"] == "很不满意、不及格"
    status, html = await admin.post("/levels/percent5/form", **fields | {"level.5.label": "非常好"})
    assert (status, "保存以后，这些会变" in html) == (200, True)
    assert await saved(admin, "/levels/percent5", html) == 303
    after = definitions.schemes()["percent5"]
    assert after.levels[4].label == "非常好"
    assert (after.levels[:4], after.picker) == (before.levels[:4], before.picker)
    assert after.others == before.others


@pytest.mark.parametrize(
    ("change", "path", "told"),
    [
        ({"level.2.label": ""}, "level.2.label", "请填写"),
        ({"level.2.label": "长" * 61}, "level.2.label", "最多 60 个字"),
        ({"level.2.score": "四十"}, "level.2.score", "请写数字"),
        ({"level.2.score": "nan"}, "level.2.score", "请写数字"),
        ({"level.5.score": "101"}, "level.5.score", "0 到 100"),
        ({"title": ""}, "title", "请填写"),
        ({"level.3.in.en.label": "x" * 61}, "level.3.in.en.label", "最多 60 个字"),
    ],
)
async def test_a_level_that_cannot_be_is_told_at_its_field(change, path, told, world, visit):
    admin, form = await visit("administrator"), "/levels/stars5/form"
    fields = typed((await admin.get("/levels/stars5"))[1], form) | change
    status, html = await admin.post(form, **fields)
    assert (status, told in why(html, path)) == (400, True)
    assert typed(html, form) == fields, "nothing is lost"


async def test_a_level_is_added_where_its_score_puts_it_and_one_is_taken_away(world, visit):
    admin, form = await visit("administrator"), "/levels/stars5/form"
    _, html = await admin.post(form, **typed((await admin.get("/levels/stars5"))[1], form), do="drop.1")
    _, html = await admin.post(form, **typed(html, form), do="add")
    fields = typed(html, form) | {
        "level.5.label": "半星",
        "level.5.score": "10",
        "level.5.in.en.label": "Half",
    }
    _, html = await admin.post(form, **fields)
    assert await saved(admin, "/levels/stars5", html) == 303
    made = definitions.schemes()["stars5"]
    assert [each.label for each in made.levels] == ["半星", "2 星", "3 星", "4 星", "5 星"]
    assert [each.label for each in made.others["en"].levels][:2] == ["Half", "2 stars"]
    assert len({each.key for each in made.levels}) == 5


async def test_a_scheme_of_a_colleague_s_is_not_overwritten_and_a_new_one_is_made(world, engine, visit):
    admin, form = await visit("administrator"), "/levels/mine/form"
    fields = typed((await admin.get("/levels/mine?like=stars5"))[1], form)
    _, html = await admin.post(form, **fields | {"title": "我的"})
    assert await saved(admin, "/levels/mine", html) == 303
    assert definitions.schemes()["mine"].title == "我的"
    status, html = await admin.post(form, **fields | {"title": "又改"})
    assert (status, "同事刚刚保存了新的一版" in html, "又改" in html) == (409, True, True)


RULES = "/rules/policy/form"


async def test_numbers_are_changed_in_a_form_and_comments_stay(world, engine, visit):
    admin = await visit("administrator")
    fields = typed((await admin.get("/rules"))[1], RULES)
    assert (fields["limits.answer.amount"], fields["limits.answer.unit"]) == ("2", "days")
    assert (fields["retention.complaints.amount"], fields["retention.complaints.unit"]) == ("5", "years")
    change = {
        "limits.answer.amount": "12",
        "limits.answer.unit": "hours",
        "severity.critical.answer.amount": "2",
        "severity.critical.answer.unit": "clock_hours",
        "soon.share": "40",
        "quiet.from": "20:00",
        "contact.most": "3",
        "action_limits.item": "",
        "retention.files.amount": "3",
    }
    status, html = await admin.post(RULES, **fields | change)
    assert (status, "保存以后，这些会变" in html) == (200, True)
    assert await saved(admin, "/rules/policy", html) == 303
    policy = definitions.policy()
    assert (policy.limits["answer"].hours, policy.limits["answer"].source) == (12, "gbt19012_7_7")
    assert policy.of("critical").limits["answer"].clock_hours == 2
    assert policy.of("minor").limits["answer"].hours == 12
    assert (policy.limits["close"].soon.share, policy.quiet.begins.hour, policy.contact.most) == (0.4, 20, 3)
    assert (policy.action.index, policy.action.item, policy.retention.files) == (75, None, 1095)
    with db.reading(engine) as session:
        text = rulings.current(session, "policy").text
    assert text.count("#") == definitions.shipped("policy").count("#")
    fields = typed((await admin.get("/rules"))[1], RULES)
    _, html = await admin.post(RULES, **fields | {"severity.critical.answer.amount": ""})
    assert await saved(admin, "/rules/policy", html) == 303
    assert not definitions.policy().overrides


@pytest.mark.parametrize(
    ("change", "path", "told"),
    [
        ({"limits.answer.amount": ""}, "limits.answer.amount", "请写数字"),
        ({"limits.answer.amount": "两天"}, "limits.answer.amount", "请写数字"),
        ({"limits.answer.amount": "1.5"}, "limits.answer.amount", "请写整数"),
        ({"limits.close.amount": "1" * 21}, "limits.close.amount", "最多 20 个字"),
        ({"severity.serious.close.amount": "-1"}, "severity.serious.close.amount", "1 到 1000"),
        ({"quiet.from": "25:00"}, "quiet.from", "一天里的时间"),
        ({"soon.share": "140"}, "soon.share", "0 到 100"),
        ({"action_limits.index": "101"}, "action_limits.index", "0 到 100"),
        ({"retention.raw.amount": "x"}, "retention.raw.amount", "请写数字"),
    ],
)
async def test_a_number_that_cannot_be_is_told_at_its_field(change, path, told, world, visit):
    admin = await visit("administrator")
    fields = typed((await admin.get("/rules"))[1], RULES) | change
    status, html = await admin.post(RULES, **fields)
    assert (status, told in why(html, path)) == (400, True)
    assert typed(html, RULES) == fields, "nothing is lost"


async def test_a_policy_on_a_base_says_only_what_was_changed(world, engine, visit):
    admin = await visit("administrator")
    based = 'base = "standard"\nkey = "own"\ntitle = "本厂"\n'
    with db.writing(engine) as session:
        rulings.put(session, "policy", based, world.staff["administrator"], worlds.NOW)
    fields = typed((await admin.get("/rules"))[1], RULES)
    _, html = await admin.post(RULES, **fields | {"limits.close.amount": "20", "quiet.to": "09:00"})
    assert await saved(admin, "/rules/policy", html) == 303
    assert (definitions.policy().limits["close"].days, definitions.policy().quiet.ends.hour) == (20, 9)
    with db.reading(engine) as session:
        assert "retention" not in rulings.current(session, "policy").text
    status, html = await admin.post(RULES, **fields | {"limits.close.amount": "30"})
    assert (status, "同事刚刚保存了新的一版" in html) == (409, True)
    assert typed(html, RULES)["limits.close.amount"] == "30"


async def test_the_hours_of_the_week_are_changed_in_a_form(world, engine, visit):
    admin, form = await visit("administrator"), "/rules/calendar/form"
    fields = typed((await admin.get("/rules/calendar"))[1], form)
    assert fields["week.monday"] == "09:00–12:00、13:00–18:00"
    change = {"week.saturday": "9：00-12：00", "week.friday": ""}
    _, html = await admin.post(form, **fields | change)
    assert await saved(admin, "/rules/calendar", html) == 303
    blocks = definitions.calendar().blocks
    assert [len(each) for each in blocks] == [2, 2, 2, 2, 0, 1, 0]
    with db.reading(engine) as session:
        text = rulings.current(session, "calendar").text
    assert text.count("#") == definitions.shipped("calendar").count("#")
    assert (await admin.post(form, **fields | {"week.monday": ""}))[0] == 409


@pytest.mark.parametrize(
    ("change", "path", "told"),
    [
        ({"week.monday": "九点"}, "week.monday", "请写成 09:00"),
        ({"week.monday": "12:00-09:00"}, "week.monday", "前后颠倒"),
        ({"week.monday": "9" * 201}, "week.monday", "最多 200 个字"),
        (
            {f"week.{day}": "" for day in WEEKDAYS},
            "week",
            "一天",
        ),
    ],
)
async def test_hours_that_cannot_be_are_told_at_their_day(change, path, told, world, visit):
    admin, form = await visit("administrator"), "/rules/calendar/form"
    fields = typed((await admin.get("/rules/calendar"))[1], form) | change
    status, html = await admin.post(form, **fields)
    assert (status, told in why(html, path)) == (400, True)
    assert typed(html, form) == fields, "nothing is lost"


@pytest.mark.parametrize(
    ("text", "path", "wanted", "comments"),
    [
        ("# a\n[q]\n# b\nx = 1\n\n# c\n[r]\n", ("q",), {"q": {"x": 2, "y": 3}, "r": {}}, 3),
        ("# a\n[q]\nx = 1\n", ("r", "s"), {"q": {"x": 1}, "r": {"s": {"y": 1}}}, 1),
        ("# a\nq = { x = 1 } # b\n", ("q",), {"q": {"x": 2}}, 1),
        ("q.x = 1\n", ("q",), {"q": {"x": 2}}, 0),
        ("[q]\nx = [\n1,\n]\n", ("q",), {"q": {"x": [2]}}, 0),
        ("[[o]]\na = 1\n# c\n[r]\nb = 1\n", ("o",), {"o": [{"a": 2}, {"a": 3}], "r": {"b": 1}}, 1),
    ],
)
def test_a_table_is_written_anew_and_the_rest_stays(text, path, wanted, comments):
    made = ruling_tables.rewritten(text, wanted, [path])
    assert (tomllib.loads(made), made.count("#")) == (wanted, comments)
