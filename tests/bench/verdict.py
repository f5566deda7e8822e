"""Whether every word was kept: what customers said and were shown, against what stands in the database.

No violation names a customer's words: talks are told by their number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select

from bot.web.frames import CHANNEL as WEBCHAT
from storage import db
from storage.outbox import unsent
from storage.tables import answers, complaints, conversations, events, messages, outbox, responses
from storage.texts import storable
from tests.bench.chatter import OUTAGE
from tests.bench.taking import QUESTIONS, Taker

InFlight = Counter[tuple[int, int]]
"""How often the sending of this (conversation, seq) was cut off by the death of its process."""

OPEN_QUESTION = QUESTIONS[-1]


@dataclass
class Kept:
    """One talk as it stands in the database; all lists in order."""

    id: int
    channel: str
    seq: int
    seen: int
    in_flight: dict[int, int] = field(default_factory=dict)
    messages: list[Any] = field(default_factory=list)
    outbox: list[Any] = field(default_factory=list)
    responses: list[Any] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    complaints: list[Any] = field(default_factory=list)
    history: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Verdict:
    """`wishes`: open answers that were heard as a wish, and so are kept as messages, not as answers; or that
    went to another question, for who types ahead may be mistaken in what is asked.
    `nobodys`: talks that were opened and whose page never heard of it. `doubled`: what a customer was sent
    twice because the first sending was cut off, or its reply lost.
    """

    talks: int = 0
    messages: int = 0
    answers: int = 0
    complaints: int = 0
    wishes: int = 0
    nobodys: int = 0
    doubled: int = 0
    violations: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In a few lines."""
        counted = (
            f"{self.talks} talks, {self.messages} messages, {self.answers} answers, "
            f"{self.complaints} complaints"
        )
        rest = (
            f"{self.wishes} open answers said or heard otherwise, {self.nobodys} talks opened for nobody, "
            f"{self.doubled} sent twice for a reply that never came"
        )
        if not self.violations:
            return f"NOTHING LOST, NOTHING DOUBLED, ALL IN ORDER: {counted}; {rest}"
        return "\n".join([f"{len(self.violations)} VIOLATIONS in {counted}; {rest}", *self.violations[:20]])


def judge(engine: Engine, takers: Iterable[Taker], in_flight: InFlight | None = None) -> Verdict:
    """Hold what each customer said and was shown against what was kept of it. `in_flight`: what may have been
    sent twice."""
    kept = kept_talks(engine)
    for (conversation, seq), times in (in_flight or {}).items():
        kept_by_id(kept)[conversation].in_flight[seq] = times
    verdict = Verdict()
    for taker in takers:
        talk = kept.pop(taker.customer.address, None)
        if talk is None:
            verdict.violations.append("a customer's talk is not there")
            continue
        verdict.talks += 1
        verdict.messages += len(taker.customer.sent)
        verdict.answers += len(talk.answers)
        verdict.complaints += len(talk.complaints)
        verdict.wishes += not told_as_answer(taker, talk)
        verdict.doubled += len(copies(taker, talk)[1]) if talk.channel != WEBCHAT else 0
        verdict.violations += [f"talk {talk.id}: {wrong}" for each in CHECKS for wrong in each(taker, talk)]
    verdict.nobodys = len(kept)
    verdict.violations += [
        f"talk {talk.id}: nobody's, and has messages" for talk in kept.values() if spoken(talk)
    ]
    return verdict


def kept_by_id(kept: dict[str, Kept]) -> dict[int, Kept]:
    return {talk.id: talk for talk in kept.values()}


def kept_talks(engine: Engine) -> dict[str, Kept]:
    """All talks by address: one query a table."""
    with db.reading(engine) as session:

        def rows(table: Any, order: str = "id") -> Iterator[Any]:
            yield from session.execute(select(table).order_by(table.c[order]))

        by_address = {
            row.address: Kept(row.id, row.channel, row.seq, row.seen) for row in rows(conversations)
        }
        by_id = kept_by_id(by_address)
        by_response = {}
        for row in rows(messages, "seq"):
            by_id[row.conversation_id].messages.append(row)
        for row in rows(outbox, "seq"):
            by_id[row.conversation_id].outbox.append(row)
        for row in rows(complaints):
            by_id[row.conversation_id].complaints.append(row)
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
    sent = {frame["id"]: frame for frame in customer.sent if frame["id"] not in customer.forgotten}
    found = [row.external_id for row in rows if row.external_id not in customer.forgotten]
    if lost := set(customer.taken) - set(found):
        yield f"{len(lost)} acknowledged messages lost"
    if sorted(found) != sorted(sent) or in_place(customer, found) != in_place(customer, sent):
        yield f"{len(sent)} messages said, {len(found)} kept, or in another order"
    for row in rows:
        frame = sent.get(row.external_id, {"type": ""})
        if frame["type"] == "text" and (row.kind, row.text) != ("text", clean(frame["text"])):
            yield f"message {row.seq} changed"
        if frame["type"] == "choice" and row.choice != {"of": frame["of"], "keys": frame["keys"]}:
            yield f"choice {row.seq} changed"
    yield from (f"message {row.seq} is {row.state}" for row in talk.messages if row.state != "taken")


def in_place(customer: Any, marks: Iterable[str]) -> list[str]:
    """Those whose order is promised: not what was refused and said again, nor what was brought late."""
    return [mark for mark in marks if mark not in customer.displaced]


def numbered_without_a_gap(_: Taker, talk: Kept) -> Iterator[str]:
    if sorted(row.seq for row in (*talk.messages, *talk.outbox)) != list(range(1, talk.seq + 1)):
        yield "its lines are not numbered one by one"


def shown_what_is_kept(taker: Taker, talk: Kept) -> Iterator[str]:
    """The device at the web chat, or the stand-in, has what stands in the database, and nothing else."""
    if talk.channel != WEBCHAT:
        yield from delivered(taker, talk)
        return
    kept = {row.seq: row.payload["text"] for row in talk.outbox} | {row.seq: row.text for row in spoken(talk)}
    shown = {seq: row["text"] for seq, row in taker.customer.said.items()}
    if kept != shown:
        yield f"shown {len(shown)} lines, kept {len(kept)}, or others"


def delivered(taker: Taker, talk: Kept) -> Iterator[str]:
    """What was sent is what stands in the outbox, each once and in order; a copy only where the first sending
    was cut off or its reply lost, and next to it."""
    own, extra = copies(taker, talk)
    rows = [row for row in talk.outbox if row.state == "sent"]
    missing = [row.seq for row in rows if row.external_id not in {each.id for each in own}]
    if missing:
        yield f"outbox: {len(missing)} marked as sent did not arrive"
    order = {row.external_id: row.seq for row in rows}
    seqs = [order[each.id] for each in own]
    if seqs != sorted(set(seqs)):
        yield "delivered in another order"
    for each in own:
        if talk_text(talk, order[each.id]) not in each.text:
            yield f"line {order[each.id]} was delivered with another text"
    left = Counter(talk.in_flight)
    for copy, of in extra:
        seq = order[of.id] if of else 0
        if not of:
            yield "delivered twice and out of order, or never said"
        elif not copy.lost and left[seq] <= 0:
            yield f"line {seq} delivered twice"
        elif not copy.lost:
            left[seq] -= 1


def copies(taker: Taker, talk: Kept) -> tuple[list[Any], list[tuple[Any, Any]]]:
    """Of what was delivered: that which the outbox knows by its id, and the rest, each with that of which it
    is another copy; None: out of its place, or no copy at all."""
    known = {row.external_id for row in talk.outbox if row.state == "sent"}
    own, extra, waiting = [], [], []
    for each in taker.customer.delivered:
        if each.id in known:
            extra += [(copy, _alike(copy, each, own)) for copy in waiting]
            own.append(each)
            waiting = []
        else:
            waiting.append(each)
    return own, extra + [(copy, _alike(copy, None, own)) for copy in waiting]


def _alike(copy: Any, following: Any, own: list[Any]) -> Any:
    """What this is a copy of: what came next, or, should two senders have been at it, what came before."""
    return next((each for each in (following, *own[-1:]) if each and each.text == copy.text), None)


def talk_text(talk: Kept, seq: int) -> str:
    return next(row.payload["text"] for row in talk.outbox if row.seq == seq)


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


def one_complaint(taker: Taker, talk: Kept) -> Iterator[str]:
    if [row.story for row in talk.complaints] != [taker.complaint] * bool(taker.complaint):
        yield f"{len(talk.complaints)} complaints, {bool(taker.complaint):d} made, or another story"


def no_question_twice(taker: Taker, talk: Kept) -> Iterator[str]:
    """Never again once it is answered, and never twice without a word between (but after an outage)."""
    progress = [(row.payload.get("progress"), row.seq) for row in talk.outbox]
    asked = [(QUESTIONS[at[0] - 1], seq) for at, seq in progress if at]
    for question, seq in asked:
        if question in talk.answers and seq > talk.answers[question].seq:
            yield f"{question} asked again although it was answered"
    heard = [row.seq for row in talk.messages] + [
        row.seq for row in talk.outbox if row.payload["text"] == OUTAGE
    ]
    between = Counter((question, sum(seq < at for seq in heard)) for question, at in asked)
    yield from (f"{question} asked twice at once" for (question, _), times in between.items() if times > 1)


def asked_again(taker: Taker, talk: Kept) -> Iterator[str]:
    """Whose press Telegram has forgotten while we were away; after each such press. A copy of what they had
    answered before is no question."""
    settled = {row.external_id: (row.choice or {}).get("of") for row in talk.messages}
    sent = [frame["id"] for frame in taker.customer.sent]
    of = {frame["id"]: frame.get("of") for frame in taker.customer.sent}
    in_vain = [
        mark
        for mark in taker.customer.in_vain - settled.keys()
        if of[mark] not in {settled.get(earlier) for earlier in sent[: sent.index(mark)]}
    ]
    if in_vain:
        yield f"{len(in_vain)} presses forgotten, and not asked again"


def outbox_empty(_: Taker, talk: Kept) -> Iterator[str]:
    web = talk.channel == WEBCHAT
    left = sum(
        row.state != ("fetched" if web else "sent") or (web and row.seq > talk.seen) for row in talk.outbox
    )
    if left:
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
    one_complaint,
    no_question_twice,
    asked_again,
    outbox_empty,
    history_as_it_was,
)


def open_talks(engine: Engine) -> set[str]:
    """The addresses of talks with lines that no device has acknowledged."""
    with db.reading(engine) as session:
        left = {conversation for conversation, _ in session.execute(unsent())}
        query = select(conversations.c.address).where(conversations.c.id.in_(left))
        return set(session.scalars(query))
