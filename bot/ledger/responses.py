"""Responses with their answers, what had to be asked again, and why a score was low."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.effects import Amended, Answer, AskedAgain, Begin, Finish, Reason, Renew, SetAside
from bot.ledger.diary import Diary
from bot.turn import Open, Turn
from storage import amending, readings, responses, unlinking
from storage.corrections import ASIDE
from storage.unlinking import Over


class Responses:
    """A response gets its id when it is written; until then its rows refer to it as it is open."""

    def __init__(self, now: datetime, diary: Diary) -> None:
        self._now, self._diary = now, diary
        self._begun: list[tuple[Open, Any]] = []
        self._answers: list[Any] = []
        self._asked_again: list[Any] = []
        self._reasons: dict[tuple[Open, str], Any] = {}
        self._finished: list[Any] = []
        self._renewed: dict[Open, int] = {}
        self._left: list[tuple[Open, tuple[str, ...]]] = []
        self._aside: list[tuple[Open, tuple[str, ...]]] = []
        self._unnamed: list[tuple[Open, Turn, int]] = []
        self._spoken: list[tuple[Open, str]] = []
        self._amended: dict[Open, None] = {}

    def begin(self, turn: Turn, effect: Begin) -> None:
        """What is answered from now on belongs to this."""
        conversation = turn.conversation
        turn.response = Open()
        row = {
            "version_id": effect.version_id,
            "conversation_id": conversation.id,
            "customer_id": None if effect.anonymous else conversation.customer_id,
            "anonymous": effect.anonymous,
            "channel": conversation.channel,
            "segment": conversation.segment,
            "language": conversation.language,
            "place": conversation.place,
            "preview": conversation.preview,
            "begun_at": self._now,
        }
        self._begun.append((turn.response, row))

    def renew(self, turn: Turn, effect: Renew) -> None:
        """It goes on in a newer version of its survey."""
        self._renewed[turn.open_response()] = effect.version_id

    def set_aside(self, turn: Turn, effect: SetAside) -> None:
        """Also what was answered a moment ago, and is written together with this."""
        response = turn.open_response()
        self._left.append((response, effect.questions))
        for row in self._answers:
            if row["response_id"] is response and row["question"] in effect.questions and not row["missing"]:
                row |= {"score": None, "missing": ASIDE}

    def answer(self, turn: Turn, effect: Answer) -> None:
        """An answer, in the place of one given before; the reason kept so far was of that one."""
        response = turn.open_response()
        if self._reasons:
            self._reasons.pop((response, effect.question), None)
        self._answers.append(
            {
                "response_id": response,
                "question": effect.question,
                "about": effect.about,
                "kind": effect.kind,
                "value": effect.value,
                "label": effect.label,
                "score": effect.score,
                "text": effect.text,
                "comment": effect.comment,
                "because": list(effect.because) or None,
                "missing": effect.missing,
                "seq": turn.heard,
                "answered_at": self._now,
            }
        )
        if effect.comment or (effect.kind == "text" and not effect.missing):
            self._spoken.append((response, effect.question))

    def amended(self, turn: Turn, effect: Amended) -> None:
        """An answer of what was handed in was corrected."""
        response = turn.open_response()
        self._amended[response] = None
        if effect.aside:
            self.set_aside(turn, SetAside(effect.aside))

    def ask_again(self, turn: Turn, effect: AskedAgain) -> None:
        """A question whose answer was in doubt."""
        self._asked_again.append(
            {
                "response_id": turn.open_response(),
                "question": effect.question,
                "kind": effect.kind,
                "seq": turn.heard,
                "guess": effect.guess,
                "because": list(effect.because) or None,
                "at": self._now,
            }
        )

    def reason(self, turn: Turn, effect: Reason) -> None:
        """Why a score was low."""
        response = turn.open_response()
        question = (response, effect.question)
        self._reasons[question] = {"response_id": response, "question": effect.question, "text": effect.text}
        self._spoken.append(question)

    def finish(self, turn: Turn, effect: Finish) -> None:
        """Completed, or stopped. Whose it was, the conversation forgets where it has no name."""
        response = turn.open_response()
        self._aside.append((response, effect.aside))
        if effect.anonymous:
            turn.over = response
            self._unnamed.append((response, turn, turn.heard))
        self._finished.append(
            {
                "response_id": response,
                "state": effect.state,
                "satisfaction_index": effect.satisfaction_index,
                "at": self._now,
            }
        )

    def write(self, session: Session) -> None:
        """Begin, then all that refers to what was begun; what was said in words is to be read."""
        ids = responses.begin(session, [row for _, row in self._begun])
        for (response, row), key in zip(self._begun, ids, strict=True):
            response.id = key
            if not row["anonymous"]:
                self._diary.event("response", key, "begin", target="begun")
        for row in (*self._answers, *self._asked_again, *self._reasons.values(), *self._finished):
            row["response_id"] = row["response_id"].id
        self._note_ends()
        amended = amending.standing(session, [response.id or 0 for response in self._amended])
        responses.renew(session, {response.id or 0: version for response, version in self._renewed.items()})
        responses.set_aside(session, _ids(self._left))
        responses.keep(session, self._answers)
        readings.asked_again(session, self._asked_again)
        responses.reason(session, list(self._reasons.values()))
        responses.set_aside(session, _ids(self._aside))
        responses.finish(session, self._finished, amending.settle(session, amended))
        self._note_amended()
        self._have_read(session)

    def unlink(self, session: Session) -> None:
        """Written after what was said: of those without a name nothing leads to the customer any more."""
        over = [
            Over(response.id or 0, turn.conversation.id, heard, turn.conversation.seq)
            for response, turn, heard in self._unnamed
        ]
        unlinking.unlink(session, over, self._now)

    def _note_amended(self) -> None:
        """The history tells when."""
        for response in self._amended:
            self._diary.event("response", response.id or 0, "amend")

    def _note_ends(self) -> None:
        """In the history; of one without a name not even the moment."""
        unnamed = {response.id for response, *_ in self._unnamed}
        for row in self._finished:
            key = row["response_id"]
            if key not in unnamed:
                self._diary.event("response", key, "finish", source="begun", target=row["state"])

    def _have_read(self, session: Session) -> None:
        spoken = {(response.id, question) for response, question in self._spoken}
        found = responses.answer_ids(session, spoken)  # type: ignore[arg-type]
        for pair in spoken:
            if pair in found:
                self._diary.analyse("answer", found[pair])


def _ids(rows: Iterable[tuple[Open, tuple[str, ...]]]) -> list[tuple[int, tuple[str, ...]]]:
    return [(response.id or 0, keys) for response, keys in rows if keys]
