"""All word lists of the analysis, looked for in one pass.

Each file of nlp/data/analysis may hold cues: ``[cues.urgency]`` with ``now = ...`` is the cue
``urgency.now``. A word may hold the name of a list of ``[parts]`` of the same file, or of parts.toml, in
braces: ``{n}次`` stands for 两次, 三次 …
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from nlp.analysis.batch import Batch
from nlp.analysis.cues import Cues
from nlp.wording.lexicon import load

_FOLDER = Path(__file__).parents[1] / "data" / "analysis"
_PART = re.compile(r"\{(\w+)\}")


@cache
def cues() -> Cues:
    """Every cue of every file; words are folded as texts are, so a list may be in either script."""
    lists: dict[str, list[str]] = {}
    shared = load("parts", "analysis")["parts"]
    for file in sorted(_FOLDER.glob("*.toml")):
        table = load(file.stem, "analysis")
        for name, words in _flat(table.get("cues", {})):
            lists.setdefault(name, []).extend(_spelt_out(words, {**shared, **table.get("parts", {})}))
    return Cues({name: Batch(words).plain.split("\0")[:-1] for name, words in lists.items()})


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value


def _spelt_out(words: Sequence[str], parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for word in words:
        fixed = _PART.split(word)
        for chosen in product(*(parts[name] for name in fixed[1::2])):
            yield "".join(a + b for a, b in zip(fixed[::2], (*chosen, ""), strict=True))
