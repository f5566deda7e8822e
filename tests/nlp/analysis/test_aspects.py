"""Which matter is praised or blamed, in which words."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import nlp
from nlp.analysis.aspects import Matter, categories
from nlp.analysis.batch import Batch
from nlp.analysis.leaning import runs
from nlp.analysis.learning import learned
from nlp.analysis.seeds import seeds
from nlp.analysis.taxonomy import Taxonomy, general
from tests.seeds import some_seed

BAD, GOOD = "糟糕|恶心|难受", "高兴|暖心|难忘"


def mood(text: str) -> Callable[[int, int], float]:
    """At the port: a model of polarity that knows a few words."""

    def polarity(start: int, end: int) -> float:
        said = text[start:end]
        good, bad = (sum(word in said for word in words.split("|")) for words in (GOOD, BAD))
        return 0.6 * ((good > bad) - (good < bad))

    return polarity


def matters(folded: str, taxonomy: Taxonomy | None = None) -> list[Matter]:
    """Of a folded text."""
    known = taxonomy or general()
    return categories(folded, mood(folded), known, seeds(known).find(folded))


def told(text: str, taxonomy: Taxonomy | None = None) -> list[tuple[str, int, str]]:
    """Category, sign and words as written; only what has a mood."""
    folded = Batch([text]).folded(0)
    found = matters(folded, taxonomy)
    signs = [
        (key, (polarity > 0.1) - (polarity < -0.1), text[start:end]) for key, polarity, (start, end) in found
    ]
    return sorted((key, sign, words) for key, sign, words in signs if sign)


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        # both directions in one text, and in one clause
        ("味道很好但送得太慢", [("delivery", -1, "但送得太慢"), ("food_taste", 1, "味道很好")]),
        ("价格实惠质量差", [("price", 1, "价格实惠"), ("product_quality", -1, "质量差")]),
        ("床舒服，就是早餐太咸", [("environment", 1, "床舒服"), ("food_taste", -1, "就是早餐太咸")]),
        # nothing names the matter
        ("等了一小时", [("waiting", -1, "等了一小时")]),
        ("贵死了", [("price", -1, "贵死了")]),
        ("又吵又闷", [("environment", -1, "又吵又闷")]),
        ("用了三天就坏了", [("product_quality", -1, "用了三天就坏了")]),
        ("打了一上午没人接", [("response_speed", -1, "打了一上午没人接")]),
        ("插头冒火花", [("safety", -1, "插头冒火花")]),
        ("一进门就被骂了", [("staff_conduct", -1, "一进门就被骂了")]),
        # named in one clause, judged in the next
        ("客服，真的一言难尽", [("service_attitude", -1, "客服，真的一言难尽")]),
        ("这个停车场嘛，太糟糕了", [("environment", -1, "这个停车场嘛，太糟糕了")]),
        # what two matters share
        ("味道和环境都不错", [("environment", 1, "环境都不错"), ("food_taste", 1, "味道和")]),
        # negated
        ("不贵", [("price", 1, "不贵")]),
        ("没有异味", [("product_quality", 1, "没有异味")]),
        ("师傅一点不热情", [("service_attitude", -1, "师傅一点不热情")]),
        # wished for, and of others
        ("要是便宜点就好了", [("price", -1, "要是便宜点就好了")]),
        ("别家便宜", [("price", -1, "别家便宜")]),
        # the same signs, another meaning
        ("请问贵司几点上班", []),
        ("已经送医院了", [("safety", -1, "已经送医院了")]),
        ("餐桌桌面起泡", [("product_quality", -1, "餐桌桌面起泡")]),
        ("手上起泡了", [("safety", -1, "手上起泡了")]),
        # what is slow is told by what is named
        ("货到得太慢了", [("delivery", -1, "货到得太慢了")]),
        ("快递太慢了", [("delivery", -1, "快递太慢了")]),
        ("发票一直拖", [("invoice", -1, "发票一直拖")]),
        # other trades and scripts
        ("這批轴承公差超差", [("product_quality", -1, "這批轴承公差超差")]),
        ("門診排隊排了兩小時", [("waiting", -1, "門診排隊排了兩小時")]),
        ("押金一直不退", [("refund", -1, "押金一直不退")]),
        ("發票抬頭開錯了", [("invoice", -1, "發票抬頭開錯了")]),
        ("今天天气晴", []),
        ("", []),
    ],
)
def test_matters_are_told_in_their_words(text: str, matters: list[tuple[str, int, str]]) -> None:
    assert told(text) == sorted(matters)


def test_what_is_most_plainly_told_stands_first() -> None:
    text = "前台态度恶劣还骂人,房间倒是有窗"
    assert matters(text)[0][0] in {"service_attitude", "staff_conduct"}


def test_of_what_is_only_named_the_likeliest_is_kept_without_a_mood() -> None:
    text = "想问一下电子发票"
    ((key, polarity, _),) = matters(text)
    assert (key, polarity) == ("invoice", 0)


CLINIC = Taxonomy.parse("""
[queue]
name = "候诊"
description = "挂号、排队要多久"
seeds = ["挂号", "候诊"]
[doctor]
name = "医生"
description = "医生看得仔细吗"
seeds = ["医生", "大夫"]
[toilet]
name = "洗手间"
seeds = ["厕所", "洗手间"]
""")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("候诊糟糕", "queue"),
        ("排队糟糕", "queue"),  # a word of the description
        ("取号糟糕", "queue"),  # kin of a seed, by our general taxonomy
        ("大夫很不错", "doctor"),
        ("卫生间糟糕", "toilet"),
    ],
)
def test_an_organisation_gives_a_name_and_a_few_seeds(text: str, category: str) -> None:
    assert {key for key, _, _ in told(text, CLINIC)} == {category}


ADDED = (
    (Path(nlp.__file__).parent / "data/analysis/taxonomy.toml").read_text("utf-8")
    + """
[smell]
name = "气味"
seeds = ["甲醛", "呛人"]
"""
)


@pytest.mark.parametrize(
    ("text", "category", "before"),
    [("柜子里甲醛糟糕", "smell", "product_quality"), ("用了半个月还是呛人", "smell", "environment")],
)
def test_a_category_added_to_ours_is_told_by_its_seeds(text: str, category: str, before: str) -> None:
    """Also where ours lists the same words for another; what the word says, good or bad, it keeps."""
    assert {key for key, _, _ in told(text)} == {before}
    assert category in {key for key, lean, _ in told(text, Taxonomy.parse(ADDED)) if lean < 0}


def test_it_hears_of_no_other_matters() -> None:
    assert told("味道很好但送得太慢", CLINIC) == []


TAUGHT = [("抽血扎了好几回", "nurse"), ("抽血很轻", "nurse"), ("抽血的手稳", "nurse")]
OTHERS = [
    ("挂号难", "queue"),
    ("候诊的椅子少", "queue"),
    ("厕所远", "toilet"),
    ("你好", ""),
]


def test_corrections_teach_what_no_seed_tells() -> None:
    wards = Taxonomy.parse('[nurse]\nname = "护理"\n[queue]\nname = "候诊"\n[toilet]\nname = "洗手间"')
    text = "抽血糟糕"
    assert told(text, wards) == []
    assert told(text, learned(wards, TAUGHT + OTHERS)) == [("nurse", -1, text)]


def test_corrections_unteach_what_a_seed_tells_wrongly() -> None:
    text = "大夫说的门厅糟糕"
    wrong = [(f"大夫说的门厅{n}", "toilet") for n in "甲乙丙丁戊己"]
    assert [key for key, _, _ in told(text, CLINIC)] == ["doctor"]
    taught = learned(CLINIC, [*wrong, *(("医生很好", "doctor"), ("医生耐心", "doctor"))])
    assert [key for key, _, _ in told(text, taught)][:1] == ["toilet"]
    assert taught.version != CLINIC.version


def test_what_was_said_of_categories_that_are_no_more_teaches_nothing() -> None:
    """Least of all that those texts are about nothing."""
    gone = [(f"抽血的事第{n}回", "lab") for n in "一二三四五六"]
    assert learned(CLINIC, gone).taught == {}
    known = [("大夫来晚了", "doctor"), ("大夫来早了", "doctor"), *OTHERS]
    taught = learned(CLINIC, known)
    assert set(runs("大夫")) <= set(taught.taught)
    assert learned(CLINIC, known + gone) == taught
    assert learned(CLINIC, [*known, *((text, "lab") for text, _ in known)]) == taught


def test_of_nothing_nothing_is_taught() -> None:
    assert learned(CLINIC, []) == CLINIC


def test_what_stands_in_one_text_alone_is_not_taught() -> None:
    """Also where it was about two matters."""
    taught = learned(CLINIC, [("抽血很轻", "doctor"), ("抽血很轻", "toilet"), *OTHERS]).taught
    assert not set(runs("抽血很轻")) & set(taught)


def test_nobodys_name_or_number_is_taught() -> None:
    """A sum of a few characters is no secret: whoever tries all of them finds the one it stands for."""
    texts = ["抽血找王建国医生，电话13812345678", "抽血还是王建国医生好，打13812345678"]
    taught = learned(CLINIC, [*((text, "doctor") for text in texts), *OTHERS]).taught
    assert set(runs("抽血")) <= set(taught)
    for run in ("王建", "建国", "王建国", "建国医生", "138", "1381", "5678"):
        assert not set(runs(run)) & set(taught), run


def test_nothing_raises_and_every_span_lies_in_the_text() -> None:
    seed = some_seed()
    print("seed", seed)
    chance = random.Random(seed)
    pieces = [
        "味道",
        "送得太慢",
        "但是",
        "，",
        "。",
        " ",
        "贵",
        "不",
        "等了",
        "小时",
        "\ud800",
        "😡",
        "客服",
        "a1",
        "\n",
    ]
    for _ in range(300):
        text = "".join(chance.choices(pieces, k=chance.randrange(25)))
        folded = Batch([text]).folded(0)
        for taxonomy in (None, CLINIC, learned(CLINIC, TAUGHT + OTHERS)):
            for _, polarity, (start, end) in matters(folded, taxonomy):
                assert 0 <= start < end <= len(text), text
                assert -1 <= polarity <= 1, text
