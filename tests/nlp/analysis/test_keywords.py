"""Keywords: what a text is about, in its own words; nobody's name, nothing by which to reach them."""

import random

import pytest

import nlp
from nlp.analysis.batch import Batch
from nlp.analysis.taxonomy import Taxonomy
from tests.seeds import some_seed


def found(text: str, taxonomy: Taxonomy | None = None) -> list[str]:
    return nlp.analyse([text], taxonomy=taxonomy)[0].keywords


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("洗衣机漏水,洗衣机的管子裂开,漏水三次", {"洗衣机", "漏水"}),
        ("電梯壞了,電梯門關不上", {"电梯"}),
        ("发票的抬头不对", {"发票", "抬头"}),
    ],
)
def test_what_is_frequent_here_and_rare_elsewhere(text: str, words: set[str]) -> None:
    assert words <= set(found(text))


@pytest.mark.parametrize(
    "text", ["", "。。。", "我们觉得这个真的很好", "123 456", "好好好好好", "\ud800\udfff", "😡😡"]
)
def test_what_says_nothing_has_none(text: str) -> None:
    assert found(text) == []


def test_the_best_comes_first_and_five_are_enough() -> None:
    words = found("暖气片漏水,暖气片不热,暖气片生锈,走廊的窗帘破了,地毯潮湿,椅子摇晃,电梯停运")
    assert words[0] == "暖气片"
    assert len(words) == 5


def test_what_is_personal_is_no_keyword() -> None:
    assert "中山路" in found("中山路那家,窗帘买错尺寸")
    words = found("请寄到中山路18号3幢,窗帘买错尺寸")
    assert not {"中山", "中山路"} & set(words)
    assert "窗帘" in words


def test_a_person_is_no_keyword() -> None:
    assert "王建国" not in found("王建国医生看病仔细,王建国医生耐心")


def test_the_organisations_own_words_stay_whole() -> None:
    lift = Taxonomy.parse('[lift]\nname = "电梯"\nseeds = ["梯控卡"]')
    assert "梯控卡" not in found("梯控卡失灵")
    assert "梯控卡" in found("梯控卡失灵", lift)


def test_every_keyword_stands_in_the_text() -> None:
    seed = some_seed()
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(200):
        text = "".join(chance.choices("电梯漏水的物业服务了app1 ,。\ud800好", k=chance.randrange(40)))
        folded = Batch([text]).folded(0)
        words = found(text)
        assert len(words) == len(set(words)) <= 5
        assert all(len(word) > 1 and word in folded for word in words), text
