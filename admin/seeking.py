"""The filters of texts, kept in the page's address beside the others: matter, mood, urgency, safety."""

from collections.abc import Sequence

from admin.filters import Filter
from storage.domain.judging import MOODS, URGENCIES
from storage.domain.locale import Texts
from storage.queries.filters import Sought


def chosen(query: dict[str, str], names: dict[str, str], texts: Texts) -> list[Filter]:
    """The filters as picked; what the address asks and is not offered falls back to: all. `names`: of the
    categories."""
    everything = ("", texts("page.filter.all"))
    options = {
        "category": [everything, *names.items()],
        "mood": [everything, *((key, texts(f"page.mood.{key}")) for key in reversed(MOODS))],
        "urgency": [everything, *((key, texts(f"page.urgency.{key}")) for key in URGENCIES)],
        "safety": [everything, ("unsafe", texts("page.why.unsafe"))],
    }
    return [
        Filter(key, some, query[key] if query.get(key) in dict(some) else "") for key, some in options.items()
    ]


def sought(filters: Sequence[Filter]) -> Sought:
    """The filters as the queries take them."""
    value = {each.key: each.value for each in filters}
    return Sought(
        category=value["category"],
        mood=value["mood"],
        urgency=value["urgency"],
        unsafe=value["safety"] == "unsafe",
    )
