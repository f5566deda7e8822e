"""The figures of the responses of a period, beside those of the one it is held against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from admin import filters as common
from admin.complaint_period import drawn
from admin.filters import Filter, Offer
from admin.summary import period as periods
from admin.summary.judging import FEW, Change, Limits, change, verdict
from admin.summary.links import Links
from storage import definitions, response_months
from storage import surveys as survey_verbs
from storage.domain.locale import Texts
from storage.domain.response_figures import Heard, together
from storage.domain.satisfaction import Nps
from storage.queries import index, items
from storage.queries.filters import Filters, Period, pieces
from storage.queries.index import Grouped, Monthly
from storage.queries.items import Item, Level
from storage.settings import Settings


class Looked(NamedTuple):
    """What is looked at."""

    span: periods.Chosen
    filters: list[Filter]
    wanted: Filters
    offer: Offer
    links: Links


class Group(NamedTuple):
    """A segment or channel: its index and change, what is said of it, where its responses stand."""

    name: str
    told: Change
    verdict: str
    link: str


@dataclass(frozen=True, slots=True)
class Figures:
    """`months` are those that are drawn, oldest first, with what was heard in each; `here` is of the period,
    `before` of the one that it is held against."""

    months: list[Period]
    monthly: list[Heard]
    here: Heard
    before: Heard

    @property
    def index(self) -> Change:
        """The satisfaction index."""
        return change(index.overall(self.here), index.overall(self.before))

    @property
    def trend(self) -> list[Monthly]:
        """The same month by month."""
        return index.by_month(self.months, self.monthly)

    @property
    def nps(self) -> Nps:
        """The net promoter score of the period."""
        return items.nps(self.here)

    @property
    def counts(self) -> dict[str, int]:
        """How many responses were begun, how many of these were completed; how many were completed in the
        period whenever they were begun (`finished`), and before."""
        here = index.completion(self.here)
        return {
            "begun": here.begun,
            "completed": here.completed,
            "finished": index.finished(self.here),
            "finished_before": index.finished(self.before),
        }


def looked(session: Session, query: dict[str, str], settings: Settings, texts: Texts, at: datetime) -> Looked:
    """What the address asks for."""
    offer = common.offered(session, settings)
    filters = common.chosen(query, offer, texts)
    span = periods.chosen(query, settings.timezone, at)
    wanted = common.within(filters, span.period)
    return Looked(span, filters, wanted, offer, Links(wanted, settings.timezone, span.asked))


def fetch(session: Session, asked: Looked, timezone: str) -> Figures:
    """Each span of time is looked up once, however often it is part of something."""
    span = asked.span
    months = drawn(span.period, timezone)
    here, before = (pieces(each, timezone) for each in (span.period, span.compared))
    spans = list(dict.fromkeys([*months, *here, *before]))
    found = dict(zip(spans, response_months.heard(session, asked.wanted, spans), strict=True))

    def of(some: Iterable[Period]) -> Heard:
        return together(found[each] for each in some)

    return Figures(months, [found[each] for each in months], of(here), of(before))


def limits(asked: Looked) -> Limits:
    """For the index: the target of the survey, the action limit of the policy."""
    survey = asked.offer.surveys.get(asked.wanted.survey)
    return Limits(survey.target if survey else None, definitions.policy().action.index)


def limits_of_items(asked: Looked) -> Limits:
    """For each item."""
    return limits(asked)._replace(action=definitions.policy().action.item)


def best_first(session: Session, found: Figures) -> tuple[list[Item], list[Level]]:
    """The items, and their levels in the order of the items, the worst level first; NPS has figures of its
    own."""
    surveys, titles = items.surveys_of(session), survey_verbs.titles(session)
    rows = items.items(found.here, surveys, titles)
    place = {(item.survey, item.question): i for i, item in enumerate(rows)}
    levels = items.distribution(found.here, surveys, titles)
    there = [level for level in levels if (level.survey, level.question) in place]
    return rows, sorted(there, key=lambda level: (place[level.survey, level.question], level.score))


def of_nps(session: Session, found: Figures) -> dict[str, str]:
    """The question that the net promoter score is of, as the list of responses takes it; of several: none."""
    surveys = items.surveys_of(session)
    asked = {
        (surveys[group.version_id], level.question)
        for group, heard in found.here.items()
        for level in heard.levels
        if level.kind == "nps"
    }
    return dict(zip(("survey", "item"), next(iter(asked)), strict=True)) if len(asked) == 1 else {}


def groups(name: str, found: Figures, asked: Looked, texts: Texts) -> list[Group]:
    """The segments or channels that can be judged, the best first; after them those of which too few have
    answered."""
    by = {"segment": index.by_segment, "channel": index.by_channel}[name]
    before = dict(by(found.before))
    rows = sorted(by(found.here), key=lambda group: group.summary.n < FEW)
    return [_group(name, row, before, asked, texts) for row in rows]


def _group(name: str, row: Grouped, before: dict[str, Any], asked: Looked, texts: Texts) -> Group:
    told = change(row.summary, before.get(row.key, index.overall({})))
    key = f"page.channel.{row.key}"
    called = texts(key) if name == "channel" and texts.has(key) else row.key
    link = asked.links.indexed(None, **{name: row.key}) if row.key else ""
    return Group(called, told, verdict(row.summary, limits(asked)), link)


def weights(offer: Offer) -> dict[tuple[str, str], float]:
    """The weight of each item of the surveys in force."""
    return {(key, item): w for key, survey in offer.surveys.items() for item, w in survey.weights.items()}


def breaches(rows: Sequence[Item], asked: Looked) -> list[Item]:
    """The items that have reached their action limit, the worst first."""
    own = limits_of_items(asked)
    return [row for row in reversed(rows) if verdict(row.summary, own) == "breach"]
