"""manyi nlp answers: what was asked again or corrected, on the screen or as a table."""

import csv
import stat
from datetime import UTC, datetime, timedelta

import pytest

from storage import corrections, db, messages, readings, responses
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
