"""The figures of complaints in words, each beside that of the period before."""

from typing import Final, NamedTuple
from urllib.parse import urlencode

from storage.domain.complaint_figures import Figures
from storage.domain.locale import Texts
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_law import Law
from storage.queries.complaint_running import by_clock

SHARES: Final = (
    ("first_contact", "settled"),
    ("reopened", "received"),
    ("referred", "received"),
    ("repeated", "received"),
    ("stayed", "asked"),
)
"""A count, and of what it is a share."""


class Told(NamedTuple):
    """A figure of the period, of the one before, and the change, as words; `part` of `whole`, where it is a
    share, or of how many it is a mean."""

    key: str
    now: str
    before: str
    change: str
    part: str = ""
    link: str = ""


class Timed(NamedTuple):
    """What is told of one limit."""

    kind: str
    by_clock: bool
    figures: tuple[Told, ...]


def figures(here: Figures, before: Figures, wanted: Selection, texts: Texts) -> list[Told]:
    """The figures that stand above."""
    queue = {name: value for name in ("kind", "department", "severity") if (value := getattr(wanted, name))}
    rows = f"/complaints?{urlencode(queue)}" if queue else "/complaints"
    found = [
        _count("received", here, before, texts),
        _count("open", here, before, texts)._replace(link=rows),
        *(_share(part, whole, here, before, texts) for part, whole in SHARES),
    ]
    dearer = grown(here["cost"], before["cost"], texts)
    costed = texts("page.complaint_statistics.of_them", n=here["costed"])
    found.append(Told("cost", _money(here), _money(before), dearer, costed))
    means = [each.mean("handling", "handled") for each in (here, before)]
    shown = ["–" if each is None else f"{each:.1f}" for each in means]
    by = (means[0] or 0) - (means[1] or 0)
    moved = "" if None in means else _moved(by, f"{by:+.1f}", texts)
    handled = texts("page.complaint_statistics.of_them", n=here["handled"])
    found.append(Told("handling", shown[0], shown[1], moved, handled))
    return found


def _money(found: Figures) -> str:
    return f"{found['cost'] / 100:,.2f}" if found["costed"] else "–"


def _count(name: str, here: Figures, before: Figures, texts: Texts) -> Told:
    return Told(name, str(here[name]), str(before[name]), grown(here[name], before[name], texts))


def _share(part: str, whole: str, here: Figures, before: Figures, texts: Texts) -> Told:
    rates = [each.rate(part, whole) for each in (here, before)]
    of = texts("page.complaint_statistics.of", n=here[part], all=here[whole])
    return Told(part, percent(rates[0]), percent(rates[1]), _points(rates[0], rates[1], texts), of)


def timed(kind: str, here: Figures, before: Figures, law: Law, texts: Texts) -> Timed:
    """The figures of one limit."""
    told = []
    for name, q in (("median", 0.5), ("most", 0.9)):
        took, earlier = here.took(kind, q), before.took(kind, q)
        change = "" if took is None or earlier is None else grown(took, earlier, texts)
        told.append(Told(name, lasted(took, texts), lasted(earlier, texts), change))
    told.append(_share(f"{kind}_on_time", f"{kind}_judged", here, before, texts))
    return Timed(kind, by_clock(law.policy.limits[kind]), tuple(told))


def lasted(seconds: float | None, texts: Texts) -> str:
    """A time as people say it: minutes under two hours, else hours."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return texts("page.complaint_statistics.at_once")
    if seconds < 7200:
        return texts("page.complaint_statistics.minutes", n=f"{seconds / 60:.0f}")
    return texts("page.complaint_statistics.hours", n=f"{seconds / 3600:.1f}")


def percent(share: float | None) -> str:
    """A share, as people write it."""
    return "–" if share is None else f"{100 * share:.1f}%"


def grown(now: float, before: float, texts: Texts) -> str:
    """By how much it is more or less than before; empty where there was nothing before."""
    return _moved(now - before, f"{100 * (now - before) / before:+.0f}%", texts) if before else ""


def _points(now: float | None, before: float | None, texts: Texts) -> str:
    if now is None or before is None:
        return ""
    shown = f"{100 * (now - before):+.1f}"
    return _moved(now - before, texts("page.complaint_statistics.points", n=shown), texts)


def _moved(by: float, shown: str, texts: Texts) -> str:
    """▲ +3%; where nothing has changed that is shown, that it is the same."""
    if not any(sign in "123456789" for sign in shown):
        return texts("page.complaint_statistics.same")
    return f"{'▲' if by > 0 else '▼'} {shown}"
