"""The file with a customer's own data: all of theirs, nobody else's, safe to open."""

import io
import json
import zipfile

import pytest
from sqlalchemy import Engine, insert, update
from sqlalchemy.orm import Session

from storage import (
    analyses,
    complaints,
    consents,
    contacts,
    conversations,
    customers,
    db,
    exporting,
    files,
    mails,
    messages,
    outbox,
    readings,
    responses,
    rounds,
    visits,
)
from storage.conversations import Conversation
from storage.customers import contacting, ordering
from storage.tables import invitations, metadata
from storage.tables import mails as mails_table
from tests.databases import ON_SQLITE
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.rounds import plan
from tests.storage.test_erasing import MARK, OTHERS, carriers, live, mark

EVIL = "<script>alert(1)</script>"


def exported(engine: Engine, customer: int) -> dict[str, bytes]:
    """Name -> content."""
    with db.reading(engine) as session, io.BytesIO() as file:
        exporting.write(session, customer, file, NOW)
        with zipfile.ZipFile(file) as zipped:
            return {name: zipped.read(name) for name in zipped.namelist()}


def say(engine: Engine, talk: Conversation, words: str, survey: int, staff: int) -> None:
    """Everything that a customer may leave, with these words."""
    with db.writing(engine) as session:
        customers.know(session, talk.customer_id, customers.Known(name=words, segment="", demo=False))
        messages.record(session, [rows.message(talk, words, 1, NOW, text=f"说了{words}")])
        consents.keep(session, [consents.Consent(conversation_id=talk.id, version="7", given=True, at=NOW)])
        (response,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        responses.keep(session, [rows.answer(response, "quality", 25.0, NOW, text=f"本来答{words}")])
        responses.keep(session, [rows.answer(response, "quality", 75.0, NOW, text=f"答了{words}")])
        doubt = {"response_id": response, "question": "delivery", "kind": "scale", "seq": 2, "at": NOW}
        readings.asked_again(session, [readings.AskedAgain(**doubt, guess="4", because=[f"也许{words}"])])
        (key,) = complaints.open_(session, [rows.complaint(talk, f"T{talk.id}", story=f"投诉{words}")], NOW)
        complaints.note(session, key, staff, f"备注{words}", NOW)
        complaints.answer(session, key, staff, f"答复{words}", NOW)
        files.keep(session, talk.id, f"../{words}/a.txt", "text/plain", words.encode(), NOW)
        invited(session, talk, words)
        contacts.record(session, [talk.customer_id], NOW)
        contacting.add(session, talk.customer_id, "post", f"住在{words}", "", staff, NOW)
        bought = {"number": f"单号{words}", "product": ""}
        ordering.add(session, talk.customer_id, bought, None, staff, NOW)


def invited(session: Session, talk: Conversation, words: str) -> None:
    """To a round of the survey that ships."""
    round_ = rounds.add(session, "satisfaction", plan(title=f"问{words}"), False, None, NOW)
    row = {"channel": "email", "address": f"{words}@example.com", "state": "declined", "due_at": NOW}
    told = {"customer_id": talk.customer_id, "delivered_at": NOW, "reason": f"因为{words}"}
    session.execute(insert(invitations).values(round_id=round_, **row, **told))


def test_all_of_theirs_is_in_it_and_nothing_else(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        (other,) = conversations.load(session, [("telegram", "b")], NOW).values()
    say(engine, talk, "甲", survey, staff)
    say(engine, other, "乙", survey, staff)
    found = exported(engine, talk.customer_id)
    page, data = found["我的数据.html"].decode(), found["我的数据.json"].decode()
    for text in (page, data):
        assert all(words in text for words in ("说了甲", "答了甲", "本来答甲", "投诉甲", "答复甲", "问甲"))
        assert all(words in text for words in ("住在甲", "单号甲"))
        assert "备注" not in text, "what staff note for each other is not theirs"
        assert "乙" not in text
    assert "同意了隐私说明 7 版" in page
    kept = json.loads(data)
    assert kept["complaints"][0]["number"] == "T1"
    assert [(each["address"], each["reason"]) for each in kept["invitations"]] == [
        ("甲@example.com", "因为甲")
    ]
    assert [each["because"] for each in kept["responses"][0]["asked_again"]] == [["也许甲"]]
    assert "id" not in kept["responses"][0]["answers"][0], "our own numbers tell them nothing"
    assert kept["written_to"] == [NOW.isoformat()]
    assert "主动联系过您" in page
    assert found["files/1-_甲_a.txt"] == "甲".encode()


NOT_THEIRS = {
    "customer_contacts": {"sealed", "digest"},  # opened: "住在" in the test above
    "customers": {"note"},  # of staff for each other
    "complaints": {"contact_digest"},  # of what stands there opened
    "imports": {"content", "found", "name"},  # of many: what is kept of one stands elsewhere too
    "invitations": {"token_digest"},  # a key
    "files": {"thumbnail", "remote"},  # made of the file; its name with the channel
    "mails": {"subject", "text", "words"},  # of the mail itself, while staff have it; a digest
    "messages": {"external_id", "reason", "raw"},  # the channel's number, our error; the text again as bytes
    "outbox": {"external_id", "reason"},
    "analyses": {"signature", "found"},  # what is worked out of the words; what staff did not leave standing
    "holds": {"reason"},  # of staff for each other
    "judgements": {"said", "meant"},  # how staff and the model differ; what holds stands in the analysis
    "follow_ups": {"note"},  # of staff for each other
    "changes": {"new"},  # stands in the answer, or is the next old one
    "visits": {*visits.FIELDS} - {"person_met", "matters"},  # what staff make of it, and hear of the market
    "conversations": {"talk"},  # where the talk is at; its words stand in the lines
}
"""What is kept of them and is nothing that they said or that tells of them."""


def test_from_every_table_all_of_theirs_is_in_it(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        (there,) = conversations.load(session, [("telegram", "77")], NOW).values()
    live(engine, there, survey, staff)
    mark(engine, there)
    parts = exported(engine, there.customer_id)
    kept = "".join(text.decode() for name, text in parts.items() if not name.endswith("html"))
    wanted = {
        f"{table.name}.{name}"
        for table in metadata.sorted_tables
        if table.name not in OTHERS | {"jobs"}
        for name in set(carriers(table)) - NOT_THEIRS.get(table.name, set())
    }
    assert {each for each in wanted if f"{MARK}·{each}·" not in kept} == set()


@pytest.mark.parametrize(
    ("sender", "state", "talk_of", "theirs"),
    [
        ("li@example.cn", "taken", "li", True),
        ("li@work.example", "taken", "li", True),
        ("li@example.cn", "noted", None, True),
        ("li@example.cn", "waiting", None, True),
        ("wang@example.cn", "held", "li", False),
        ("wang@example.cn", "dismissed", "li", False),
        ("wang@example.cn", "noted", "li", False),
        ("li@example.cn", "held", "li", False),
        ("li@example.cn", "taken", "wang", False),
    ],
)
def test_a_mail_that_nobody_let_in_is_in_nobodys_file(
    engine: Engine, sender: str, state: str, talk_of: str | None, theirs: bool
) -> None:
    """It carries their reply address, or their name: it may be anybody's."""
    with db.writing(engine) as session:
        at = [("email", f"{name}@example.cn") for name in ("li", "wang")]
        li, wang = conversations.load(session, at, NOW).values()
        mails.keep(session, [mails.Arrived("k", b"Subject: x", sender, NOW)])
        belongs = {"li": li.id, "wang": wang.id, None: None}[talk_of]
        session.execute(update(mails_table).values(state=state, conversation_id=belongs))
    assert ("mails/1.eml" in exported(engine, li.customer_id)) is theirs


def test_the_words_noted_from_an_answer_are_in_it(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    say(engine, talk, "甲", survey, staff)
    with db.writing(engine) as session:
        responses.reason(session, [responses.Reason(response_id=1, question="quality", text="不耐用")])
        for subject in ("answer", "complaint"):
            found = rows.analysis(session, 1, NOW, subject=subject, keywords=[f"{subject}里的词"])
            analyses.keep(session, [found])
    found = exported(engine, talk.customer_id)
    page = found["我的数据.html"].decode()
    assert "我们从中记下的词" in page
    assert "answer里的词" in page
    assert "complaint里的词" in page
    kept = json.loads(found["我的数据.json"])
    assert kept["complaints"][0]["found"][0]["polarity"] == -0.9


def test_what_was_chosen_is_in_it_as_it_was_shown(engine: Engine, talk: Conversation) -> None:
    asked = {"text": "质量怎么样？", "of": "1.quality", "choices": [["5", "满意", ""], ["1", "不满意", ""]]}
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talk, 1, NOW, payload=asked)])
        chose = {"of": "1.quality", "keys": ["1"]}
        messages.record(session, [rows.message(talk, "m1", 2, NOW, text="", choice=chose, kind="choice")])
    found = exported(engine, talk.customer_id)
    said, chosen = json.loads(found["我的数据.json"])["conversations"][0]["lines"]
    assert said["choices"] == ["满意", "不满意"]
    assert chosen["chosen"] == ["不满意"]
    assert "不满意" in found["我的数据.html"].decode()


@ON_SQLITE
def test_what_they_wrote_is_read_and_not_run(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    say(engine, talk, EVIL, survey, staff)
    found = exported(engine, talk.customer_id)
    assert EVIL not in found["我的数据.html"].decode()
    assert not [name for name in found if ".." in name or name.count("/") > 1]


@ON_SQLITE
def test_a_long_talk_is_whole(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        said = [rows.message(talk, f"m{n}", n, NOW, text=f"第{n}句") for n in range(1, 451)]
        messages.record(session, said)
    data = json.loads(exported(engine, talk.customer_id)["我的数据.json"])
    assert len(data["conversations"][0]["lines"]) == 450


def test_it_is_in_the_language_of_the_talk(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    say(engine, talk, "甲", survey, staff)
    assert "产品质量" in exported(engine, talk.customer_id)["我的数据.html"].decode()
    with db.writing(engine) as session:
        conversations.speak(session, {talk.id: "en"})
    page = exported(engine, talk.customer_id)["my-data.html"].decode()
    assert "Your data at" in page
    assert "产品质量" not in page
