"""The forms on the page of a complaint: its record, who owns it, what it joins, how it ends."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from storage import complaints, conversations, db, events, users
from storage.domain.form import FIELDS
from storage.tables import responses
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW


def read(engine, query, *args):
    """What the query says."""
    with db.reading(engine) as session:
        return query(session, *args)


@pytest.fixture
async def desk(engine, world, visit):
    """A handler at the page of the complaint: `post(act, **typed)`, with the revision last seen."""
    return Desk(engine, world, await visit("handler"))


class Desk:
    def __init__(self, engine, world, visitor):
        self.engine, self.visitor, self.key = engine, visitor, world.complaint
        self.path = f"/complaints/{world.complaint}"

    @property
    def form(self):
        return read(self.engine, complaints.form, self.key)

    @property
    def one(self):
        return read(self.engine, complaints.one, self.key)

    async def post(self, act, seen=None, **typed):
        revision = str(self.one.revision if seen is None else seen)
        return await self.visitor.post(f"{self.path}/{act}", revision=revision, **typed)

    async def html(self):
        return (await self.visitor.get(self.path))[1]


async def sent_back(desk, act):
    """The fields of this form as a browser sends them where nothing is typed."""
    (form,) = re.findall(rf'action="{desk.path}/{act}".*?</form>', await desk.html(), re.S)
    fields = dict(re.findall(r'<input id="[\w-]+" name="(\w+)" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        fields[name] = (chosen or re.findall(r'<option value="([^"]*)"', options))[0]
    return fields


async def test_the_record_is_completed_field_by_field(desk):
    typed = await sent_back(desk, "amend") | {
        "model": "A-7",
        "quantity": "1,000",
        "quantity_defective": "２５",
        "happened_on": (NOW - timedelta(days=3)).date().isoformat(),
        "recurrent": "yes",
        "effect": "一行\r\n两行",
    }
    assert (await desk.post("amend", **typed))[0] == 303
    found = desk.form
    assert (found["model"], found["quantity"], found["quantity_defective"]) == ("A-7", 1000.0, 25.0)
    assert (found["recurrent"], found["effect"]) == (True, "一行\n两行")
    html = await desk.html()
    for told in ("<dt>型号</dt>", "A-7", "<dt>不良比例</dt>", "2.5%", "改了记录", "型号：A-7"):
        assert told in html, told


async def test_what_nobody_touched_stays_as_it_was(engine, visit):
    """Customers' words have line ends and marks that no field of a form sends back."""
    with db.writing(engine) as session:
        world = worlds.build(session, "第一行\r\n\u202e第二行 ")
    desk = Desk(engine, world, await visit("handler"))
    before = desk.form
    typed = await sent_back(desk, "amend")
    assert "\u202e" not in str(typed)
    status, html = await desk.post("amend", **typed)
    assert (status, desk.form) == (400, before)
    assert "没有要改的内容" in html


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("happened_on", "昨天", "请填日期"),
        ("happened_on", "2999-01-01", "不能晚于收到投诉的那天"),
        ("quantity", "-1", "请填数字"),
        ("quantity", "1e400", "请填数字"),
        ("quantity", "很多", "请填数字"),
        ("recurrent", "maybe", "请选是、否或不知道"),
        ("kind", "gossip", "请从列出的里面选"),
        ("model", "长" * 4001, "最多 4000 个字"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field_and_stays(desk, name, typed, told):
    before = desk.form
    status, html = await desk.post("amend", **{name: typed, "part": "门板"})
    assert (status, desk.form) == (400, before)
    assert re.search(rf'id="amend-{name}-wrong">{told}', html)
    assert 'value="门板"' in html
    assert '<details class="doing" id="do-amend" open>' in html


async def test_a_late_save_shows_what_differs_and_keeps_what_was_typed(engine, world, desk):
    typed = await sent_back(desk, "amend")
    seen, other = desk.one.revision, world.staff["administrator"]
    with db.writing(engine) as session:
        complaints.amend(session, desk.key, {"model": "B", "batch": "7"}, other, NOW)
    status, html = await desk.post("amend", seen=seen, **{**typed, "model": "A", "part": "门板"})
    assert status == 409
    assert "改了记录（administrator先生" in html
    assert re.search(r'<th scope="row">型号</th><td class="words">（空）</td><td class="words">B</td>', html)
    shown = dict(re.findall(r'<input id="amend-(\w+)" name="\w+" value="([^"]*)"', html))
    assert (shown["model"], shown["part"]) == ("A", "门板"), "what was typed stays"
    assert shown["batch"] == "7", "what was left alone is as it is now"
    assert desk.form["model"] == "B"


async def test_it_is_assessed_and_assessed_anew(desk):
    typed = await sent_back(desk, "assess")
    status, html = await desk.post("assess", **typed)
    assert status == 400
    assert "请选严重程度" in html
    first = typed | {"severity": "serious", "safety": "yes", "cost": "12.5", "compensation": "low"}
    assert (await desk.post("assess", **first))[0] == 303
    assert (desk.one.state, desk.form["severity"], desk.form["cost"]) == ("assessed", "serious", 1250)
    assert (await sent_back(desk, "assess"))["cost"] == "12.50"
    assert (await desk.post("assess", **{**first, "cost": "12.345"}))[0] == 400
    assert (await desk.post("assess", **{**first, "cost": "", "safety": ""}))[0] == 303
    assert (desk.one.state, desk.form["cost"], desk.form["safety"]) == ("assessed", None, None)
    assert "严重程度：严重" in await desk.html()


async def test_an_owner_is_named_and_may_then_do_more(world, desk):
    me = str(world.staff["handler"])
    html = await desk.html()
    assert f'<option value="{world.staff["auditor"]}">' not in html, "who only reads owns nothing"
    status, html = await desk.post("assign", owner=str(world.staff["viewer"]), department="")
    assert (status, "只能看的账号" in html) == (400, True)
    status, html = await desk.post("assign", owner=me, department="长" * 101)
    assert status == 400
    assert 'id="assign-department-wrong">最多 100 个字' in html
    assert "<b>转外部处理</b> 您的角色不能这样办" in html
    assert (await desk.post("refer", body="hotline"))[0] == 409
    assert (await desk.post("assign", owner=me, department="质量部"))[0] == 303
    html = await desk.html()
    assert '<dt>负责人</dt><dd class="words">handler先生</dd>' in html
    assert "责任部门：质量部" in html
    status, html = await desk.post("refer", body="", remark="谈了三次")
    assert status == 400
    assert "谈了三次</textarea>" in html
    assert (await desk.post("refer", body="hotline", remark="谈了三次"))[0] == 303
    assert (desk.one.state, desk.one.referred_to) == ("referred", "hotline")
    assert "谈了三次" in await desk.html()


@pytest.fixture
def another(engine, world):
    """A second one of the same customer."""
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
        key = worlds.complain(session, talk, "又坏了")
        return complaints.one(session, key)


async def test_without_another_open_one_there_is_nothing_to_merge_into(desk):
    assert "这位顾客没有别的处理中的投诉" in await desk.html()


async def test_who_complained_stands_beside_it(engine, desk, another):
    with db.writing(engine) as session:
        given = {"customer_id": another.customer_id, "satisfaction_index": 82.4}
        session.execute(update(responses).where(responses.c.state == "completed").values(given))
    html = await desk.html()
    card = html[html.index('id="its-customer"') : html.index('id="its-visits"')]
    assert "另外反映过 1 件" in card
    assert another.number in card
    assert "82" in card


async def test_linked_and_merged_ones_are_shown(desk, another):
    assert (await desk.post("link", other=another.number.lower()))[0] == 303
    html = await desk.html()
    assert "关联另一件" in html
    assert f'href="/complaints/{another.id}">{another.number}</a>' in html
    assert f'<option value="{another.number}"' in html
    for number, told in (
        (desk.one.number, "不能填这件投诉自己"),
        ("T000000-0000", "没有这个编号的投诉"),
        ("", "请填另一件投诉的编号"),
    ):
        _, html = await desk.post("link", other=number)
        assert told in html
        assert f'value="{number}"' in html
    assert (await desk.post("merge", other=another.number))[0] == 303
    assert (desk.one.state, desk.one.merged_into) == ("merged", another.id)
    assert "在这一件里继续" in await desk.html()
    _, theirs = await desk.visitor.get(f"/complaints/{another.id}")
    assert "已并入本件" in theirs
    assert f"并入：{another.number}" in await desk.html()


async def test_a_suggestion_is_adopted_or_not_with_a_reason(desk):
    assert (await desk.post("amend", kind="suggestion"))[0] == 303
    assert (await desk.post("answer", words="这一季来不及了，谢谢"))[0] == 303
    html = await desk.html()
    assert '<option value="adopted">采纳</option>' in html
    assert (await desk.post("close", outcome=""))[0] == 400
    status, html = await desk.post("close", outcome="not_adopted")
    assert status == 400
    assert '<option value="not_adopted" selected>' in html
    assert (await desk.post("close", outcome="not_adopted", remark="模具要重开"))[0] == 303
    assert (desk.one.state, desk.one.outcome) == ("closed", "not_adopted")
    html = await desk.html()
    assert '<dt>处理结果</dt><dd class="words">不采纳</dd>' in html
    assert "模具要重开" in html


async def test_what_follows_from_the_state_is_chosen_already(desk):
    assert (await desk.post("answer", words="明天补发"))[0] == 303
    assert await sent_back(desk, "close") == {"outcome": "unopposed", "remark": ""}
    assert (await desk.post("close", outcome="unfounded"))[0] == 303
    assert desk.one.outcome == "unfounded"


@pytest.mark.parametrize("act", ["amend", "assess", "assign", "close", "refer", "merge", "link", "split"])
async def test_whatever_is_posted_to_what_is_not_there_is_not_found(act, visit, world):
    status, _ = await (await visit("handler")).post(f"/complaints/404/{act}", revision="0", other="T1")
    assert status == 404


@pytest.mark.parametrize("role", ["auditor", "viewer"])
async def test_who_only_reads_is_offered_nothing_and_changes_nothing(role, engine, world, visit):
    visitor, path = await visit(role), f"/complaints/{world.complaint}"
    _, html = await visitor.get(path)
    assert html.count('method="post"') == 1, "signing out"
    assert 'class="doing"' not in html
    assert (await visitor.post(path + "/amend", revision="0", model="A"))[0] == 403
    assert read(engine, complaints.form, world.complaint)["model"] == ""
    assert "在下面写" not in html
    assert "会列在这里" in re.search(r'id="entries".*?</section>', html, re.S)[0]


@pytest.mark.parametrize("role", ["department_head", "manager"])
async def test_who_stands_above_may_refer_and_verify_without_owning_it(role, world, visit, engine):
    desk = Desk(engine, world, await visit(role))
    assert "您的角色不能这样办" not in await desk.html()
    assert (await desk.post("refer", body="association"))[0] == 303
    (*_, last) = read(engine, events.of, "complaint", desk.key)
    assert (last["trigger"], last["user_id"]) == ("refer", world.staff[role])


HOSTILE = "<script>alert(1)</script>\"'{{ 1234 * 4321 }}</textarea>\u202e"


async def test_a_hostile_text_in_any_field_is_text(desk, another):
    words = {name: HOSTILE for name, field in FIELDS.items() if field.kind == "text"}
    assert (await desk.post("amend", **words))[0] == 303
    assert (await desk.post("link", other=another.number))[0] == 303
    pages = [await desk.html()]
    assert (await desk.post("assign", owner=str(desk.one.owner_id), department=HOSTILE))[0] == 400
    pages += [
        (await desk.post(act, seen=0, **dict.fromkeys(names, HOSTILE)))[1]
        for act, names in (
            ("amend", FIELDS),
            ("assess", FIELDS),
            ("assign", ("owner", "department")),
            ("refer", ("body", "remark")),
            ("merge", ("other",)),
            ("link", ("other",)),
            ("close", ("outcome", "remark")),
            ("split", ("story",)),
            ("pause", ("words",)),
            ("conclude", ("words", "outcome", "person", "to_department")),
        )
    ]
    for html in pages:
        assert "<script>alert" not in html
        assert "5332114" not in html
        assert "\u202e" not in html
        assert "&lt;script&gt;alert" in html


async def test_who_was_forgotten_is_not_written_of_again(engine, world, desk, monkeypatch):
    monkeypatch.setattr("admin.complaint_view.complaints.one", emptied(complaints.one))
    assert "补充或更正记录" not in await desk.html()


def emptied(one):
    """As if its customer had been forgotten."""
    return lambda session, key: one(session, key)._replace(story="")


@pytest.mark.parametrize(
    ("act", "name", "typed"),
    [
        ("assign", "owner", {"owner": "99999"}),
        ("close", "outcome", {}),
        ("refer", "body", {"body": "king"}),
        ("merge", "other", {"other": "T-1"}),
        ("link", "other", {}),
        ("concern", "person", {"person": "99999"}),
        ("assess", "severity", {}),
    ],
)
async def test_what_is_missing_is_said_at_its_field(act, name, typed, engine, world, visit):
    desk, chief = Desk(engine, world, await visit("administrator")), world.staff["administrator"]
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "a")], NOW).values()
        worlds.complain(session, talk, "另一件")
        if act == "close":
            complaints.refer(session, desk.key, "court", chief, NOW)
    status, html = await desk.post(act, **typed)
    assert status in (400, 409)
    field = re.search(rf'<(?:select|input) [^>]*id="{act}-{name}"[^>]*>', html)[0]
    assert f'aria-invalid="true" aria-describedby="{act}-{name}-wrong"' in field
    assert re.search(rf'id="{act}-{name}-wrong">[^<]+<', html)


async def test_who_has_left_is_not_offered_but_stays_where_they_stand(engine, world, visit):
    desk, key = Desk(engine, world, await visit("administrator")), world.staff["handler"]
    with db.writing(engine) as session:
        users.set_active(session, key, active=False)
    assert f'<option value="{key}"' not in await desk.html()
    with db.writing(engine) as session:
        users.set_active(session, key, active=True)
        complaints.concern(session, desk.key, key, world.staff["administrator"], NOW)
        users.set_active(session, key, active=False)
    assert f'<option value="{key}" selected>' in await desk.html()
    assert (await desk.post("concern", person=str(key)))[0] == 303
