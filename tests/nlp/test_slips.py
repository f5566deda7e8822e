"""Slips, dialect spellings and pinyin are read as the words meant; scripts are one."""

import subprocess
import sys

import pytest

from nlp import read_answer
from nlp.wording.text.normal import normalise
from nlp.wording.text.slips import mend


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("慢意", "满意"),
        ("hen hao", "很好"),
        ("wo juede bu cuo", "我觉得不错"),
        ("唔係幾滿意", "不太满意"),
        ("之後", "之后"),
        ("而家唔得闲", "现在不得闲"),
        ("唔知道", "不知道"),
        ("系嘅", "是的"),
        ("唔好再发", "不要再发"),
        ("冇所谓", "无所谓"),
    ],
)
def test_is_read_as_meant(written: str, meant: str) -> None:
    assert mend(normalise(written)) == meant


@pytest.mark.parametrize("written", ["慢意大利面", "蛮意外", "满一年", "thank you", "a", "唔该", "联系"])
def test_what_only_looks_like_a_slip_is_left(written: str) -> None:
    assert mend(normalise(written)) == written


def test_a_label_may_be_spelled_like_a_slip() -> None:
    options = [("1", "一班"), ("2", "二班"), ("3", "一般人员")]
    assert read_answer("single", "您在哪个班？", options, "一班的").value == "1"


CANTONESE = [("1", "好唔滿意"), ("2", "唔滿意"), ("3", "麻麻哋"), ("4", "滿意"), ("5", "好滿意")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("唔好", "2"),
        ("唔系几滿意", "2"),
        ("好唔錯", "5"),
        ("不满意", "2"),
        ("很不满意", "1"),
        ("麻麻", "3"),
        ("滿意", "4"),
    ],
)
def test_labels_in_dialect_are_read_like_answers_in_it(text: str, value: str) -> None:
    assert read_answer("scale", "你對我哋嘅服務滿唔滿意？", CANTONESE, text).value == value


SCRIPTS = """
import sys
from nlp.wording.text.normal import normalise
assert normalise("质量很好👍，物流一般…") and "opencc" not in sys.modules, "simplified needs no conversion"
assert normalise("質量") == "质量" and "opencc" in sys.modules
"""


def test_the_converter_is_loaded_by_traditional_script_only() -> None:
    subprocess.run([sys.executable, "-c", SCRIPTS], check=True, timeout=240)
