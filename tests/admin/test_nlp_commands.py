"""manyi nlp answers: what was asked again or corrected, on the screen or as a table."""

import csv
import re
import stat
from datetime import UTC, datetime, timedelta

import pytest

import nlp
from storage import corrections, db, definitions, messages, models, readings, responses
from storage.settings import settings
from tests.admin.test_commands import as_before, typed, url  # noqa: F401 - fixtures
from tests.admin.web import world as worlds

NOW = datetime.now(UTC)


@pytest.fixture
def world(url):  # noqa: F811 - the fixture
    """Asked again once, with words that a terminal or a spreadsheet would obey; corrected once."""
    with db.writing(db.engine(settings().database_url)) as session:
        made = worlds.build(session)
        messages.record(session, [worlds.message(made.talk, 9, "=1+1\x1b[31m红\n还行")])
        again = readings.AskedAgain(
            response_id=1,
            question="price",
            kind="scale",
            seq=9,
            guess="3",
            because=["还行"],
            at=NOW - timedelta(hours=1),
        )
        readings.asked_again(session, [again])
        key = responses.answer_ids(session, [(1, "quality")])[1, "quality"]
        corrections.correct(session, key, ["2"], made.staff["handler"], NOW - timedelta(minutes=1), 0)
    return made


def test_the_newest_comes_first_then_the_counts(world):
    status, said = typed("nlp", "answers")
    assert status == 0
    lines = said.splitlines()
    assert [line[18:] for line in (lines[0], lines[3])] == [
        "员工纠正  产品质量（scale）",
        "再问  价格（scale）",
    ]
    assert lines[1:3] == [
        "  原话：物流慢，其他挺好",
        "  当时理解：满意　最后：不满意　依据：物流慢，其他挺好",
    ]
    assert lines[4:6] == ["  原话：=1+1 [31m红 还行", "  当时理解：一般　最后：满意　依据：还行"]
    assert lines[6:] == [
        "最近 30 天：再问 1 次，员工纠正 1 次，顾客自己改正 0 次。词库在 nlp/data/answers/。"
    ]


def test_as_a_table_it_keeps_every_word_and_runs_nothing(world, tmp_path):
    file = tmp_path / "answers.csv"
    status, said = typed("nlp", "answers", "--csv", str(file))
    assert status == 0
    assert f"已存到 {file}" in said
    assert "还行" not in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8-sig", newline="") as kept:
        head, first, second = csv.reader(kept)
    assert head == ["时间", "怎么回事", "题型", "题目", "原话", "当时理解", "最后", "依据"]
    assert first[1:] == [
        "员工纠正",
        "scale",
        "产品质量",
        "物流慢，其他挺好",
        "满意",
        "不满意",
        "物流慢，其他挺好",
    ]
    assert second[1:] == ["再问", "scale", "价格", "'=1+1\x1b[31m红\n还行", "一般", "满意", "还行"]


def test_a_file_that_is_there_stays_as_it_is(world, tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("我的")
    status, said = typed("nlp", "answers", "--csv", str(file))
    assert (status, "没有动它" in said, file.read_text()) == (1, True, "我的")


def test_a_file_that_cannot_be_written_is_told(world, tmp_path):
    status, said = typed("nlp", "answers", "--csv", str(tmp_path / "none" / "answers.csv"))
    assert (status, "写不了" in said) == (1, True)


def test_where_nothing_was_in_doubt_the_counts_say_so(url):  # noqa: F811 - the fixture
    assert typed("nlp", "answers", "--days", "7") == (
        0,
        "最近 7 天：再问 0 次，员工纠正 0 次，顾客自己改正 0 次。词库在 nlp/data/answers/。\n",
    )


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "own.csv"
    things = ["冰箱", "空调", "风扇", "烤箱", "电视"]
    good, bad = (
        [f"这台{thing}真鸡血,1," for thing in things],
        [f"{thing}太佛系,-1,repair" for thing in things],
    )
    file.write_text("\n".join(["text,polarity,category", *good, *bad]), "utf-8")
    return str(file)


def test_the_model_is_held_against_a_table(url, table):  # noqa: F811
    status, said = typed("nlp", "evaluate", "--csv", table)
    assert status == 0
    assert "心情" in said
    assert "10（太少，仅供参考）" in said


def test_with_nothing_to_learn_from_that_is_said(url):  # noqa: F811
    status, said = typed("nlp", "train")
    assert status == 1
    assert "--csv" in said


def test_a_table_with_an_unknown_word_names_its_line(url, tmp_path):  # noqa: F811
    (tmp_path / "t.csv").write_text("text,polarity\n很好,好评\n", "utf-8")
    status, said = typed("nlp", "evaluate", "--csv", str(tmp_path / "t.csv"))
    assert status == 1
    assert "第 2 行的 polarity 不认识“好评”" in said
    (tmp_path / "t.csv").write_text("text,category\n很好,product_quality\n坏了,没有这一类\n", "utf-8")
    status, said = typed("nlp", "evaluate", "--csv", str(tmp_path / "t.csv"))
    assert status == 1
    assert "第 3 行的 category 不认识“没有这一类”" in said


def test_a_model_is_made_listed_taken_and_gone_back_from(url, table):  # noqa: F811
    status, said = typed("nlp", "train", "--csv", table)
    assert status == 0
    assert "manyi nlp use 1" in said
    before, after = re.search(r"│ 心情 .*│ +(\d+)\.\d% │ +(\d+)\.\d% │", said).groups()
    assert int(after) > int(before)
    assert "没有变好" not in said
    listed = typed("nlp", "models")[1]
    assert "0  自带的模型  ← 正在用" in listed
    assert f"心情 {before}% → {after}%" in listed
    assert typed("nlp", "use", "1")[0] == 0
    assert typed("nlp", "models")[1].splitlines()[0].endswith("← 正在用")
    assert typed("nlp", "use", "0")[0] == 0
    assert "0  自带的模型  ← 正在用" in typed("nlp", "models")[1]
    assert typed("nlp", "use", "7") == (1, "没有编号是 7 的模型。有哪些：manyi nlp models\n")


def test_a_model_that_fits_no_more_is_said_to_and_cannot_be_chosen(url):  # noqa: F811
    with db.writing(db.engine(settings().database_url)) as session:
        for features in (nlp.FEATURES, nlp.FEATURES - 1):
            key = models.add(session, b"", {"n": 1, "features": features}, NOW)
        models.choose(session, key, NOW)
    unfit, fit, ours = typed("nlp", "models")[1].splitlines()
    assert unfit.endswith("不合用，请重新 manyi nlp train")
    assert fit.endswith("用了 1 条")
    assert ours.endswith("← 正在用"), "it stands aside"
    status, said = typed("nlp", "use", str(key))
    assert (status, "请重新做一个：manyi nlp train" in said) == (1, True)
    assert typed("nlp", "use", str(key - 1))[0] == 0


def test_a_model_that_is_no_better_is_said_to_be_none(url, tmp_path):  # noqa: F811
    (tmp_path / "t.csv").write_text("text,polarity\n质量很好，很满意,1\n质量太差，很失望,-1\n", "utf-8")
    status, said = typed("nlp", "train", "--csv", str(tmp_path / "t.csv"))
    assert status == 0
    assert "没有变好" in said


def test_old_models_go_and_that_is_said(url, tmp_path):  # noqa: F811
    (tmp_path / "t.csv").write_text("text,polarity\n很好,1\n", "utf-8")
    kept = definitions.policy().retention.models
    with db.writing(db.engine(settings().database_url)) as session:
        for _ in range(kept):
            models.add(session, b"", {"n": 1}, NOW)
    _, said = typed("nlp", "train", "--csv", str(tmp_path / "t.csv"))
    assert f"太旧的模型删去了：1。正在用的一个和另外最新的 {kept} 个留着" in said
    assert len(typed("nlp", "models")[1].splitlines()) == kept + 1
