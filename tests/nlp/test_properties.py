"""What holds whatever the words."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import read_answer, read_answers
from nlp.answers import kinds

SATISFACTION = ("非常不满意", "不满意", "一般", "满意", "非常满意")
LADDERS = [
    SATISFACTION,
    SATISFACTION[::-1],
    ("很差", "差", "一般", "好", "很好"),
    ("不满意", "满意"),
    ("非常不同意", "不同意", "一般", "同意", "非常同意"),
    tuple(str(i) for i in range(1, 8)),
]
QUESTION = "您对产品质量满意吗？"
ASKED = [QUESTION, "您对物流满意吗？", "客服呢？", "您的问题解决了吗？", "哪天买的？", "还有什么想说的？", ""]
KINDS = list(kinds())
TODAY = dt.date(2026, 11, 21)
WORDS = [
    *("4", "5分", "6", "三", "四星", "3到4", "十", "百", "½", "⑤", "１", "1e9", "∞", "²", "-", "~", "."),
    *(
        "满意",
        "不",
        "没有",
        "很",
        "好",
        "差",
        "慢",
        "一般",
        "👍",
        "物流",
        "质量",
        "服务",
        "呵呵",
        "谢谢",
        "吧",
    ),
    *(
        "其他",
        "除了",
        "但是",
        "就是",
        "都",
        "和",
        "A",
        "B",
        "c",
        "第二个",
        "最后一个",
        "是",
        "没",
        "解决",
        "吗",
    ),
    *(
        "昨天",
        "上周三",
        "3月5号",
        "13812345678",
        "AB-20261103",
        ">",
        "然后",
        "分钟",
        "半",
        "忘了",
        "同上",
        "不想说",
    ),
    *("投诉", "人工", "不想活了", "？", "，", "。", " ", "\x00", "\ud800", "\u202e", "😀"),
]

anything = st.one_of(
    st.text(st.characters(), max_size=60),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "So", "Nd", "No"]), max_size=20),
    st.lists(st.sampled_from(WORDS), max_size=8).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=8).map("，".join),
)
ladders = st.sampled_from(LADDERS).map(lambda labels: [(str(i), label) for i, label in enumerate(labels, 1)])


def within(value: Any, keys: list[str], kind: str, text: str) -> bool:
    if value is None:
        return True
    match kind:
        case "multi":
            return bool(value) and value == [key for key in keys if key in value]
        case "ranking":
            return len(set(value)) == len(value) and set(value) <= set(keys)
        case "date":
            return isinstance(value, dt.date)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "order" | "phone":
            return isinstance(value, str) and bool(value)
        case "yes_no":
            return isinstance(value, bool)
        case "signature":
            return isinstance(value, str) and value in text
        case "text":
            return bool(value == text)
        case _:
            return value in keys


def shown(kind: str, options: Any) -> Any:
    """The options as this kind of question has them."""
    return options if kind in ("scale", "single", "multi", "ranking", "yes_no") else []


@given(st.sampled_from(KINDS), ladders, anything, st.text(max_size=10))
def test_never_raises_and_never_leaves_the_options(kind: str, options: Any, text: str, question: str) -> None:
    keys = [str(i) for i in range(11)] if kind == "nps" else [key for key, _ in options]
    reading = read_answer(kind, question, shown(kind, options), text, TODAY)
    assert within(reading.value, keys, kind, text)
    assert within(reading.guess, keys, kind, text)
    assert (reading.outcome == "answer") == (reading.value is not None or reading.missing is not None)
    assert reading.intent or reading.outcome != "intent"
    assert reading.comment in ("", text)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(ASKED)), max_size=5), ladders, anything)
def test_several_at_once_never_raise_and_answer_only_what_was_asked(
    asked: list[tuple[str, str]], options: Any, text: str
) -> None:
    questions = [
        {"key": f"q{i}", "kind": kind, "text": question, "options": shown(kind, options), "rules": None}
        for i, (kind, question) in enumerate(asked)
    ]
    found = read_answers(questions, text, TODAY)
    assert set(found) <= {"*", *(question["key"] for question in questions)}
    for question in questions:
        reading = found.get(question["key"])
        if reading and question["kind"] != "text":
            keys = [key for key, _ in question["options"] or [(str(i), "") for i in range(11)]]
            assert within(reading.value, keys, question["kind"], text)


ODD_TEXTS = [None, 4, 2.5, True, b"\xff4", ["4"], "满意" * 3_000, "1 " * 3_000, "\ud800", "\x00" * 99]
ODD_OPTIONS = [
    *(None, "满意", 5, [None], [()], [("1",)], [(1, 2), (3, 4)], ["甲", "乙"], {"1": "好"}, [("1", None)]),
    *([("a", "b", "c")], [("", ""), ("", "")], [("pattern", None)], [("pattern", "[")], [("1", "好")] * 2),
]
ODD_RULES: list[Any] = [
    *(
        None,
        [],
        5,
        "x",
        {5: 6},
        {"unknown": 1},
        {"exclusive": 5},
        {"unit": 5},
        {"words": 5},
        {"words": {"": 1}},
    ),
    *(
        {"least": 5, "most": 1},
        {"least": "a", "most": -1},
        {"range": (10, 0)},
        {"range": 5},
        {"range": ("a", 1)},
    ),
    *({"range": (float("nan"), 1)}, *({"timezone": zone} for zone in ("Mars/X", 5, "../x", "Asia", "\x00"))),
]
ENDS = [dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)]
DAYS = [
    None,
    TODAY,
    dt.datetime(2026, 11, 21, 3),  # noqa: DTZ001 - as a caller may
    *ENDS,
    dt.date.min,
    dt.date.max,
    "2026-11-21",
    5,
]
odd_texts = st.sampled_from([*ODD_TEXTS, "4", "昨天", "不知道", "A和B", "AB12345678", "第二个", "转人工"])
odd_questions = st.sampled_from([None, 5, "", QUESTION, "用了几天？", "\ud800", b"x"])
odd_kinds = st.sampled_from([*KINDS, "smell", None, 5, []])
odd_rules = st.sampled_from([*ODD_RULES, {"timezone": "Asia/Taipei"}, {"least": 1}])


@given(odd_kinds, odd_questions, st.sampled_from(ODD_OPTIONS), odd_texts, st.sampled_from(DAYS), odd_rules)
def test_never_raises_whatever_comes(
    kind: Any, question: Any, options: Any, text: Any, today: Any, rules: Any
) -> None:
    reading = read_answer(kind, question, options, text, today, rules=rules)
    assert reading.outcome in ("answer", "ask", "intent")
    assert kind in KINDS or reading.outcome == "ask"


odd_question = st.fixed_dictionaries(
    {"key": st.sampled_from(["a", "b", 1, None]), "kind": odd_kinds},
    optional={"text": odd_questions, "options": st.sampled_from(ODD_OPTIONS), "rules": odd_rules},
)
odd_several = st.one_of(
    st.sampled_from([None, 5, "x", {}, [None, {}]]),
    st.lists(st.one_of(odd_question, st.sampled_from([None, 5, {}, {"key": "k"}])), max_size=4),
)


@given(odd_several, odd_texts, st.sampled_from(DAYS))
def test_several_never_raise_whatever_comes(questions: Any, text: Any, today: Any) -> None:
    assert set(read_answers(questions, text, today)) <= {"a", "b", "1", "k", "*"}


@pytest.mark.parametrize(("low", "high"), [(0, 60), (60, 0)])
def test_a_range_holds_in_either_order(low: int, high: int) -> None:
    rules = {"unit": "天", "range": (low, high)}
    assert read_answer("number", "用了几天？", [], "5天", rules=rules).value == 5
    assert read_answer("number", "用了几天？", [], "90天", rules=rules).outcome == "ask"


@given(
    st.lists(st.integers(0, 4), min_size=2, max_size=5),
    st.sampled_from(["{}. {}", "第{}题{}", "{}、{}", "Q{}：{}"]),
)
def test_quoting_labels_under_numbers_gives_those_labels(levels: list[int], form: str) -> None:
    options = [(str(i), label) for i, label in enumerate(SATISFACTION, 1)]
    questions = [
        {"key": str(i), "kind": "scale", "text": QUESTION, "options": options} for i, _ in enumerate(levels)
    ]
    text = "；".join(form.format(i, SATISFACTION[level]) for i, level in enumerate(levels, 1))
    found = read_answers(questions, text)
    assert [found[str(i)].value for i, _ in enumerate(levels)] == [str(level + 1) for level in levels]


@given(ladders, st.data(), st.sampled_from(["scale", "single"]))
def test_quoting_a_label_gives_that_label(options: Any, data: st.DataObject, kind: str) -> None:
    key, label = data.draw(st.sampled_from(options))
    quoted = data.draw(st.sampled_from(["{}", " {} ", "{}。", "「{}」", "我选{}", "{}吧"])).format(label)
    assert read_answer(kind, QUESTION, options, quoted).value == key


POLITE = ["{}，谢谢", "请{}", "{}哦", "您好，{}", "{}吧", "嗯，{}", "{}😊"]
SAID = ["4", "四星", "挺好", "很差", "不满意", "一般", "3到4分", "6分", "不太满意", "等了5天", "👍", "第二个"]


WISHED = [
    "转人工",
    "我要投诉",
    "不答了",
    "跳过",
    "退订",
    "把我的信息删了",
    "上一题",
    "不想活了",
    "没用过",
    "不知道",
]


@pytest.mark.parametrize("said", WISHED)
@pytest.mark.parametrize("polite", POLITE[:-1])
@pytest.mark.parametrize("kind", KINDS)
def test_polite_words_change_no_wish(kind: str, said: str, polite: str) -> None:
    options = shown(kind, [(str(i), label) for i, label in enumerate(SATISFACTION, 1)])
    plain = read_answer(kind, QUESTION, options, said, TODAY)
    politely = read_answer(kind, QUESTION, options, polite.format(said), TODAY)
    assert (politely.outcome, politely.missing, politely.intent) == (
        plain.outcome,
        plain.missing,
        plain.intent,
    )


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("polite", POLITE[:-1])
def test_polite_words_change_nothing(said: str, polite: str) -> None:
    options = [(str(i), label) for i, label in enumerate(SATISFACTION, 1)]
    plain = read_answer("scale", QUESTION, options, said)
    politely = read_answer("scale", QUESTION, options, polite.format(said))
    assert (politely.outcome, politely.value, politely.guess) == (plain.outcome, plain.value, plain.guess)


@given(
    st.sampled_from(["不", "没有", "不太", "不是", "并不", "谈不上", "一点都不", "不怎么"]),
    st.sampled_from(["", "很", "非常", "特别", "太", "挺", "比较"]),
    st.sampled_from(["满意", "好", "棒", "给力", "喜欢", "差", "慢", "糟糕", "垃圾", "一般", "快", "不满意"]),
)
def test_negating_never_raises_a_score(negation: str, degree: str, word: str) -> None:
    options = [(str(i), label) for i, label in enumerate(SATISFACTION, 1)]
    plain = read_answer("scale", "请评价", options, degree + word)
    negated = read_answer("scale", "请评价", options, negation + degree + word)
    if plain.value and negated.value:
        assert str(negated.value) <= str(plain.value)


@given(
    st.sampled_from(["呵呵，{}", "{}，呵呵", "{}？", "{}，等了三小时没人理", "{}才怪", "给你{}？做梦"]),
    st.sampled_from(["真棒", "太好了", "非常满意", "5分"]),
)
def test_sarcasm_is_never_a_top_score(frame: str, praise: str) -> None:
    options = [(str(i), label) for i, label in enumerate(SATISFACTION, 1)]
    assert read_answer("scale", QUESTION, options, frame.format(praise)).value not in ("4", "5")
