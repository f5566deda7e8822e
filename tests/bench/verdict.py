"""Whether every word was kept: what customers said and were shown, against what stands in the database.

No violation names a customer's words: talks are told by their number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select

from bot.web.frames import address_of
from storage import db
from storage.outbox import unsent
from storage.surveys import check
from storage.tables import answers, conversations, events, messages, outbox, responses
from storage.texts import storable
from tests.bench.taking import SURVEY, Taker

QUESTIONS = [question.key for question in check(SURVEY.read_text("utf-8")).questions]
OPEN_QUESTION = QUESTIONS[-1]


@dataclass
class Kept:
    """One talk as it stands in the database; all lists in order."""

    id: int
    seq: int
    seen: int
    messages: list[Any] = field(default_factory=list)
    outbox: list[Any] = field(default_factory=list)
    responses: list[Any] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    history: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Verdict:
    """`wishes`: open answers that were heard as a wish, and so are kept as messages, not as answers.
    `nobodys`: talks that were opened and whose page never heard of it.
    """

    talks: int = 0
    messages: int = 0
    answers: int = 0
    wishes: int = 0
    nobodys: int = 0
    violations: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In a few lines."""
        counted = f"{self.talks} talks, {self.messages} messages, {self.answers} answers"
        rest = f"{self.wishes} open answers heard as a wish, {self.nobodys} talks opened for nobody"
        if not self.violations:
            return f"NOTHING LOST, NOTHING DOUBLED, ALL IN ORDER: {counted}; {rest}"
        return "\n".join([f"{len(self.violations)} VIOLATIONS in {counted}; {rest}", *self.violations[:20]])


def judge(engine: Engine, takers: Iterable[Taker]) -> Verdict:
    """Hold what each customer said and was shown against what was kept of it."""
    kept = kept_talks(engine)
    verdict = Verdict()
    for taker in takers:
        talk = kept.pop(address_of(taker.customer.token or ""), None)
        if talk is None:
            verdict.violations.append("a customer's talk is not there")
            continue
        verdict.talks += 1
        verdict.messages += len(taker.customer.sent)
        verdict.answers += len(talk.answers)
        verdict.wishes += not told_as_answer(taker, talk)
        verdict.violations += [f"talk {talk.id}: {wrong}" for each in CHECKS for wrong in each(taker, talk)]
    verdict.nobodys = len(kept)
    verdict.violations += [
        f"talk {talk.id}: nobody's, and has messages" for talk in kept.values() if spoken(talk)
    ]
    return verdict


def kept_talks(engine: Engine) -> dict[str, Kept]:
    """All talks by address: one query a table."""
    with db.reading(engine) as session:

        def rows(table: Any, order: str = "id") -> Iterator[Any]:
            yield from session.execute(select(table).order_by(table.c[order]))

        by_address = {row.address: Kept(row.id, row.seq, row.seen) for row in rows(conversations)}
        by_id = {talk.id: talk for talk in by_address.values()}
        by_response = {}
        for row in rows(messages, "seq"):
            by_id[row.conversation_id].messages.append(row)
        for row in rows(outbox, "seq"):
            by_id[row.conversation_id].outbox.append(row)
        for row in rows(responses):
            by_response[row.id] = by_id[row.conversation_id]
            by_response[row.id].responses.append(row)
        for row in rows(answers):
            by_response[row.response_id].answers[row.question] = row
        of = {"conversation": by_id, "response": by_response}
        for row in rows(events):
            if row.entity in of:
                of[row.entity][row.entity_id].history.append((row.trigger, row.source, row.target))
    return by_address


def spoken(talk: Kept) -> list[Any]:
    """What the customer said: all but that they came."""
    return [row for row in talk.messages if row.kind != "open"]


def told_as_answer(taker: Taker, talk: Kept) -> bool:
    """Whether the customer's own sentence stands as the answer to the open question, unchanged."""
    answer = talk.answers.get(OPEN_QUESTION)
    return answer is not None and answer.text == clean(taker.text)


def clean(text: str) -> str:
    """The text as it can be kept."""
    return storable(text)[0]


def nobody_stuck(taker: Taker, _: Kept) -> Iterator[str]:
    if taker.stuck:
        yield f"stuck: {taker.stuck}"


def each_message_once_in_order(taker: Taker, talk: Kept) -> Iterator[str]:
    customer, rows = taker.customer, spoken(talk)
    sent = [frame["id"] for frame in customer.sent]
    found = [row.external_id for row in rows]
    if lost := set(customer.taken) - set(found):
        yield f"{len(lost)} acknowledged messages lost"
    if found != sent:
        yield f"{len(sent)} messages said, {len(found)} kept, or in another order"
    for frame, row in zip(customer.sent, rows, strict=False):
        if frame["type"] == "text" and (row.kind, row.text) != ("text", clean(frame["text"])):
            yield f"message {row.seq} changed"
        if frame["type"] == "choice" and row.choice != {"of": frame["of"], "keys": frame["keys"]}:
            yield f"choice {row.seq} changed"
    yield from (f"message {row.seq} is {row.state}" for row in talk.messages if row.state != "taken")


def numbered_without_a_gap(_: Taker, talk: Kept) -> Iterator[str]:
    if sorted(row.seq for row in (*talk.messages, *talk.outbox)) != list(range(1, talk.seq + 1)):
        yield "its lines are not numbered one by one"


def shown_what_is_kept(taker: Taker, talk: Kept) -> Iterator[str]:
    kept = {row.seq: row.payload["text"] for row in talk.outbox} | {row.seq: row.text for row in spoken(talk)}
    shown = {seq: row["text"] for seq, row in taker.customer.said.items()}
    if kept != shown:
        yield f"shown {len(shown)} lines, kept {len(kept)}, or others"


def each_answer_once(taker: Taker, talk: Kept) -> Iterator[str]:
    if [row.state for row in talk.responses] != ["completed"]:
        yield f"responses: {[row.state for row in talk.responses]}"
    said = {row.seq: row for row in spoken(talk)}
    for question, answer in talk.answers.items():
        if answer.seq not in said or answer.text not in ("", said[answer.seq].text):
            yield f"the answer to {question} is not what was said"
    for question, reason in taker.reasons.items():
        if question not in talk.answers or talk.answers[question].reason != reason:
            yield f"the reason for {question} is not kept"


def no_question_twice(_: Taker, talk: Kept) -> Iterator[str]:
    """Never again once it is answered, and never twice without a word between."""
    progress = [(row.payload.get("progress"), row.seq) for row in talk.outbox]
    asked = [(QUESTIONS[at[0] - 1], seq) for at, seq in progress if at]
    for question, seq in asked:
        if question in talk.answers and seq > talk.answers[question].seq:
            yield f"{question} asked again although it was answered"
    heard = [row.seq for row in talk.messages]
    between = Counter((question, sum(seq < at for seq in heard)) for question, at in asked)
    yield from (f"{question} asked twice at once" for (question, _), times in between.items() if times > 1)


def outbox_empty(_: Taker, talk: Kept) -> Iterator[str]:
    if left := sum(row.seq > talk.seen or row.state != "fetched" for row in talk.outbox):
        yield f"outbox: {left} not arrived"


def history_as_it_was(_: Taker, talk: Kept) -> Iterator[str]:
    expected = {("consent", "", ""): 1, ("begin", "", "begun"): 1, ("finish", "begun", "completed"): 1}
    found = Counter(event for event in talk.history if event[0] in ("consent", "begin", "finish"))
    if found != expected:
        yield f"history: {sorted(found.items())}"


CHECKS = (
    nobody_stuck,
    each_message_once_in_order,
    numbered_without_a_gap,
    shown_what_is_kept,
    each_answer_once,
    no_question_twice,
    outbox_empty,
    history_as_it_was,
)


def open_talks(engine: Engine) -> set[str]:
    """The addresses of talks with lines that no device has acknowledged."""
    with db.reading(engine) as session:
        left = {conversation for conversation, _ in session.execute(unsent())}
        query = select(conversations.c.address).where(conversations.c.id.in_(left))
        return set(session.scalars(query))
