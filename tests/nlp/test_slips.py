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


SCRIPTS = """
import sys
from nlp.wording.text.normal import normalise
assert normalise("质量很好👍，物流一般…") and "opencc" not in sys.modules, "simplified needs no conversion"
assert normalise("質量") == "质量" and "opencc" in sys.modules
"""


def test_the_converter_is_loaded_by_traditional_script_only() -> None:
    subprocess.run([sys.executable, "-c", SCRIPTS], check=True, timeout=60)
