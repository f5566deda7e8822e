"""A text says the same alone and among others."""

import random

from nlp import Analysis, analyse
from tests.seeds import some_seed

SIGNS = "好坏不没有但是如果急投诉呵谢馊饭火烧伤发票退款贵，。！? \0aZ1👍😡\u3000"
WORDS = [
    "太慢了",
    "万一着火怎么办",
    "没有受伤",
    "我要投诉",
    "客服态度也不好",
    "还行吧",
    "吃完就拉肚子",
    "👍👍",
]


def quick(found: Analysis) -> tuple[object, ...]:
    return found.polarity, found.confidence, found.sarcastic, found.intent, found.urgency, found.safety


def written(rng: random.Random) -> str:
    parts = (*WORDS, *rng.choices(SIGNS, k=len(WORDS)))
    return "".join(rng.choices(parts, k=rng.choice((0, 1, 3, 10, 80))))


def test_a_text_alone_is_read_as_it_is_among_others() -> None:
    seed = some_seed()
    print("seed", seed)
    rng = random.Random(seed)
    texts = ["", "好" * 11_000, *(written(rng) for _ in range(700))]
    together = [quick(found) for found in analyse(texts)]
    alone = [quick(analyse([text])[0]) for text in texts]
    assert together == alone
    assert len(set(together)) > 100, "they are not all alike"
