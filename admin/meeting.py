"""Two people at one survey: what a colleague saved meanwhile, laid beside what we have written."""

from collections.abc import Mapping
from typing import Any

from admin import changes
from storage.domain.comparing import compare
from storage.domain.locale import Texts
from storage.domain.merging import Clash, merge

Table = Mapping[str, Any]


def met(began: Table, mine: Table, theirs: Table, texts: Texts) -> dict[str, Any]:
    """What the colleague has changed since we began, and what both together would be."""
    merged, clashes = merge(began, mine, theirs)
    told = changes.told(compare(began, theirs), began, theirs, texts)
    return {
        "theirs": theirs,
        "changes": [row._asdict() for row in told],
        "merged": merged,
        "clashes": [clash(each, mine, theirs, texts) for each in clashes],
    }


def clash(found: Clash, mine: Table, theirs: Table, texts: Texts) -> dict[str, str]:
    """Where both of us changed the same."""
    name = found.name or str(theirs.get("title", ""))
    if not found.field:
        key = "kept_mine" if found.mine else "kept_theirs"
        return {"name": name, "field": "", "said": texts(f"page.surveys.editor.{key}")}
    said = texts(
        "page.surveys.editor.clash",
        mine=changes.Words(mine, texts).of(found.mine),
        theirs=changes.Words(theirs, texts).of(found.theirs),
    )
    return {"name": name, "field": changes.field(found.field, texts), "said": said}
