"""Reading answers is cheap: nothing heavy is loaded, and no text takes long."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nlp import read_answer
from tests.effort import cost, in_pairs
from tests.nlp.test_answers import GROUPS, TODAY

LEVELS = [("1", "非常不满意"), ("2", "不满意"), ("3", "一般"), ("4", "满意"), ("5", "非常满意")]
LIGHT = """
import sys
import nlp
assert not {name for name in sys.modules if name.startswith("nlp.")}, "import nlp loads nothing"
nlp.read_answer("scale", "您满意吗？", [("1", "不满意"), ("2", "满意")], "物流慢，其他挺好")
heavy = {"numpy", "jieba", "snownlp"} & set(sys.modules)
assert not heavy, heavy
"""


def test_reading_loads_no_model() -> None:
    subprocess.run([sys.executable, "-c", LIGHT], check=True, timeout=240)


HOSTILE = [
    "了" * 2000 + "x",
    "我选" * 1000 + "x",
    "不是很" * 700,
    "，。" * 1000,
    "不" * 2000,
    "除了" * 1000,
    "物流慢，其他挺好。" * 200,
    "4" * 2000,
    "a" * 1_000_000,
    "请我要" * 700,
    " \n" * 1000,
    "\ufdfa" * 2000,
    "第" * 1000 + "二" * 1000,
    "满意吗？不满意！" * 250,
    "👍" * 2000,
    "😀😡" * 1000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4].strip() or "blank")
@pytest.mark.parametrize("kind", ["scale", "nps", "yes_no", "single", "multi", "text"])
def test_no_text_takes_long(kind: str, text: str) -> None:
    read_answer(kind, "您对物流满意吗？", LEVELS, "挺好就是慢")  # lexicons loaded
    assert cost(lambda: read_answer(kind, "您对物流满意吗？", LEVELS, text))[1] < 100  # yards


@pytest.mark.parametrize("kind", ["scale", "date", "number", "single", "multi", "yes_no", "order", "text"])
def test_the_cost_grows_about_as_the_text(kind: str) -> None:
    """Four times the text costs well below the sixteen times that it would if every part met every other."""
    group = max((g for g in GROUPS if g["kind"] == kind), key=lambda g: len(g["cases"]))
    said = "，".join(text for text, *_ in group["cases"] if text.strip()) * 500

    def read(length: int) -> None:
        day, rules = group.get("today", TODAY), group.get("rules")
        read_answer(kind, group["question"], group["options"], said[:length], day, rules=rules)

    read(2000)  # lexicons loaded
    taken = in_pairs(lambda: read(500), lambda: read(2000))
    assert any(whole < 10 * quarter for quarter, whole in taken)


FIRST = """
import time
began = time.process_time()
import nlp
nlp.read_answer("scale", "您满意吗？", [("1", "不满意"), ("2", "满意")], "物流慢，其他挺好")
first = time.process_time() - began
import tomllib
from pathlib import Path
lists = [path.read_text("utf-8") for path in Path("nlp/data/answers").glob("*.toml")]
began = time.process_time()
for text in lists:
    tomllib.loads(text)
print(first, time.process_time() - began)
"""


def test_the_first_answer_comes_at_once(tmp_path: Path) -> None:
    """In less time than the usual reader of TOML takes for the word lists alone, right after."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = kept | {"PYTHONPYCACHEPREFIX": str(tmp_path)}  # by the first of the runs
    told = [subprocess.check_output([sys.executable, "-c", FIRST], env=compiled) for _ in range(4)]
    runs = [tuple(map(float, each.split())) for each in told]
    assert any(first < usual for first, usual in runs), runs
