"""Responses from a table, of one survey: a row each, a column a question (its key, or its title). They are
kept as completed when the table says; nothing goes out for them, and no invitation comes back by them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import db, dialects, entering, events, responses, surveys
from storage.domain import entering as law
from storage.domain import satisfaction
from storage.domain.customer import LONGEST as OF_CUSTOMER
from storage.domain.entering import Given
from storage.domain.form import LONGEST, OLDEST
from storage.domain.importing import Fault, normal
from storage.domain.importing import answers as cells
from storage.domain.importing.sheet import Line, Sheet, moment
from storage.domain.place import place
from storage.importing import whose as whom
from storage.importing.rows import Unreadable
from storage.importing.ways import called, meant
from storage.settings import settings
from storage.tables import customers
from storage.tables import responses as table

NAME: Final = "responses"

CHANNELS: Final = ("webchat", "telegram", "email", "link", *law.CHANNELS, "visit", "counter", "other")

_R: Final = table.c


class Responses:
    """Those of this survey, as its published version asks. Raises Unreadable."""

    NEEDED: Final = (("on",),)
    TAKES_OWN: Final = False

    def __init__(self, session: Session, survey: str) -> None:
        found = surveys.published(session, survey) if survey else None
        if found is None:
            raise Unreadable("no_survey")
        self._version, self._survey = found
        self._now = db.now(session)
        self._zone = ZoneInfo(settings().timezone)
        self._asked = {each.key: each for each in law.asked(self._survey)}
        self.headings = self._headings()

    def _headings(self) -> Mapping[str, str]:
        """normal() of a heading -> "answer.KEY" or "comment.KEY"; a title that two questions have is none."""
        titles = Counter(normal(each.title) for each in self._asked.values())
        found = {}
        for key, question in self._asked.items():
            title = normal(question.title)
            if title and titles[title] == 1:
                found[title] = f"answer.{key}"
            found[normal(key)] = f"answer.{key}"
            found[normal(key + cells.COMMENT)] = f"comment.{key}"
        return found

    def faults(self, line: Line, sheet: Sheet) -> list[Fault]:
        """What is wrong with the line."""
        told, found = line.told, []
        at = moment(told["on"], self._zone) if "on" in told else None
        if at is None:
            kind = "not_day" if "on" in told else "missing"
            found.append(sheet.fault(line.row, "on", kind, told.get("on", "")[:40]))
        elif not self._now - OLDEST <= at <= self._now:
            kind = "in_future" if at > self._now else "too_early"
            found.append(sheet.fault(line.row, "on", kind))
        checks = {
            "channel": "unknown_channel_here" if "channel" in told and not _channel(line) else "",
            "place": "no_place" if "place" in told and not place(told["place"]) else "",
            "segment": "too_long" if len(told.get("segment", "")) > OF_CUSTOMER["segment"] else "",
            "note": "too_long" if len(told.get("note", "")) > LONGEST else "",
        }
        found += [sheet.fault(line.row, name, kind, told[name][:40]) for name, kind in checks.items() if kind]
        return found + self._unfit(line, sheet)

    def _unfit(self, line: Line, sheet: Sheet) -> list[Fault]:
        wrong = [
            sheet.fault(line.row, f"answer.{key}", "unfit_answer", told[:40])
            for key, told, answer in self._answers(line)
            if answer is None
        ]
        nothing = not any(name.startswith("answer.") for name in line.told)
        return wrong + ([sheet.fault(line.row, "", "no_answer")] if nothing else [])

    def _answers(self, line: Line) -> list[tuple[str, str, Given | None]]:
        """(question, cell, answer)."""
        return [
            (key, told, cells.given(question, told, line.told.get(f"comment.{key}", ""), meant("yes_no")))
            for key, question in self._asked.items()
            if (told := line.told.get(f"answer.{key}"))
        ]

    def left_out(self, line: Line) -> bool:  # noqa: ARG002 - they are all alike
        """None is."""
        return False

    def key(self, line: Line) -> Any:
        """Nothing: two may well be equal."""

    def known(self, session: Session, lines: Sequence[Line], sheet: Sheet) -> tuple[int, list[Fault]]:
        """How many of those with a name are there already."""
        whose = whom.of(session, lines)
        there = self._there(session, whose)
        return sum(self._is(line, whose) in there for line in lines), whom.lost(lines, whose, sheet)

    def _there(self, session: Session, whose: Mapping[str, int]) -> set[Any]:
        """(customer, moment, channel) of those of this survey's version that these customers gave."""
        if not whose or self._survey.anonymous:
            return set()
        at = dialects.among(session.get_bind().dialect.name, _R.customer_id, "customers")
        query = select(_R.customer_id, _R.completed_at, _R.channel).where(at, _R.version_id == self._version)
        asked = {"customers": sorted(set(whose.values()))}
        return {tuple(row) for row in session.execute(query, asked)}

    def _is(self, line: Line, whose: Mapping[str, int]) -> Any:
        customer = whose.get(line.told.get(whom.FIELD, ""))
        return (customer, moment(line.told["on"], self._zone), _channel(line)) if customer else None

    def keep(self, session: Session, lines: Sequence[Line], user_id: int | None, now: datetime) -> None:
        """Keep those that are not there."""
        whose = whom.of(session, lines)
        there = self._there(session, whose)
        new = [line for line in lines if self._is(line, whose) not in there]
        if not new:
            return
        theirs = self._segments(session, whose)
        begun = [self._begun(line, whose, theirs, user_id) for line in new]
        ids = responses.begin(session, begun)
        given = [[answer for _, _, answer in self._answers(line) if answer] for line in new]
        rows = [
            entering.row(self._survey.question(each.question), each, key, row["begun_at"])
            for key, row, answers in zip(ids, begun, given, strict=True)
            for each in answers
        ]
        responses.keep(session, rows)
        behind = {key: law.aside(self._survey, answers) for key, answers in zip(ids, given, strict=True)}
        responses.set_aside(session, [(key, some) for key, some in behind.items() if some])
        done = [
            self._finished(key, row["begun_at"], answers, behind[key])
            for key, row, answers in zip(ids, begun, given, strict=True)
        ]
        responses.finish(session, done)
        entering.have_read(session, rows, now)
        named = [key for key, row in zip(ids, begun, strict=True) if not row["anonymous"]]
        told = [events.event(now, "response", key, "import", "staff", user_id=user_id) for key in named]
        events.append(session, told)

    def _segments(self, session: Session, whose: Mapping[str, int]) -> dict[int, str]:
        if not whose:
            return {}
        at = dialects.among(session.get_bind().dialect.name, customers.c.id, "customers")
        query = select(customers.c.id, customers.c.segment).where(at)
        asked = {"customers": sorted(set(whose.values()))}
        return {row.id: row.segment for row in session.execute(query, asked)}

    def _begun(
        self, line: Line, whose: Mapping[str, int], theirs: Mapping[int, str], user_id: int | None
    ) -> Any:
        told = line.told
        customer = whose.get(told.get(whom.FIELD, ""))
        nameless = self._survey.anonymous or customer is None
        return {
            "version_id": self._version,
            "conversation_id": None,
            "customer_id": None if nameless else customer,
            "anonymous": nameless,
            "channel": _channel(line),
            "segment": told.get("segment", theirs.get(customer or 0, "")),
            "language": "",
            "place": place(told.get("place", "")),
            "preview": False,
            "begun_at": moment(told["on"], self._zone),
            "entered_by": user_id,
            "note": told.get("note", ""),
        }

    def _finished(
        self, key: int, at: datetime, answers: Sequence[Given], behind: Sequence[str]
    ) -> responses.Finished:
        scores = {
            each.question: law.score(self._survey.question(each.question), each)
            for each in answers
            if each.question not in behind
        }
        index = satisfaction.index(scores, self._survey.weights)
        return {"response_id": key, "state": "completed", "satisfaction_index": index, "at": at}


def _channel(line: Line) -> str:
    told = line.told.get("channel")
    return called("page.channel", CHANNELS).get(normal(told), "") if told else "paper"
