"""The filters of a page, kept in its address: period, survey, channel, segment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from admin.summary.period import PERIODS, SPAN
from storage import surveys
from storage.domain.locale import Texts
from storage.domain.survey import Survey
from storage.queries import offering
from storage.queries.filters import Filters, Period
from storage.settings import Settings


class Filter(NamedTuple):
    """One select of the page: its options as (value, label) and the value chosen."""

    key: str
    options: list[tuple[str, str]]
    value: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be picked: the surveys in force (the newest first), the channels, the segments there are."""

    surveys: dict[str, Survey]
    channels: list[str]
    segments: list[str]


def offered(session: Session, settings: Settings) -> Offer:
    """What can be picked."""
    found = {
        version.key: surveys.version(session, version.id)
        for version in surveys.listing(session)
        if version.state == "published"
    }
    first = surveys.published(session, settings.survey)
    order = sorted(found, key=lambda key: (first is None or key != first[1].key, key))
    return Offer({key: found[key] for key in order}, offering.channels(session), offering.segments(session))


def chosen(query: dict[str, str], offer: Offer, texts: Texts, together: bool = False) -> list[Filter]:
    """The filters as picked; what the address asks and is not offered falls back to the first option.
    `together`: all surveys may be looked at as one, complaints too."""

    def named(kind: str, keys: Sequence[str]) -> list[tuple[str, str]]:
        key = f"page.{kind}."
        return [(each, texts(key + each) if texts.has(key + each) else each) for each in keys]

    everything = ("", texts("page.filter.all"))
    titles = [(key, survey.title) for key, survey in offer.surveys.items()]
    options = {
        "period": named("period", [*PERIODS, SPAN]),
        "survey": [everything, *titles] if together or not titles else titles,
        "channel": [everything, *named("channel", offer.channels)],
        "segment": [everything, *((each, each) for each in offer.segments)],
    }
    return [
        Filter(key, some, query[key] if query.get(key) in dict(some) else some[0][0])
        for key, some in options.items()
    ]


def within(filters: Sequence[Filter], period: Period) -> Filters:
    """The filters as the queries take them."""
    value = {each.key: each.value for each in filters}
    return Filters(period, value["survey"], value["channel"], value["segment"])
