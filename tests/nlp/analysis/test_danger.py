"""Who is waked at night: how much of real danger is seen in our own sentences, and how much harmless damage
is taken for it. First asked, `fresh` gave what it gives now; the bounds leave room for one sentence."""

import tomllib
from pathlib import Path

import pytest

import nlp

TABLE = tomllib.loads((Path(__file__).parent / "danger.toml").read_text("utf-8"))
TABLES = {name: [line.split(" ", 2) for line in lines.strip().split("\n")] for name, lines in TABLE.items()}


@pytest.mark.parametrize(("name", "unsafe", "now"), [("known", 0.97, 0.72), ("fresh", 0.77, 0.5)])
def test_danger_is_seen(name: str, unsafe: float, now: float) -> None:
    rows = TABLES[name]
    read = nlp.analyse([text for _, _, text in rows])
    seen = [each.safety for each, (_, said, _) in zip(read, rows, strict=True) if said == "unsafe"]
    hasty = [each.urgency == "now" for each, (said, _, _) in zip(read, rows, strict=True) if said == "now"]
    assert sum(seen) >= unsafe * len(seen)
    assert sum(hasty) >= now * len(hasty)


@pytest.mark.parametrize("name", TABLES)
def test_damage_wakes_nobody(name: str) -> None:
    texts = [text for _, said, text in TABLES[name] if said == "-"]
    waked = [
        text
        for text, each in zip(texts, nlp.analyse(texts), strict=True)
        if each.safety or each.urgency == "now"
    ]
    assert len(waked) <= 1, waked
