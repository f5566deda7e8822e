"""The customer of a complaint is told of it, in their own language; nothing where there is no talk."""

from typing import Any

from sqlalchemy.orm import Session

from storage import conversations, definitions
from storage.complaints.case_file import case_file
from storage.complaints.reading import Complaint
from storage.complaints.saving import By
from storage.conversations import Question


def notice(session: Session, complaint: Complaint, key: str, by: By, **values: Any) -> None:
    """Tell them the text under this key."""
    if complaint.conversation_id is not None:
        told = _named(session, complaint) | values
        conversations.notify(session, complaint.conversation_id, key, by.at, **told)


def words(
    session: Session, complaint: Complaint, key: str, text: str, by: By, question: Question | None = None
) -> None:
    """Tell them these words of a member of staff, under the text of this key, and ask what they say to it."""
    if complaint.conversation_id is not None and by.user_id is not None:
        here, told = complaint.conversation_id, _named(session, complaint)
        conversations.answer(session, here, by.user_id, text, key, by.at, question, **told)


def outside(session: Session, complaint: Complaint, body: str, by: By) -> None:
    """Tell them the way to this body, with the case file."""
    if complaint.conversation_id is not None:
        here = complaint.conversation_id
        texts = definitions.texts(conversations.spoken(session, here))
        way = texts(f"notice.complaint.refer_{body}", **_named(session, complaint))
        conversations.tell(session, here, f"{way}\n\n{case_file(session, complaint, texts)}", by.at)


def question(session: Session, complaint: Complaint, asked: Question, by: By) -> None:
    """Ask them this."""
    if complaint.conversation_id is not None:
        told = _named(session, complaint)
        conversations.ask(session, complaint.conversation_id, asked, by.at, **told)


def _named(session: Session, complaint: Complaint) -> dict[str, Any]:
    """Its number, and what its kind is called in the language that the customer is told in."""
    assert complaint.conversation_id is not None
    texts = definitions.texts(conversations.spoken(session, complaint.conversation_id))
    return {"number": complaint.number, "what": texts(f"notice.kind.{complaint.kind}")}
