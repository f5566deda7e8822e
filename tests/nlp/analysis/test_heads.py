"""Emotion, insults, unsafe food, and categories learnt from examples: our own sentences."""

import pytest

import nlp
from nlp.analysis.batch import Batch
from nlp.analysis.model import Models
from nlp.analysis.taxonomy import Taxonomy

FELT = {
    "气死我了，打了十个电话没人接": "anger",
    "岂有此理，欺人太甚，我要投诉到底": "anger",
    "一拖再拖，真让人火大": "anger",
    "本来满怀期待，结果很失望，心里难过": "sadness",
    "宝贝走丢了，我哭了一晚上": "sadness",
    "半夜有人撬门，吓得我一直发抖，好害怕": "fear",
    "谢谢客服小姐姐，耐心解释了半天": "like",
    "老师讲得清楚，孩子爱听": "like",
}

INSULTS = ["你们客服是不是脑残", "叫那个王八蛋出来", "一群废物，滚蛋", "養的全是蠢豬吧，腦殘"]
BLAME = [
    "服务太差了，等了两个小时没人管",
    "质量垃圾，再也不买了",
    "退款拖了半个月，我要投诉",
    "生日你们送的蛋糕塌了",
    "我妈的快递丢了",
]

UNSAFE = ["菜里吃出一只苍蝇，恶心", "鸡肉是生的，还带血", "面包发霉了，孩子吃了拉肚子"]
SAFE = [
    "味道不错，送得也快",
    "米饭有点硬，菜太咸了",
    "汤洒了一半，差评",
    "屏幕很好，运行流畅",
    "等位等了一小时",
]

LIBRARY = Taxonomy.parse(
    """
    [books]
    name = "藏书"
    seeds = ["书", "书架", "借阅"]
    [rooms]
    name = "场地"
    seeds = ["座位", "自习室", "空调"]
    """
)
BOOKS, ROOMS = ("小说", "绘本", "杂志", "字典"), ("桌子", "灯光", "走廊", "暖气")
SORTED = [
    *((f"{thing}{said}", "books") for thing in BOOKS for said in ("太旧", "很全", "缺页")),
    *((f"{thing}{said}", "场地") for thing in ROOMS for said in ("太旧", "很好", "坏了")),
]


@pytest.mark.parametrize(("text", "emotion"), FELT.items())
def test_emotions(text: str, emotion: str) -> None:
    assert nlp.analyse([text])[0].emotion == emotion


@pytest.mark.parametrize("text", ["", " ", "。。。", "请问几点关门", "发票抬头写公司全称"])
def test_nothing_felt(text: str) -> None:
    assert nlp.analyse([text])[0].emotion == "neutral"


@pytest.mark.parametrize("text", INSULTS)
def test_insults(text: str) -> None:
    assert nlp.analyse([text])[0].offensive > 0.5


@pytest.mark.parametrize("text", BLAME)
def test_blame_is_no_insult(text: str) -> None:
    assert nlp.analyse([text])[0].offensive < 0.5


@pytest.mark.parametrize("text", UNSAFE)
def test_unsafe_food(text: str) -> None:
    assert nlp.analyse([text])[0].safety


@pytest.mark.parametrize("text", SAFE)
def test_food_that_is_merely_bad(text: str) -> None:
    assert not nlp.analyse([text])[0].safety


def test_a_batch_reads_as_each_text_by_itself() -> None:
    texts = [*FELT, *INSULTS, *BLAME, *UNSAFE, *SAFE, ""]
    together = [(one.emotion, one.safety, round(one.offensive, 4)) for one in nlp.analyse(texts)]
    alone = [nlp.analyse([text])[0] for text in texts]
    assert together == [(one.emotion, one.safety, round(one.offensive, 4)) for one in alone]


def test_examples_sort_what_no_seed_names() -> None:
    pytest.importorskip("scipy")
    from nlp.train.categories import category_head, sort

    head = category_head(SORTED, LIBRARY)
    assert sort(head, ["杂志缺页，小说太旧", "走廊暖气坏了"]) == ["books", "rooms"]


def test_examples_of_other_categories_are_refused() -> None:
    pytest.importorskip("scipy")
    from nlp.train.categories import category_head

    with pytest.raises(ValueError, match="staff"):
        category_head([*SORTED, ("馆员热情", "staff")], LIBRARY)
    with pytest.raises(ValueError, match="two"):
        category_head([("小说太旧", "books")], LIBRARY)


def test_folded_signs_speak_of_food() -> None:
    from nlp.analysis.food import unsafe_food
    from nlp.analysis.grams import grams
    from nlp.analysis.lexicon import cues

    batch = Batch(["雞肉是生的，還帶血", "車身發霉"])  # the second speaks of no food
    assert unsafe_food(batch, cues().find(batch), grams(batch), Models()).tolist() == [True, False]
