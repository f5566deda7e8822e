"""Writes the demo organisation into a database, through the verbs that the doors use."""

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from admin.demo import complaints, doubts, reading, requests, rounds, talks
from admin.demo.story import Told, tell
from storage import customers, definitions, readings, responses, surveys
from storage.domain import questions, satisfaction
from storage.domain.question import Question
from storage.domain.survey import Survey
from storage.follow_ups import Signalled
from storage.settings import settings

Step = Callable[[int, int], None]  # done, of how many

FOLDER = definitions.DATA / "demo"
CHUNK = 100
PACE = timedelta(seconds=25)
TALKS = 12  # so many of the latest web chats have their transcript


def read(name: str) -> dict[str, Any]:
    """A file of the demo organisation."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def filled(session: Session) -> bool:
    """Whether the demo organisation is there already."""
    return customers.made_up(session)


def fill(session: Session, now: datetime, step: Step = lambda *_: None) -> None:
    """Write it all, up to `now`."""
    story, comments = read("story"), read("comments")
    told = tell(story, comments, now, ZoneInfo(settings().timezone))
    source = (definitions.DATA / "surveys" / f"{story['survey']}.toml").read_text("utf-8")
    began = told[0].at - timedelta(days=1)
    surveys.import_(session, source, began)
    version_id = surveys.publish(session, story["survey"], began)
    writer = Writer(session, version_id, surveys.version(session, version_id))
    with_talk = [one for one in told if one.channel == "webchat" and one.completed][-TALKS:]
    without = [one for one in told if one not in with_talk]
    for start in range(0, len(without), CHUNK):
        writer.write(without[start : start + CHUNK])
        step(min(start + CHUNK, len(told)), len(told))
    writer.write_with_talks(doubts.among(with_talk, story["doubt"]))
    step(len(told), len(told))
    handler = complaints.handler(session, now)
    written = read("complaints")
    complaints.furnish(session, written, handler, now)
    writer.signalled += complaints.fill(session, written["complaint"], handler, now)
    reading.follow_up(session, writer.signalled, story["notes"], handler, now)
    requests.fill(session, read("requests"), now)
    rounds.fill(session, story, read("rounds"), now)
    talks.all_seen(session)


class Writer:
    """Writes responses to one version of the survey."""

    def __init__(self, session: Session, version_id: int, survey: Survey) -> None:
        self.session, self.version_id = session, version_id
        self.items = {question.key: question for question in survey.questions if question.kind == "scale"}
        self.closing = next(question for question in survey.questions if question.kind == "text")
        self.weights = {question.key: question.weight for question in survey.questions if question.weight}
        self.signalled: list[Signalled] = []

    def write(self, told: list[Told]) -> None:
        """A chunk of responses with their customers, answers, reasons, results and what their words say."""
        known = [(customers.Known(name=one.name, segment=one.segment, demo=True), one.at) for one in told]
        who = customers.add(self.session, known)
        self._keep(told, [self._begun(one, customer) for one, customer in zip(told, who, strict=True)])

    def write_with_talks(self, told: list[Told]) -> None:
        """Responses given in conversations that the talks page can show."""
        held = [
            talks.hold(self.session, number, one, self.items, self.closing) for number, one in enumerate(told)
        ]
        ids = self._keep(
            told,
            [self._begun(one, talk.customer_id, talk.id) for one, talk in zip(told, held, strict=True)],
        )
        asked = [row for key, one in zip(ids, told, strict=True) for row in self._asked_again(key, one)]
        readings.asked_again(self.session, asked)

    def _keep(self, told: list[Told], begun: list[responses.Begun]) -> list[int]:
        ids = responses.begin(self.session, begun)
        both = list(zip(ids, told, strict=True))
        responses.keep(self.session, [row for pair in both for row in self._answers(*pair)])
        responses.reason(self.session, [row for pair in both for row in _reasons(*pair)])
        responses.finish(self.session, [self._finished(*pair) for pair in both])
        self._read(both)
        return ids

    def _asked_again(self, response_id: int, one: Told) -> list[readings.AskedAgain]:
        said = talks.turns(one, self.items, self.closing)
        return [
            doubts.kept(response_id, self.items[item], doubt, talks.seq(said, doubt.words), one.at)
            for item, doubt in one.doubts.items()
        ]

    def _begun(self, one: Told, customer_id: int, conversation_id: int | None = None) -> responses.Begun:
        return responses.Begun(
            version_id=self.version_id,
            conversation_id=conversation_id,
            customer_id=customer_id,
            anonymous=False,
            channel=one.channel,
            segment=one.segment,
            language="",
            place="",
            preview=False,
            begun_at=one.at,
        )

    def _answers(self, response_id: int, one: Told) -> list[responses.Answer]:
        rows: list[responses.Answer] = []
        for number, (item, level) in enumerate(one.levels.items(), 1):
            question = self.items[item]
            value = question.choices[level - 1][0]
            comment = one.comments[item].text if item in one.comments else ""
            row = _answer(response_id, question, value, comment, one.at + PACE * number)
            if item in one.doubts:
                row["text"], row["because"] = doubts.answered(question, one.doubts[item])
            rows.append(row)
        if one.closing:
            at = one.at + PACE * (len(rows) + 1)
            rows.append(_answer(response_id, self.closing, one.closing.text, "", at))
        return rows

    def _finished(self, response_id: int, one: Told) -> responses.Finished:
        scores = {item: self.score(item, level) for item, level in one.levels.items()}
        return responses.Finished(
            response_id=response_id,
            state="completed" if one.completed else "stopped",
            satisfaction_index=satisfaction.index(scores, self.weights) if one.completed else None,
            at=one.at + timedelta(minutes=3),
        )

    def score(self, item: str, level: int) -> float | None:
        """0 to 100."""
        question = self.items[item]
        return questions.kind(question.kind).score(question, question.choices[level - 1][0])

    def _read(self, both: list[tuple[int, Told]]) -> None:
        worded = {(key, item): one.at for key, one in both for item in _worded(one, self.closing.key)}
        ids = responses.answer_ids(self.session, worded)
        self.signalled += reading.read(self.session, "answer", {ids[pair]: at for pair, at in worded.items()})


def _answer(response_id: int, question: Question, value: str, comment: str, at: datetime) -> responses.Answer:
    kind = questions.kind(question.kind)
    label = kind.label(question, value)
    return responses.Answer(
        response_id=response_id,
        question=question.key,
        about=question.about,
        kind=question.kind,
        value=value,
        label=label,
        score=kind.score(question, value),
        text=f"{label}，{comment}" if comment else label,
        comment=comment,
        because=None,
        missing="",
        seq=0,
        answered_at=at,
    )


def _reasons(response_id: int, one: Told) -> list[responses.Reason]:
    return [
        responses.Reason(response_id=response_id, question=item, text=text)
        for item, text in one.reasons.items()
    ]


def _worded(one: Told, closing: str) -> set[str]:
    """The questions to which something was written."""
    return {*one.reasons, *one.comments} | ({closing} if one.closing else set())
