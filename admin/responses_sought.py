"""The filters of the list of responses, kept in its address; what is asked and not offered leaves all in."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from admin import choosing, seeking
from admin.filters import Filter
from admin.summary.period import PERIODS, SPAN, spanned
from storage import surveys
from storage.domain.locale import Texts
from storage.domain.possible import can_score
from storage.queries import offering
from storage.queries.filters import Period, month_of
from storage.queries.responses import SORTS, STATES, Wanted

EVER: Final = "ever"
"""The choice of a period that leaves all in."""

FINER: Final = ("category", "mood", "urgency", "safety")

Asked = Mapping[str, str]
Options = list[tuple[str, str]]


def chosen(session: Session, asked: Asked, names: dict[str, str], texts: Texts) -> list[Filter]:
    """The filters as picked. `names`: of the categories."""
    everything = ("", texts("page.filter.all"))
    periods = [(key, texts(f"page.period.{key}")) for key in (*PERIODS, SPAN)]
    titles = {each.key: each.survey for each in surveys.listing(session) if each.published_at}
    options: dict[str, Options] = {
        "period": [*periods, (EVER, texts("page.responses.ever"))],
        "survey": [everything, *sorted(titles.items())],
        "channel": [everything, *((key, called(key, texts)) for key in offering.channels(session))],
        "segment": [everything, *((key, key) for key in offering.segments(session))],
        "round": [everything, *((str(key), title) for key, title in offering.rounds(session))],
        "state": [(key, texts(f"page.responses.state.{key}")) for key in STATES],
        "sort": [(key, texts(f"page.responses.sort.{key}")) for key in SORTS],
    }
    found = [_picked(key, some, asked) for key, some in options.items()]
    picked = next(each.value for each in found if each.key == "survey")
    item = _picked("item", [("", texts("page.responses.index")), *_items(session, picked)], asked)
    return [*found, item, *seeking.chosen(dict(asked), names, texts)]


def _picked(key: str, options: Options, asked: Asked) -> Filter:
    """What is named by the address, else the first."""
    value = asked.get(key, "")
    return Filter(key, options, value if value in dict(options) else options[0][0])


def called(channel: str, texts: Texts) -> str:
    """What this channel is called; one that has no name goes by itself."""
    key = f"page.channel.{channel}"
    return texts(key) if texts.has(key) else channel


def _items(session: Session, survey: str) -> Options:
    """The questions of this survey that have a score."""
    found = surveys.published(session, survey) if survey else None
    return [(each.key, each.title) for each in found[1].questions if can_score(each)] if found else []


def within(asked: Asked, filters: Sequence[Filter], timezone: str, at: datetime) -> Wanted:
    """The filters as the query takes them."""
    value = {each.key: each.value for each in filters}
    below = number(asked.get("below", ""))
    return Wanted(
        period=_period(value["period"], asked, timezone, at),
        survey=value["survey"],
        channel=value["channel"],
        segment=value["segment"],
        round_id=choosing.key(value["round"]),
        customer_id=choosing.key(asked.get("customer", "")),
        state=value["state"],
        item=value["item"],
        below=below,
        scored=number(asked.get("scored", "")),
        sought=seeking.sought([each for each in filters if each.key in FINER]),
        sort=value["sort"],
    )


def _period(picked: str, asked: Asked, timezone: str, at: datetime) -> Period | None:
    if picked == EVER:
        return None
    if picked == SPAN:
        return spanned(asked, ZoneInfo(timezone), at)[0]
    return Period(month_of(at, timezone, PERIODS[picked] - 1).start, month_of(at, timezone).end)


def number(typed: str) -> float | None:
    """A score from 0 to 100 as an address has it; None where it is none."""
    try:
        found = float(typed)
    except ValueError:
        return None
    return found if math.isfinite(found) and 0 <= found <= 100 else None
