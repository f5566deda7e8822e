"""Where the text of a compiled statement is cut. What may not be cut where that is meant is refused."""

from sqlalchemy.sql.dml import UpdateBase

_VALUES = " VALUES "
_WHERE = "WHERE "


def check(statement: UpdateBase) -> None:
    """Only INSERT and UPDATE are written many at a time. Raises ValueError."""
    if not (statement.is_insert or statement.is_update):
        raise ValueError("only an INSERT or an UPDATE can be written many at a time")


def at_values(sql: str) -> tuple[str, str, str]:
    """What comes before VALUES, the row in its parentheses, what comes after. Raises ValueError."""
    if sql.count(_VALUES) != 1 or f"{_VALUES}(" not in sql:
        raise ValueError("an INSERT has one VALUES, with one row")
    into, _, values = sql.partition(_VALUES)
    end = _closing(values) + 1
    row, rest = values[:end], values[end:]
    if rest.lstrip().startswith(","):
        raise ValueError("an INSERT has one VALUES, with one row")
    return into, row, rest


def at_where(sql: str) -> tuple[str, str]:
    """What comes before WHERE, and what comes after. Raises ValueError."""
    change, found, where = sql.partition(_WHERE)
    if not found or change.count("(") != change.count(")"):
        raise ValueError("an UPDATE says which rows it means, and sets nothing that is looked up")
    return change, where


def _closing(text: str) -> int:
    """Where the parenthesis closes that the text begins with."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    raise ValueError("the parenthesis does not close")
