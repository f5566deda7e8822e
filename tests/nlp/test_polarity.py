"""Good, bad or neither, and the words that it rests on."""

import pytest

from nlp import analyse
from nlp.analysis.polarity import NEUTRAL

GOOD = """
质量非常好，很满意，下次还会再来
师傅很有耐心，装得又快又好，点赞
没有任何问题，用着很顺手
没有想象中那么差，挺舒服的
一点也不挤
一点都不麻烦，十分钟就办完了
不算太远，走几步就到
没催过一次
没有李工修不好的机器
👏👏👏👏
服务超nice
虽然等得久，但是味道真好，值了
比上一家好太多了
👍👍
❤️❤️ 谢谢护士
这家绝了，yyds
"""
BAD = """
质量太差了，用了两天就坏，很失望
客服态度恶劣，没人管，我要投诉
等了很久才送到，包装都破了，不会再买
一点也不好吃
没有照片上那么好看
看着不错，但是用两天就坏了
还不如我以前住的那家
再不退款我就打12345了
这也叫四星级？
大堂的地板很脏
不是不好吃，是太咸
ಠ_ಠ
cake so boring
等了三个小时还没人理
👎
😡😡😡
"""
NEITHER = """
昨天下午送到的
请问几点关门
感觉一般般吧
还行，没什么特别的
味道中规中矩，跟别家差不多
麻烦把发票发给我
不好不坏，就那么回事
刚收到，还没用
"""
IRONY = """
呵呵，你们真行，发个空盒子
谢谢你们让我白等三小时
说好的上门呢，服务好到没人理
"""
SENTENCES = (GOOD, BAD, NEITHER, IRONY)


def polarity(text: str) -> float:
    return analyse([text])[0].polarity


@pytest.mark.parametrize("text", GOOD.split("\n")[1:-1])
def test_good(text: str) -> None:
    assert polarity(text) > NEUTRAL


@pytest.mark.parametrize("text", BAD.split("\n")[1:-1])
def test_bad(text: str) -> None:
    assert polarity(text) < -NEUTRAL


@pytest.mark.parametrize("text", NEITHER.split("\n")[1:-1])
def test_neither(text: str) -> None:
    assert abs(polarity(text)) < NEUTRAL


@pytest.mark.parametrize("text", IRONY.split("\n")[1:-1])
def test_irony_means_the_opposite(text: str) -> None:
    (found,) = analyse([text])
    assert found.sarcastic
    assert found.polarity < -NEUTRAL


def test_plain_praise_is_no_irony() -> None:
    assert not any(found.sarcastic for found in analyse(GOOD.split("\n")))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("房间很大，就是隔音太差了", "差"),
        ("快递员把箱子摔破了，态度还特别恶劣", "恶劣"),
        ("味道 非常 好吃！下次 还来", "好吃"),
    ],
)
def test_evidence_is_words_of_the_text_as_given(text: str, words: str) -> None:
    (found,) = analyse([text])
    spans = [text[start:end] for start, end in found.evidence]
    assert any(words in span for span in spans)
    assert len(spans) <= 8
    assert all(len(span) > 1 or span == words for span in spans)


def test_a_long_run_of_one_letter_weighs_as_a_short_one() -> None:
    assert polarity("太好了" + "啊" * 500) == polarity("太好了" + "啊" * 50)
