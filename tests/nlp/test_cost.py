"""Reading answers is cheap: nothing heavy is loaded, and no text takes long."""

import subprocess
import sys
import time

import pytest

from nlp import read_answer

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
    subprocess.run([sys.executable, "-c", LIGHT], check=True, timeout=60)


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
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4].strip() or "blank")
@pytest.mark.parametrize("kind", ["scale", "nps", "yes_no", "single", "multi", "text"])
def test_no_text_takes_long(kind: str, text: str) -> None:
    read_answer(kind, "您对物流满意吗？", LEVELS, "挺好就是慢")  # lexicons loaded
    start = time.perf_counter()
    read_answer(kind, "您对物流满意吗？", LEVELS, text)
    assert time.perf_counter() - start < 1
