"""The form of a round: what staff typed, read and checked; what is wrong stays beside it on the page."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from multidict import MultiMapping

from admin.security import words
from storage.domain.policy import Rounds
from storage.rounds import Plan, Round

LONGEST_TITLE = 100
MOST_IN_WAVE = 100_000
MOST_MINUTES = 7 * 24 * 60


@dataclass(slots=True)
class Form:
    """`typed` stands in the fields, `problems` are keys of texts by field, `plan` is there where there
    are none."""

    typed: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    plan: Plan | None = None


def empty(survey: str, title: str, usual: Rounds, zone: ZoneInfo, now: datetime) -> Form:
    """What a new round begins with: the usual, all at once."""
    today = now.astimezone(zone).date()
    return Form(
        {
            "survey": survey,
            "title": title,
            "return_by": (today + timedelta(days=usual.days)).isoformat(),
            "starts_at": "",
            "target": "" if usual.target is None else f"{usual.target:g}",
            "wave_size": "",
            "wave_minutes": "",
            "remind": "yes",
        }
    )


def filled(of: Round, zone: ZoneInfo) -> Form:
    """A round in preparation, to be changed."""
    return Form(
        {
            "survey": of.survey,
            "title": of.title,
            "return_by": of.return_by.astimezone(zone).date().isoformat(),
            "starts_at": of.starts_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
            "target": "" if of.target is None else f"{of.target:g}",
            "wave_size": str(of.wave_size or ""),
            "wave_minutes": str(of.wave_minutes or ""),
            "remind": "yes" if of.remind else "",
        }
    )


FIELDS = ("survey", "title", "return_by", "starts_at", "target", "wave_size", "wave_minutes", "remind")


def read(form: MultiMapping[object], zone: ZoneInfo, now: datetime) -> Form:
    """What was posted."""
    found = Form({name: words(form, name) for name in FIELDS})
    typed, problems = found.typed, found.problems
    if not 0 < len(typed["title"]) <= LONGEST_TITLE:
        problems["title"] = "title"
    starts_at = _moment(typed["starts_at"], zone, now, problems)
    return_by = _last_moment(typed["return_by"], zone, max(now, starts_at), problems)
    target = _target(typed["target"], problems)
    size = _whole(typed, "wave_size", MOST_IN_WAVE, problems)
    minutes = _whole(typed, "wave_minutes", MOST_MINUTES, problems)
    if not problems:
        found.plan = Plan(
            title=typed["title"],
            target=target,
            return_by=return_by,
            starts_at=starts_at,
            wave_size=size,
            wave_minutes=minutes if size else 0,
            remind=typed["remind"] == "yes",
        )
    return found


def _moment(told: str, zone: ZoneInfo, now: datetime, problems: dict[str, str]) -> datetime:
    """When sending begins; nothing told is now."""
    if not told:
        return now
    try:
        return datetime.fromisoformat(told).replace(tzinfo=zone)
    except ValueError:
        problems["starts_at"] = "moment"
        return now


def _last_moment(told: str, zone: ZoneInfo, after: datetime, problems: dict[str, str]) -> datetime:
    """The end of the day by which answers count."""
    try:
        day = date.fromisoformat(told)
        end = datetime.combine(day, time(23, 59, 59), zone)
    except ValueError:
        problems["return_by"] = "day"
        return after
    if end <= after:
        problems["return_by"] = "past"
    return end


def _target(told: str, problems: dict[str, str]) -> float | None:
    if not told:
        return None
    try:
        found = float(told.rstrip("%％"))
    except ValueError:
        found = -1.0
    if not 0 < found <= 100:
        problems["target"] = "percent"
    return found


def _whole(typed: dict[str, str], name: str, most: int, problems: dict[str, str]) -> int:
    told = typed[name]
    if not told:
        return 0
    if told.isascii() and told.isdecimal() and len(told) < 8 and int(told) <= most:
        return int(told)
    problems[name] = "whole"
    return 0
