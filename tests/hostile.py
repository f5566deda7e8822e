"""640 texts that would do something where they are taken for more than text; by families, in hostile.toml."""

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".toml")
ALL = 640
FEW = 40
"""As many as a run of the tests has time for; of each family some."""


def texts(count: int = ALL) -> list[str]:
    """So many of them, from all over the list."""
    found = list(_all())
    return found[:: len(found) // count][:count]


def _all() -> Iterator[str]:
    families = tomllib.loads(SOURCE.read_text("utf-8"))
    for name, family in families.items():
        for shape, filling in product(family["shapes"], family["fillings"]):
            yield filling * int(shape) if name == "long" else _filled(shape, filling)


def _filled(shape: str, filling: str) -> str:
    return shape.format(*[filling] * max(1, shape.count("{}") + shape.count("{0}")))
