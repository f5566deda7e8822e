"""Emotion, insults, unsafe food, and categories learnt from examples: our own sentences."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import nlp
from nlp.analysis.batch import Batch
from nlp.analysis.model import Models
from nlp.analysis.sorting import NAME, put_first, sorter
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


@pytest.fixture
def sorting(tmp_path: Path) -> Iterator[Path]:
    pytest.importorskip("scipy")
    from nlp.train.categories import category_head

    category_head(SORTED, LIBRARY).save(tmp_path / f"{NAME}.npz")
    nlp.use(tmp_path)
    yield tmp_path
    nlp.use(None)


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


def test_examples_sort_what_no_seed_names(sorting: Path) -> None:
    found = nlp.analyse(["  杂志缺页，小说太旧", "走廊暖气坏了"], taxonomy=LIBRARY)
    assert [one.categories[0][0] for one in found] == ["books", "rooms"]
    assert found[0].categories[0][2] == (2, 11)


def test_the_head_speaks_for_its_own_taxonomy_alone(sorting: Path) -> None:
    models = Models(sorting)
    assert sorter(models, LIBRARY) is not None
    assert sorter(models, nlp.general()) is None
    assert sorter(Models(), LIBRARY) is None


def test_what_seeds_found_stays_behind_it() -> None:
    said = [("rooms", 0.5, (0, 2)), ("books", -0.5, (3, 5)), ("rooms", -0.2, (6, 8))]
    assert put_first("books", said, "座位好书少", lambda *_: 0.0) == [said[1], said[0], said[2]]
    assert put_first("staff", said, " 座位 ", lambda *_: 0.25) == [("staff", 0.25, (1, 3)), *said]


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

    batch = Batch(["雞肉是生的，還帶血", "車身發霉"])  # the second speaks of no food
    assert unsafe_food(batch, grams(batch), Models()).tolist() == [True, False]
