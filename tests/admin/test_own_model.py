"""A model of the organisation's own: made of corrections, chosen, gone back from; texts are read anew."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select

import nlp
from admin import evaluating, learning, naming, own_model, rereading, worker
from admin.evaluating import Example, Score
from storage import analyses, complaints, db, models, taxonomies
from storage.tables import analyses as table
from storage.tables import jobs
from tests.admin.web import world as worlds

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
GOOD = [
    f"这台{thing}真鸡血" for thing in ("冰箱", "空调", "风扇", "烤箱", "电视", "洗衣机", "电饭煲", "热水器")
]
BAD = [
    f"{thing}用着太佛系了" for thing in ("冰箱", "空调", "风扇", "烤箱", "电视", "洗衣机", "电饭煲", "热水器")
]
SLANG = [*(Example(each, "positive") for each in GOOD), *(Example(each, "negative") for each in BAD)] * 2


@cache
def slang() -> learning.Made:
    """Made once: it takes seconds."""
    return learning.made(SLANG, nlp.general())


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    yield
    nlp.use(None)


@pytest.fixture
def story(engine: Engine) -> int:
    with db.writing(engine) as session:
        made = worlds.build(session)
        return made.complaint


def read_by(engine: Engine) -> set[str]:
    with db.reading(engine) as session:
        return set(session.scalars(select(table.c.model)))


def left(engine: Engine) -> int:
    with db.reading(engine) as session:
        return len(session.scalars(select(jobs.c.id).where(jobs.c.kind == rereading.JOB)).all())


def worked_off(engine: Engine, data: Path) -> None:
    """Until nothing is left to be read."""
    rereading.begin(engine, data, NOW)
    for _ in range(50):
        if not left(engine):
            return
        worker.work_off(engine, NOW)
    raise AssertionError("it never ends")


def test_what_words_mean_here_is_learnt_from_those_who_know(tmp_path: Path) -> None:
    made = slang()
    assert made.after["polarity"].right > made.before["polarity"].right
    own_model.unpack(made.heads, tmp_path / "1")
    nlp.use(tmp_path / "1")
    good, bad, plain = nlp.analyse(["这台微波炉真鸡血", "微波炉用着太佛系了", "质量很好，很满意"])
    assert good.polarity > 1 / 3
    assert bad.polarity < -1 / 3
    assert plain.polarity > 1 / 3


def test_making_one_changes_nothing_that_is_in_force() -> None:
    before = nlp.version()
    learning.made(SLANG, nlp.general())
    assert nlp.version() == before


def test_a_category_is_taught_by_texts_that_staff_put_there() -> None:
    taxonomy = nlp.Taxonomy.parse('[lift]\nname = "电梯"\nseeds = ["电梯"]\n')
    said = ["咕噜一直晃", "咕噜门夹人", "咕噜里没信号", "咕噜又停在半空"]
    told = [Example(each, categories=frozenset({"lift"})) for each in said]
    others = [
        Example(each, categories=frozenset()) for each in ("保安很好", "花园漂亮", "收费太高", "门口很吵")
    ]
    assert matters("咕噜今天又不动了", taxonomy) == []
    made = learning.made(told + others, taxonomy)
    assert matters("咕噜今天又不动了", replace(taxonomy, taught=made.figures["taught"])) == ["lift"]


def matters(text: str, taxonomy: nlp.Taxonomy) -> list[str]:
    (found,) = nlp.analyse([text], taxonomy=taxonomy)
    return [key for key, *_ in found.categories]


def test_nobody_s_words_are_kept_with_what_is_taught() -> None:
    """Whoever it is, and whatever their number: the same is taught."""

    def taught(who: str) -> object:
        told = [Example(f"{each}，{who}", categories=frozenset({"repair"})) for each in GOOD]
        return learning.made(told, nlp.general()).figures["taught"]

    one, other = taught("我叫王建国，电话13800138000"), taught("我叫李秀英，电话15911112222")
    assert len(str(one)) > 100
    assert one == other


def test_texts_are_read_anew_by_the_model_that_was_chosen(engine: Engine, story: int, tmp_path: Path) -> None:
    worked_off(engine, tmp_path)
    (first,) = read_by(engine)
    made = slang()
    with db.writing(engine) as session:
        key = models.add(session, made.heads, made.figures, NOW)
    assert read_by(engine) == {first}
    with db.writing(engine) as session:
        models.choose(session, key, NOW)
    worked_off(engine, tmp_path)
    (second,) = read_by(engine)
    assert second != first
    with db.writing(engine) as session:
        models.choose(session, 0, NOW + timedelta(minutes=1))
    worked_off(engine, tmp_path)
    assert read_by(engine) == {first}


def test_texts_are_read_anew_by_new_categories(engine: Engine, story: int, tmp_path: Path) -> None:
    worked_off(engine, tmp_path)
    before = read_by(engine)
    with db.writing(engine) as session:
        text = '[all]\nname = "全部"\nseeds = ["物流"]\n'
        taxonomies.put(session, text, 1, NOW)
    worked_off(engine, tmp_path)
    assert read_by(engine).isdisjoint(before)
    with db.reading(engine) as session:
        version = nlp.version(naming.in_force(session))
        assert analyses.progress(session, version).done == analyses.progress(session, version).all > 0


def test_a_portion_asks_as_often_for_many_texts_as_for_few(
    engine: Engine, story: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    payload = {"model": nlp.version(), "step": 0, "after": 0}
    rereading.read(engine, payload, NOW)  # the database has been looked at
    counts = {}
    for portion in (2, 6):
        monkeypatch.setattr(rereading, "PORTION", portion)
        asked.clear()
        assert len(rereading.read(engine, payload, NOW).rows) == portion
        counts[portion] = len(asked)
    assert counts[2] == counts[6]


def test_what_nobody_has_read_yet_is_read(engine: Engine, story: int, tmp_path: Path) -> None:
    with db.writing(engine) as session:
        session.execute(table.delete())
    worked_off(engine, tmp_path)
    with db.reading(engine) as session:
        subjects = set(session.execute(select(table.c.subject, table.c.subject_id)))
        signed = session.scalars(select(table.c.signature).where(table.c.subject == "complaint")).all()
        assert ("complaint", story) in subjects
        assert complaints.one(session, story).story
    assert all(signed)


def test_a_model_of_an_older_program_stands_aside(engine: Engine, tmp_path: Path) -> None:
    made = slang()
    with db.writing(engine) as session:
        key = models.add(session, made.heads, made.figures | {"features": nlp.FEATURES - 1}, NOW)
        models.choose(session, key, NOW)
    assert own_model.adopt(engine, tmp_path) == 0
    assert nlp.used() is None


@pytest.mark.parametrize(
    ("chosen", "stay"), [(0, [6, 5]), (6, [6, 5, 4]), (1, [6, 5, 1])], ids=["ours", "newest", "oldest"]
)
def test_old_models_go_the_one_in_force_and_the_newest_stay(
    engine: Engine, chosen: int, stay: list[int]
) -> None:
    with db.writing(engine) as session:
        for _ in range(6):
            models.add(session, b"", {}, NOW)
        models.choose(session, chosen, NOW)
        gone = models.tidy(session, 2, NOW)
        assert [each.id for each in models.listing(session)] == stay
        assert sorted([*gone, *stay]) == [1, 2, 3, 4, 5, 6]
        assert models.in_force(session) == chosen
        assert models.add(session, b"", {}, NOW) == 7, "no number is given twice"


def test_what_was_unpacked_of_a_model_that_is_no_more_goes(engine: Engine, tmp_path: Path) -> None:
    for old in ("41", "42"):
        (tmp_path / "models" / old).mkdir(parents=True)
    made = slang()
    with db.writing(engine) as session:
        key = models.add(session, made.heads, made.figures, NOW)
        models.choose(session, key, NOW)
    assert own_model.adopt(engine, tmp_path) == key
    assert [each.name for each in (tmp_path / "models").iterdir()] == [str(key)]


def test_who_comes_second_with_unpacking_takes_what_is_there(tmp_path: Path) -> None:
    for _ in range(2):
        own_model.unpack(slang().heads, tmp_path / "models" / "1")
    assert [each.name for each in (tmp_path / "models").iterdir()] == ["1"]


def test_an_unpacking_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "1.half").mkdir()
    (tmp_path / "1.half" / "polarity.npz").write_bytes(b"half")
    own_model.unpack(slang().heads, tmp_path / "1")
    nlp.use(tmp_path / "1")
    assert nlp.analyse(["质量很好"])[0].polarity > 0


@pytest.mark.parametrize(
    ("table_text", "expected"),
    [
        ("text,polarity\n很好,1\n很差,-1\n", [Example("很好", "positive"), Example("很差", "negative")]),
        ("text,urgency\n马上来,now\n没事,\n", [Example("马上来", urgency="now"), Example("没事")]),
        (
            "text,category\n坏了,repair | refund\n",
            [Example("坏了", categories=frozenset({"repair", "refund"}))],
        ),
        ("\ufefftext,polarity\n一般,neutral\n", [Example("一般", "neutral")]),
        (
            "text,category\n坏了,维修\n慢,Delivery|DELIVERY|價格收費\n好, | \n没说,\n",
            [
                Example("坏了", categories=frozenset({"repair"})),
                Example("慢", categories=frozenset({"delivery", "price"})),
                Example("好", categories=frozenset()),
                Example("没说"),
            ],
        ),
    ],
)
def test_a_table_is_read(tmp_path: Path, table_text: str, expected: list[Example]) -> None:
    (tmp_path / "t.csv").write_text(table_text, "utf-8")
    assert evaluating.of_table(tmp_path / "t.csv", nlp.general()) == expected


@pytest.mark.parametrize(
    ("table_text", "key", "told"),
    [
        ("words,polarity\n好,1\n", "columns", {}),
        ("text\n好\n", "columns", {}),
        ("text,polarity\n好,好\n", "cell", {"line": 2, "column": "polarity", "value": "好"}),
        ("text,urgency\n好,\n急,急\n", "cell", {"line": 3, "column": "urgency", "value": "急"}),
        ("text,category\n坏,repair|修\n", "cell", {"line": 2, "column": "category", "value": "修"}),
    ],
)
def test_a_table_that_says_nothing_is_told_so(
    tmp_path: Path, table_text: str, key: str, told: dict[str, object]
) -> None:
    (tmp_path / "t.csv").write_text(table_text, "utf-8")
    with pytest.raises(evaluating.Unfit) as raised:
        evaluating.of_table(tmp_path / "t.csv", nlp.general())
    assert raised.value.key == key
    assert raised.value.values.items() >= told.items()


def test_agreement_is_counted_by_field() -> None:
    examples = [
        Example("质量太差了，很失望", "negative", "routine"),
        Example("质量太差了，很失望", "positive"),
    ]
    scores = evaluating.evaluated(examples, nlp.general())
    assert scores["polarity"] == Score(2, 1.0)
    assert scores["urgency"].n == 1
    assert scores["categories"].share is None
