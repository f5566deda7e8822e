"""The week of a manager: what the summary says of it, short enough for a chat, with the tables for a mail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from admin import leading, naming
from admin.charts import figure
from admin.summary import complaints, figures, returns
from admin.summary.complaints import Handled
from admin.summary.figures import Group, Looked
from admin.summary.judging import FEW, SIGNS, Change, Limits, verdict
from admin.summary.returns import Running
from storage import definitions, outbox
from storage.domain.complaint import OPEN
from storage.domain.locale import Texts
from storage.queries import marks, queue
from storage.queries.items import Item
from storage.queries.matters import Tallied
from storage.settings import Settings, settings

LONGEST: Final = 12
"""Lines of the text, the link among them."""

NAMED: Final = 3
"""Of matters and rounds, so many stand in a line."""

_FILTERS: Final = ("survey", "channel", "segment")


@dataclass(frozen=True, slots=True)
class Rows:
    """All that is told of a week, from one snapshot."""

    week: date
    asked: Looked
    index: Change
    limits: Limits
    limits_of_items: Limits
    items: list[Item]
    groups: list[Group]
    matters: Mapping[str, Sequence[Tallied]]
    names: Mapping[str, str]
    handled: Handled
    open: int
    overdue: int
    rounds: list[Running]
    urgent: int
    completed: int
    completed_before: int


class Line(NamedTuple):
    """A row of a table: a name, a figure, how long its bar is (0 to 100; None: no bar), what is said of
    it."""

    name: str
    value: str
    bar: float | None = None
    said: str = ""


class Table(NamedTuple):
    """Rows under a title."""

    title: str
    lines: list[Line]

    def dump(self) -> list[Any]:
        """As JSON."""
        return [self.title, [[*line] for line in self.lines]]


class Report(NamedTuple):
    """`lines` for a chat, `tables` for a mail beside them, `link` to the page that says more; `brief`: what
    it comes to, in a few words. The second of the lines says the index (`head`), where there is any."""

    lines: list[str]
    tables: list[Table]
    link: str
    brief: str
    head: Line | None

    def details(self) -> dict[str, Any]:
        """What a mail has besides the lines, as JSON (`storage.alerts.tell`)."""
        tables = {outbox.TABLES: [table.dump() for table in self.tables]}
        if self.head is None:
            return tables
        name, value, _, said = self.head
        return tables | {outbox.HEAD: ["\n".join(self.lines[:2]), f"{name} · {self.lines[0]}", value, said]}


def fetch(
    session: Session, asked: Mapping[str, str], week: date, settings: Settings, texts: Texts, at: datetime
) -> Rows:
    """Of the week from this Monday on; `asked`: filters as an address has them."""
    days = {"period": "span", "from": f"{week}", "to": f"{week + timedelta(days=6)}"}
    looked = figures.looked(session, {**asked, **days}, settings, texts, at)
    found = figures.fetch(session, looked, settings.timezone)
    states = queue.by_state(session, at)
    counts = found.counts
    return Rows(
        week=week,
        asked=looked,
        index=found.index,
        limits=figures.limits(looked),
        limits_of_items=figures.limits_of_items(looked),
        items=figures.best_first(session, found)[0],
        groups=[*figures.groups("segment", found, looked, texts)],
        matters=leading.matters_of(session, looked.wanted),
        names=naming.names(session, texts.language),
        handled=complaints.fetch(session, looked, settings.timezone, texts, at),
        open=sum(row.n for state, row in states.items() if state in OPEN),
        overdue=sum(row.overdue for row in states.values()),
        rounds=returns.fetch(session),
        urgent=marks.counts(session, at)["follow_ups"],
        completed=counts["finished"],
        completed_before=counts["finished_before"],
    )


def report(session: Session, asked: Mapping[str, str], week: date, at: datetime) -> Report:
    """Of the week from this Monday on, in the organisation's language."""
    own = settings()
    texts = definitions.texts(own.language)
    return build(fetch(session, asked, week, own, texts, at), texts, own.admin_address)


def build(rows: Rows, texts: Texts, address: str) -> Report:
    """The report; `address` is that of the staff's pages."""
    lines = [_title(rows, texts), *_lines(rows, texts)]
    link = f"{address}{rows.asked.links.summary()}"
    told = lines[: LONGEST - 2]
    return Report(told, list(_tables(rows, texts)), link, _brief(rows, texts), _index(rows, texts))


def _title(rows: Rows, texts: Texts) -> str:
    chosen = [
        dict(each.options)[each.value] for each in rows.asked.filters if each.key in _FILTERS and each.value
    ]
    last = rows.week + timedelta(days=6)
    return texts("page.weekly.title", first=rows.week, last=last, of=" · ".join(chosen)).strip()


def _lines(rows: Rows, texts: Texts) -> Iterator[str]:
    if not (rows.completed or rows.index.now.n or rows.handled.n):
        yield texts("page.weekly.empty", open=rows.open, overdue=rows.overdue)
        return
    index = _index(rows, texts)
    if index is None:
        yield texts("page.weekly.no_index")
    else:
        yield texts("page.weekly.index", mean=index.value, told=index.said)
    yield from _items(rows, texts)
    for leans in ("blamed", "praised"):
        if some := rows.matters[leans][:NAMED]:
            told = texts("page.format.between").join(_matter(each, leans, rows, texts) for each in some)
            yield texts(f"page.weekly.{leans}", matters=told)
    received = rows.handled.received
    counts = {"n": received.now, "before": received.before, "open": rows.open, "overdue": rows.overdue}
    yield texts("page.weekly.complaints", **counts)
    kept = [each for each in rows.handled.promises if each.told and not each.few]
    if kept:
        shares = (f"{each.title} {each.told.now}" for each in kept if each.told)
        yield texts("page.weekly.promises", promises=texts("page.format.between").join(shares))
    if rows.rounds:
        told_of = (_round(each, texts) for each in rows.rounds[:NAMED])
        yield texts("page.weekly.rounds", rounds=texts("page.format.between").join(told_of))
    if rows.urgent:
        yield texts("page.weekly.urgent", n=rows.urgent)


def _index(rows: Rows, texts: Texts) -> Line | None:
    found = rows.index
    if found.now.mean is None:
        return None
    moved = "" if found.by is None else since(found.by, texts)
    said = verdict(found.now, rows.limits)
    parts = [moved, texts("page.weekly.n", n=found.now.n), texts(f"page.verdict.{said}") if said else ""]
    told = texts("page.format.between").join(part for part in parts if part)
    return Line(texts("page.summary.index"), figure(found.now.mean), None, told)


def _brief(rows: Rows, texts: Texts) -> str:
    found = rows.index
    if found.now.mean is None:
        return texts("page.weekly.no_index")
    moved = "" if found.by is None else since(found.by, texts)
    told = {"mean": figure(found.now.mean), "moved": moved}
    return texts("page.weekly.brief_moved" if moved else "page.weekly.brief", **told)


def since(by: float, texts: Texts) -> str:
    """By how much it has changed."""
    if not by:
        return texts("page.complaint_statistics.same")
    return f"{'▲' if by > 0 else '▼'} {abs(by):.1f}"


def _items(rows: Rows, texts: Texts) -> Iterator[str]:
    judged = [each for each in rows.items if each.summary.n >= FEW]
    if judged:
        best, worst = judged[0], judged[-1]
        told = {"best": best.title, "high": figure(best.summary.mean)}
        told |= {"worst": worst.title, "low": figure(worst.summary.mean)}
        yield texts("page.weekly.items" if len(judged) > 1 else "page.weekly.item", **told)
    if broken := figures.breaches(rows.items, rows.asked):
        names = texts("page.format.between").join(each.title for each in broken[:NAMED])
        yield texts("page.weekly.breaches", n=len(broken), items=names)


def _matter(row: Tallied, leans: str, rows: Rows, texts: Texts) -> str:
    """With how many of its texts blame it, or praise it: not all that speak of it."""
    n = row.mood.negative if leans == "blamed" else row.mood.positive
    return f"{naming.called(row.category, dict(rows.names), texts)} {n}"


def _round(row: Running, texts: Texts) -> str:
    rate = "–" if row.returns.rate is None else f"{row.returns.rate:.0f}%"
    if row.of.target is None:
        return f"{row.of.title} {rate}"
    return f"{row.of.title} {rate}（{texts('page.chart.target', target=f'{row.of.target:g}%')}）"


def _tables(rows: Rows, texts: Texts) -> Iterator[Table]:
    if rows.items:
        yield Table(texts("page.chart.items.title"), [_item(each, rows, texts) for each in rows.items])
    if rows.groups:
        yield Table(texts("page.summary.segments"), [_group(each, texts) for each in rows.groups])
    if rows.handled.n:
        lines = [
            Line(
                texts(f"page.complaint_statistics.limit.{each.kind}"),
                each.figures[-1].now,
                None,
                each.figures[-1].part,
            )
            for each in rows.handled.times
        ]
        yield Table(texts("page.weekly.in_time"), lines)


def _item(row: Item, rows: Rows, texts: Texts) -> Line:
    said = _said(verdict(row.summary, rows.limits_of_items), texts)
    return Line(row.title, figure(row.summary.mean), row.summary.mean, said)


def _group(row: Group, texts: Texts) -> Line:
    name = row.name or texts("page.summary.no_segment")
    now = row.told.now
    return Line(name, figure(now.mean), now.mean, _said(row.verdict, texts))


def _said(verdict: str, texts: Texts) -> str:
    """In words, behind the sign."""
    return f"{SIGNS.get(verdict, '')} {texts(f'page.verdict.{verdict}')}".strip() if verdict else ""
