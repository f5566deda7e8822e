"""What the effects of a batch come to: rows by table, written by a few verbs, each many rows at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation import effects
from bot.message import Outbound
from bot.turn import Open, Turn
from storage import complaints, consents, events, jobs, outbox, readings, responses
from storage.conversations import Line


class Ledger:
    """Rows to write. Performing adds to them and changes the turn; only `write` touches the database."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._payloads: dict[int, tuple[Outbound, dict[str, Any]]] = {}
        self._sayings: list[Any] = []
        self._consents: list[Any] = []
        self._begun: list[tuple[Open, Any]] = []
        self._answers: list[Any] = []
        self._asked_again: list[Any] = []
        self._reasons: dict[tuple[Open, str], Any] = {}
        self._finished: list[Any] = []
        self._complaints: list[Any] = []
        self._reopened: list[tuple[int, str]] = []
        self._events: list[Any] = []
        self._spoken: list[tuple[Open, str]] = []
        self._ways: dict[type, Callable[[Turn, Any], None]] = {
            effects.Say: self._say,
            effects.Consent: self._consent,
            effects.Begin: self._begin,
            effects.Answer: self._answer,
            effects.AskedAgain: self._ask_again,
            effects.Reason: self._reason,
            effects.Finish: self._finish,
            effects.Complain: self._complain,
            effects.Reopen: self._reopen,
            effects.CallPerson: self._call_person,
        }

    def perform(self, turn: Turn, effect: effects.Effect) -> None:
        """Note what this effect comes to."""
        self._ways[type(effect)](turn, effect)

    def write(self, session: Session) -> None:
        """Write it all: what is referred to before what refers to it."""
        self._write_responses(session)
        made = complaints.open_(session, self._complaints, self._now) if self._complaints else []
        self._write_reopened(session)
        consents.keep(session, self._consents)
        outbox.put(session, self._sayings)
        events.append(session, self._events)
        jobs.put(session, [*self._answer_jobs(session), *(self._job("complaint", key) for key in made)])

    def _write_responses(self, session: Session) -> None:
        ids = responses.begin(session, [row for _, row in self._begun])
        for (response, _), key in zip(self._begun, ids, strict=True):
            response.id = key
            self._event("response", key, "begin", target="begun")
        for row in (*self._answers, *self._asked_again, *self._reasons.values(), *self._finished):
            row["response_id"] = row["response_id"].id
        for row in self._finished:
            self._event("response", row["response_id"], "finish", source="begun", target=row["state"])
        responses.keep(session, self._answers)
        readings.asked_again(session, self._asked_again)
        responses.reason(session, list(self._reasons.values()))
        responses.finish(session, self._finished)

    def _write_reopened(self, session: Session) -> None:
        """What staff have reopened meanwhile is left as it is."""
        own = complaints.of_customer(session, {customer for customer, _ in self._reopened})
        for customer, number in dict.fromkeys(self._reopened):
            for each in own.get(customer, ()):
                if each.number == number and each.state == "closed":
                    complaints.move(session, each.id, "reopen", "customer", None, self._now, each.revision)

    def _answer_jobs(self, session: Session) -> list[Any]:
        spoken = {(response.id, question) for response, question in self._spoken}
        found = responses.answer_ids(session, spoken)  # type: ignore[arg-type]
        return [self._job("answer", found[pair]) for pair in spoken if pair in found]

    def _job(self, subject: str, key: int) -> Any:
        return {
            "kind": "analyse",
            "key": f"{subject}:{key}",
            "payload": {"subject": subject, "subject_id": key},
            "due_at": self._now,
            "created_at": self._now,
        }

    def _event(self, entity: str, key: int, trigger: str, source: str = "", target: str = "") -> None:
        self._events.append(events.event(self._now, entity, key, trigger, "customer", source, target))

    def _dumped(self, outbound: Outbound) -> dict[str, Any]:
        """As JSON; what is said to many in a batch, a question most of all, is dumped once. The outbound is
        kept too, so that no other gets its id."""
        payload = outbound.dump()
        self._payloads[id(outbound)] = (outbound, payload)
        return payload

    def _say(self, turn: Turn, effect: effects.Say) -> None:
        known, now = self._payloads.get(id(effect.outbound)), self._now
        payload = known[1] if known else self._dumped(effect.outbound)
        conversation, seq = turn.conversation, turn.next_seq()
        saying = {
            "channel": conversation.channel,
            "conversation_id": conversation.id,
            "seq": seq,
            "payload": payload,
            "speaker": "bot",
            "user_id": None,
            "due_at": now,
            "created_at": now,
        }
        self._sayings.append(saying)
        turn.lines.append(Line(seq, "bot", payload["text"], now, "waiting", payload))

    def _consent(self, turn: Turn, effect: effects.Consent) -> None:
        key = turn.conversation.id
        row = {"conversation_id": key, "version": effect.version, "given": effect.given, "at": self._now}
        self._consents.append(row)
        self._event("conversation", key, "consent" if effect.given else "decline")

    def _begin(self, turn: Turn, effect: effects.Begin) -> None:
        conversation = turn.conversation
        turn.response = Open()
        row = {
            "version_id": effect.version_id,
            "conversation_id": conversation.id,
            "customer_id": conversation.customer_id,
            "channel": conversation.channel,
            "segment": conversation.segment,
            "preview": conversation.preview,
            "begun_at": self._now,
        }
        self._begun.append((turn.response, row))

    def _answer(self, turn: Turn, effect: effects.Answer) -> None:
        response = turn.open_response()
        if self._reasons:  # it was of the answer before
            self._reasons.pop((response, effect.question), None)
        self._answers.append(
            {
                "response_id": response,
                "question": effect.question,
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

    def _ask_again(self, turn: Turn, effect: effects.AskedAgain) -> None:
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

    def _reason(self, turn: Turn, effect: effects.Reason) -> None:
        response = turn.open_response()
        question = (response, effect.question)
        self._reasons[question] = {"response_id": response, "question": effect.question, "text": effect.text}
        self._spoken.append(question)

    def _finish(self, turn: Turn, effect: effects.Finish) -> None:
        self._finished.append(
            {
                "response_id": turn.open_response(),
                "state": effect.state,
                "satisfaction_index": effect.satisfaction_index,
                "at": self._now,
            }
        )

    def _complain(self, turn: Turn, effect: effects.Complain) -> None:
        conversation = turn.conversation
        self._complaints.append(
            {
                "number": effect.number,
                "conversation_id": conversation.id,
                "customer_id": conversation.customer_id,
                "channel": conversation.channel,
                "segment": conversation.segment,
                "preview": conversation.preview,
                "story": effect.story,
                "product": effect.product,
                "order_number": effect.order_number,
                "occurred": effect.occurred,
                "remedy": effect.remedy,
            }
        )

    def _reopen(self, turn: Turn, effect: effects.Reopen) -> None:
        self._reopened.append((turn.conversation.customer_id, effect.number))

    def _call_person(self, turn: Turn, effect: effects.CallPerson) -> None:
        turn.wait(effect.why, self._now)
        self._event("conversation", turn.conversation.id, "call_person", target=effect.why)
