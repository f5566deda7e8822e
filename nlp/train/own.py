"""Our own sentences: patterns with slots (own.toml), filled by chance from a fixed seed, and those written
out (cases.csv, mood/*.txt, service/*.txt)."""

import csv
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

_FILE = Path(__file__).parent / "own.toml"
_CASES = Path(__file__).parent / "cases.csv"
_MOODS = Path(__file__).parent / "mood"
_SERVICE = Path(__file__).parent / "service"
_MOOD = {"+": "positive", "-": "negative", "!": "ironic", "0": "neutral"}
_SAID = {"P": "positive", "C": "negative"}  # praise and complaints, among what teaches intents
_SEED = 20
_FILLED = 24  # times that a line with slots is filled
_JOINED = 6  # times that a line is joined to another one of its label
_SLOT = re.compile(r"\{(\w+)\}")
_JOINTS = ("，", "。", "，", " ", "！")


def sentences() -> Iterator[tuple[str, str]]:
    """(text, label); label: positive | negative | ironic | neutral. The same ones each time."""
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    slots = {name: _parted(words, "、") for name, words in table["slots"].items()}
    chance = random.Random(_SEED)  # noqa: S311 - sentences are no secret
    for say in table["say"]:
        lines = _parted(say["lines"], "\n")
        for line in lines:
            for _ in range(_FILLED if _SLOT.search(line) else 1):
                yield _filled(line, slots, chance), say["label"]
            for _ in range(_JOINED):
                other, joint = chance.choice(lines), chance.choice(_JOINTS)
                yield _filled(line, slots, chance) + joint + _filled(other, slots, chance), say["label"]


def cases() -> Iterator[tuple[str, str]]:
    """(text, label), as above: sentences that mislead, each written by hand."""
    with _CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["text"], row["mood"]
    yield from _marked(_MOODS, _MOOD)
    yield from _marked(_SERVICE, _SAID)


def _marked(folder: Path, marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Lines that begin with a mark and whatever else up to a space."""
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text("utf-8").splitlines():
            mark, _, text = line.partition(" ")
            if mark[:1] in marks and text.strip():
                yield text.strip(), marks[mark[0]]


def _filled(line: str, slots: Mapping[str, list[str]], chance: random.Random) -> str:
    return _SLOT.sub(lambda slot: chance.choice(slots[slot[1]]), line)


def _parted(text: str, sign: str) -> list[str]:
    return [part for part in text.strip().split(sign) if part]
