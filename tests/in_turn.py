"""Tables of a test need not go over every road and every database row by row: each row takes its turn.

A test without a table, and whatever is asked for by its name alone, goes over all of them.
"""

from collections import defaultdict
from collections.abc import Sequence

import pytest


def in_turn(items: Sequence[pytest.Item], name: str, *values: str) -> list[pytest.Item]:
    """What is left where each row of a table goes over one of these values of the parameter `name`: the first
    over the first, the next over the next. Other values go with every row."""
    tables: dict[object, dict[object, list[pytest.Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            given = dict(item.callspec.params)
            if given.pop(name, None) in values and given:
                row = tuple(id(each) for each in given.values())
                tables[item.parent, item.originalname][row].append(item)
    left_out: set[pytest.Item] = set()
    for rows in tables.values():
        for number, same in enumerate(rows.values()):
            turn = number % len(same)
            left_out.update(same[:turn], same[turn + 1 :])
    return [item for item in items if item not in left_out]
