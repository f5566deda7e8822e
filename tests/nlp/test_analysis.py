"""What a free text says, as a whole: whatever the text, in the shape that others rely on."""

import math
import random
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

import nlp
from nlp import Analysis, Taxonomy, analyse, analysis
from tests.seeds import some_seed

EMPTY = ["", "   ", "。。。", "\x00\u202e", "\ud800", "~~~~", "12345678", "无", "没有。", "N/A", "test"]
ODD = [
    "啊" * 100_000,
    "a" * 1_000_000,
    "\ud83d好\udc00",
    "=1+1",
    "<b>好</b>",
    "好\n" * 5000,
    "½①㊗",
    "1" * 5000,
    "😀" * 3000,
    "\u200d\ufe0f",
    "ﷺ" * 50,
    "不" * 4000,
    "但是，" * 3000,
]
EMOTIONS = {"like", "happiness", "sadness", "anger", "disgust", "fear", "surprise", "neutral"}
INTENTS = {"complaint", "suggestion", "praise", "inquiry", "request", "other"}


def one(text: str, taxonomy: Taxonomy | None = None) -> Analysis:
    return analyse([text], taxonomy=taxonomy)[0]


def sound(found: Analysis, text: str) -> None:
    """Holds for every text."""
    assert -1 <= found.polarity <= 1
    assert 0 <= found.confidence <= 1
    assert 0 <= found.offensive <= 1
    assert found.intent in INTENTS
    assert found.emotion in EMOTIONS
    assert found.urgency in {"routine", "soon", "now"}
    spans = [*found.evidence, *(span for _, _, span in found.categories)]
    spans += [(start, end) for _, start, end in found.personal]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(math.isfinite(polarity) and -1 <= polarity <= 1 for _, polarity, _ in found.categories)
    assert all(isinstance(word, str) for word in found.keywords)
    repr(found)


@pytest.mark.parametrize("text", EMPTY)
def test_nothing_said_is_nothing(text: str) -> None:
    found = one(text)
    assert (found.polarity, found.confidence, found.intent) == (0, 0, "other")
    assert not any((found.evidence, found.categories, found.sarcastic, found.safety))


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_never_raises(text: str) -> None:
    sound(one(text), text)


def test_never_raises_for_letters_at_random() -> None:
    seed = some_seed()
    print("seed", seed)
    chance = random.Random(seed)
    signs = "好坏不没太很但是，。！？ \n\0\ud800😀👍aA1１ﾊ㊗ü漢退款煤气呵"
    texts = ["".join(chance.choices(signs, k=chance.randrange(60))) for _ in range(300)]
    for text, found in zip(texts, analyse(texts), strict=True):
        sound(found, text)


def test_texts_keep_their_order_and_do_not_change_each_other() -> None:
    texts = ["味道很好", "", "送得太慢了，等了两个小时", "请问几点开门", "👍", "但是", "煤气漏了"] * 90
    together = analyse(texts)
    alone = [one(text) for text in texts[:7]]
    assert together[:7] == alone
    assert together[-7:] == alone
    assert one("味道很好") != one("味道不好")


def test_traditional_script_and_wide_letters_read_alike() -> None:
    texts = ["服務態度很差，等了兩個小時", "ＡＰＰ很難用"]
    plain = ["服务态度很差，等了两个小时", "APP很难用"]
    assert [each.polarity for each in analyse(texts)] == [each.polarity for each in analyse(plain)]


def test_matters_with_the_words_that_tell() -> None:
    text = "味道很好，但是送得太慢"
    moods = {key: (polarity, text[slice(*span)]) for key, polarity, span in one(text).categories}
    assert len(moods) == 2
    (good, words), (bad, others) = sorted(moods.values(), reverse=True)
    assert good > 0 > bad
    assert "味道" in words
    assert "慢" in others


def test_keywords_and_personal_data() -> None:
    text = "物流太慢，包装也破了，电话 13800138000"
    found = one(text)
    assert {"物流", "包装"} & set(found.keywords)
    assert [(kind, text[start:end]) for kind, start, end in found.personal] == [("phone", "13800138000")]


def test_the_version_names_weights_and_taxonomy() -> None:
    own = Taxonomy.parse('[seats]\nname = "座椅"\nseeds = ["座椅", "靠背"]\n')
    assert one("好").model == nlp.version() != nlp.version(own) == one("好", own).model


def test_the_version_names_every_model_in_force(tmp_path: Path) -> None:
    """Also one that only the organisation has."""
    before = nlp.version()
    try:
        nlp.use(tmp_path)
        assert nlp.version() == before
        (tmp_path / "neutral-chat.npz").write_bytes(b"theirs")
        nlp.use(tmp_path)
        assert nlp.version() != before
    finally:
        nlp.use(None)


def test_the_version_names_word_lists_but_not_what_ours_is_called_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists, before = copytree(analysis._LEXICONS, tmp_path / "lists"), nlp.version()
    monkeypatch.setattr(analysis, "_LEXICONS", lists)

    def changed(name: str) -> bool:
        (lists / name).write_text(f"# {name}", "utf-8")
        analysis._lexicons.cache_clear()
        analysis._named.cache_clear()
        return nlp.version() != before

    try:
        assert [changed(name) for name in ("taxonomy.toml", "danger.toml")] == [False, True]
    finally:
        analysis._lexicons.cache_clear()
        analysis._named.cache_clear()


def test_reading_loads_neither_jieba_nor_snownlp() -> None:
    code = "import sys, nlp; repr(nlp.analyse(['电梯坏了'])); print({'snownlp', 'jieba'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_another_tier_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="fast"):
        analyse([], tier="slow")
