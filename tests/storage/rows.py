"""Rows as the doors write them, all keys given."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage import written
from storage.analyses import Analysis
from storage.complaints import Opened
from storage.conversations import Conversation
from storage.messages import Message
from storage.outbox import Saying
from storage.responses import Answer, Begun


def message(talk: Conversation, external_id: str, seq: int, at: datetime, **changed: Any) -> Message:
    row = {
        "channel": talk.channel,
        "external_id": external_id,
        "conversation_id": talk.id,
        "seq": seq,
        "kind": "text",
        "text": "物流慢，其他挺好",
        "choice": None,
        "file_id": None,
        "raw": None,
        "received_at": at,
    }
    return Message(**(row | changed))


def saying(talk: Conversation, seq: int, at: datetime, **changed: Any) -> Saying:
    row = {
        "channel": talk.channel,
        "conversation_id": talk.id,
        "seq": seq,
        "payload": {"text": f"第 {seq} 句"},
        "speaker": "bot",
        "user_id": None,
        "due_at": at,
        "created_at": at,
    }
    return Saying(**(row | changed))


def begun(version: int, talk: Conversation, at: datetime, **changed: Any) -> Begun:
    row = {
        "version_id": version,
        "conversation_id": talk.id,
        "customer_id": talk.customer_id,
        "channel": talk.channel,
        "segment": "",
        "place": "",
        "preview": False,
        "begun_at": at,
    }
    return Begun(**(row | changed))


def answer(response: int, question: str, score: float | None, at: datetime, **changed: Any) -> Answer:
    row = {
        "response_id": response,
        "question": question,
        "kind": "scale",
        "value": "4",
        "label": "满意",
        "score": score,
        "text": "满意",
        "comment": "",
        "because": ["满意"],
        "missing": "",
        "seq": 1,
        "answered_at": at,
    }
    return Answer(**(row | changed))


def analysis(session: Session, key: int, at: datetime, **changed: Any) -> Analysis:
    """What was found in the words that stand there."""
    subject = changed.get("subject", "answer")
    row = {
        "subject": subject,
        "subject_id": key,
        "polarity": -0.9,
        "confidence": 0.9,
        "intent": "complaint",
        "urgency": "routine",
        "safety": False,
        "emotion": "",
        "offensive": 0.0,
        "sarcastic": False,
        "keywords": ["价格"],
        "categories": [],
        "evidence": [],
        "personal": [],
        "signature": None,
        "model": "1",
        "digest": written.digest(written.words(session, subject, key)),
        "at": at,
    }
    return Analysis(**(row | changed))


def complaint(talk: Conversation, number: str = "T260304-0001", **changed: Any) -> Opened:
    row = {
        "number": number,
        "conversation_id": talk.id,
        "customer_id": talk.customer_id,
        "channel": talk.channel,
        "segment": "",
        "anonymous": False,
        "place": "",
        "preview": False,
        "story": "收到的货外壳裂了",
        "product": "",
        "order_number": "",
        "occurred": "",
        "remedy": "换一个",
        "kind": "complaint",
    }
    return Opened(**(row | changed))
