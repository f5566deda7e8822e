"""Writes the table of addresses of docs/api.md from the declarations: `python -m tests.api_table`.
A test holds it."""

import re
from pathlib import Path

from admin.api import operations
from admin.api.operation import BASE, Operation

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
MARKED = re.compile(r"(<!-- addresses -->\n).*?(<!-- /addresses -->)", re.DOTALL)


def table() -> str:
    """A row an address: what it takes along, the scope that it wants."""
    head = "| 网址 | 范围 | 可以、必须带的 |\n| --- | --- | --- |\n"
    return head + "".join(map(_row, operations()))


def _row(each: Operation) -> str:
    query = each.query.model_fields if each.query else {}
    takes = [f"`{name}`" for name in query if name not in ("limit", "cursor")]
    takes += ["`limit`、`cursor`"] if "limit" in query else []
    takes += ["**`If-Match`**"] if each.matched else []
    takes += ["`Idempotency-Key`"] if each.once else []
    return f"| `{each.method} {BASE}{each.path}` | `{each.scope}` | {'、'.join(takes)} |\n"


def written(page: str) -> str:
    """The page with the table that there is."""
    return MARKED.sub(lambda found: found[1] + table() + found[2], page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
