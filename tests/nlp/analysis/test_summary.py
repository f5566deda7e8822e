"""A long text in its own sentences; SnowNLP is loaded for nothing else."""

import subprocess
import sys

import pytest

from nlp.analysis.summary import summary

STORY = (
    "上个月初我在贵店订了一台净水器。送来那天下着雨!安装的师傅把净水器装在水槽下面。"
    "第二天净水器的接头就漏水,柜子泡坏了。我打电话给客服,客服让师傅来看净水器的接头;"
    "师傅换了接头,说净水器不会再漏水了。可是昨天净水器的接头又漏水。请退掉净水器。谢谢。"
)


@pytest.mark.slow
def test_the_sentences_are_the_customers_own_in_their_order() -> None:
    sentences = summary(STORY)
    assert len(sentences) == 2
    places = [STORY.index(sentence) for sentence in sentences]
    assert places == sorted(places)
    assert all("净水器" in sentence for sentence in sentences)


@pytest.mark.slow
def test_as_many_as_are_asked_for() -> None:
    assert len(summary(STORY, most=4)) == 4
    assert summary("的。" * 60) == ["的。", "的。"]
    assert len(summary("啊!" * 5000)) == 2


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("。。。!!", []),
        ("太慢了", ["太慢了"]),
        ("太慢了!又贵。", ["太慢了!", "又贵。"]),
        ("甲。乙。丙。", ["甲。", "乙。"]),
        ("好\ud800。", ["好\ud800。"]),
    ],
)
def test_a_short_text_sums_itself_up(text: str, sentences: list[str]) -> None:
    assert summary(text) == sentences


def test_reading_a_text_loads_no_snownlp() -> None:
    code = (
        "import sys, nlp.analysis.summary, nlp.analysis.keywords, nlp.analysis.aspects, nlp.analysis.alike\n"
    )
    code += "nlp.analysis.summary.summary('太慢了'); nlp.analysis.keywords.keywords('电梯坏了')\n"
    code += "print({'snownlp', 'jieba'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
