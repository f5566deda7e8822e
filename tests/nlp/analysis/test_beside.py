"""Words that tell of danger only beside others."""

import pytest

import nlp


@pytest.mark.parametrize(
    ("danger", "none"),
    [
        ("阳台栏杆松动了，一靠就晃", "柜门把手松动了，一拉就晃"),
        ("外墙开裂了，有砖要掉下来", "桌面开裂了，有一块翘起来"),
        ("孩子额头裂了口子，缝了三针", "座椅皮子裂了口子，才坐三年"),
        ("汤里有根头发，恶心", "洗完头发还是油，没效果"),
        ("菜里有线头和塑料片，恶心", "衣服上全是线头，塑料扣也掉了"),
        ("鸡肉没熟还带血，吃了拉肚子", "沙发真鸡血"),
        ("老人被年糕噎住了，快帮忙", "老人不喜欢这个颜色，快给换"),
        ("燃气灶关了还有味道，是不是在漏气", "燃气灶关了还亮着灯，是不是正常"),
        ("手上起了水泡，烫伤了", "暖气漏水泡了地板，地板都翘了"),
    ],
)
def test_a_word_alone_is_no_danger(danger: str, none: str) -> None:
    assert [each.safety for each in nlp.analyse([danger, none])] == [True, False]


@pytest.mark.parametrize("text", ["客服电话打爆了也没人接，急死人了", "送来的衣柜门板裂了一条缝", "颜色偏深"])
def test_damage_and_manners_of_speaking(text: str) -> None:
    (read,) = nlp.analyse([text])
    assert (read.safety, read.urgency == "now", read.polarity > 1 / 3) == (False, False, False)


def test_words_of_a_text_do_not_bear_on_its_neighbour() -> None:
    texts = ["汤里有根头发，恶心", "洗完头发还是油，没效果", "外墙开裂了，有砖要掉下来", "桌面开裂了"]
    assert [each.safety for each in nlp.analyse(texts)] == [nlp.analyse([text])[0].safety for text in texts]
