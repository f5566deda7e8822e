"""Complaints: read, registered, their records changed, moved as the law allows (GB/T 19012)."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, create_model
from sqlalchemy.orm import Session

from admin.api import once, records
from admin.api.models import Changing, Id, In, Listed, Moment, Record, Word, Words
from admin.api.operation import Call, Operation, Out
from admin.api.problems import Problem, Wrong, fields, not_found
from admin.door import now
from admin.pages import may
from storage import complaints, looks
from storage.complaints import Stale, Unknown
from storage.domain.complaint import LIFE
from storage.domain.customer import masked_address
from storage.domain.form import ASSESSMENT, FIELDS
from storage.domain.handling import MOVES, Refused
from storage.domain.intake import CHANNELS, Typed

_TYPES: Final[dict[str, Any]] = {
    "text": Words,
    "date": date,
    "flag": bool,
    "number": Annotated[float, Field(ge=0, le=10**12)],
    "money": Annotated[int, Field(ge=0, le=10**12)],
}
"""Kinds of fields (`storage.domain.form.Field`) as they are sent; money in hundredths."""


def _field(name: str) -> Any:
    of = FIELDS[name]
    return Literal[of.choices] if of.kind == "choice" else _TYPES[of.kind]


def _model(name: str, base: type[BaseModel], doc: str | None, told: dict[str, Any]) -> Any:
    return create_model(name, __base__=base, __doc__=doc, **told)


TRIGGERS: Final = tuple(sorted({trigger for _, trigger in LIFE.table}))
STATES: Final = LIFE.states
_RECORD: Final = tuple(name for name in FIELDS if name not in ASSESSMENT)


class _Taken(In):
    """A complaint that came some other way: its customer is known, or has a name, or a contact."""

    channel: Literal[CHANNELS]  # type: ignore[valid-type]
    received_at: Moment
    story: Words
    customer_id: Id | None = None
    name: Word = ""


ComplaintIn: type[BaseModel] = _model(
    "ComplaintIn", _Taken, _Taken.__doc__, {name: (_field(name) | None, None) for name in FIELDS}
)
ComplaintChange: type[BaseModel] = _model(
    "ComplaintChange",
    In,
    "What is to be changed of its record; what is absent stays, null empties.",
    {name: (_field(name) | None, None) for name in _RECORD},
)


class _Given(In):
    """What a move needs: `text` for the customer, a `remark` for colleagues, an `outcome`, the `body` outside
    that it is referred to, the number of the `other` complaint; what was found by assessing."""

    text: Words | None = None
    remark: Words | None = None
    outcome: Word | None = None
    body: Word | None = None
    other: Word | None = None


Move: type[BaseModel] = _model(
    "Move", _Given, _Given.__doc__, {name: (_field(name) | None, None) for name in ASSESSMENT}
)


class _Complaint(Record):
    """A complaint as it stands; `contact` is masked for tokens without contacts:read, and in lists."""

    number: str
    customer_id: int | None
    channel: str
    segment: str
    anonymous: bool
    place: str
    state: str
    story: str
    received_at: datetime
    acknowledged_at: datetime | None
    first_answered_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    due_kind: str
    department: str
    owner_id: int | None
    outcome: str
    referred_to: str
    merged_into: int | None
    stayed: bool | None
    handling: int | None
    revision: int


_TOLD: Final[dict[str, Any]] = {"text": str, "choice": str, "date": date | None, "flag": bool | None}
Complaint: type[Record] = _model(
    "Complaint",
    _Complaint,
    _Complaint.__doc__,
    {name: (_TOLD.get(of.kind, float | None), ...) for name, of in FIELDS.items()},
)


class Sought(Changing):
    """Which complaints; `since` and `before` are of when they were received."""

    number: Word | None = None
    state: Literal[STATES] | None = None  # type: ignore[valid-type]
    kind: Word | None = None
    department: Word | None = None
    severity: Word | None = None
    customer_id: Id | None = None
    owner_id: Id | None = None


async def list_(call: Call) -> Out:
    """Complaints, suggestions, praise and inquiries."""
    rows, following = await records.page(call, "complaints")
    return {"data": [hidden(row) for row in rows], "next": following}


async def one(call: Call) -> Out:
    """One complaint."""
    return await whole(call, call.id)


async def whole(call: Call, complaint_id: int) -> Out:
    """The complaint; its contact as it is for who may read it, which is noted. Raises Problem."""
    found = await records.single(call, "complaints", complaint_id)
    opens = "contacts:read" in call.bearer.scopes and may(call.bearer.role, "handler")
    if not (opens and found["contact"]):
        return hidden(found)
    await call.door.note(looked, complaint_id, call.bearer.user_id)
    return found


def hidden(found: Out) -> Out:
    """The same with its contact masked."""
    return {**found, "contact": masked_address(found["contact"])}


def looked(session: Session, complaint_id: int, user_id: int) -> None:
    """That the contact was read is kept."""
    looks.note_contact(session, complaint_id, user_id, now())


async def take(call: Call) -> Out:
    """Register a complaint; it is acknowledged at once, its time runs from when it was received."""
    told = call.body.model_dump(exclude_none=True)
    own = {name: told.pop(name, None) for name in ("channel", "received_at", "story", "customer_id", "name")}
    typed = Typed(**own, record={"kind": "complaint"} | told)

    def verb(session: Session) -> int:
        return complaints.take(session, typed, call.bearer.user_id, now())

    return await whole(call, await law(call, once.written(call, verb)))


async def amend(call: Call) -> Out:
    """Change its record, from the revision that was seen (If-Match)."""
    changes = {name: getattr(call.body, name) for name in call.body.model_fields_set}
    blank = {name: "" for name, value in changes.items() if value is None and FIELDS[name].kind == "text"}

    def verb(session: Session) -> int:
        by = (call.bearer.user_id, now())
        complaints.amend(session, call.id, {**changes, **blank}, *by, revision=call.seen)
        return call.id

    return await whole(call, await law(call, once.written(call, verb)))


async def move(call: Call) -> Out:
    """Move it on, from the revision that was seen (If-Match), as who made the token may."""
    trigger = call.request.match_info["trigger"]
    given = call.body.model_dump(exclude_none=True)

    def verb(session: Session) -> int:
        by = ("staff", call.bearer.user_id, now())
        complaints.move(session, call.id, trigger, *by, revision=call.seen, given=given)
        return call.id

    return await whole(call, await law(call, once.written(call, verb)))


async def law(_: Call, done: Any) -> int:
    """What the law says to it. Raises Problem."""
    try:
        made: int = await done
    except Unknown:
        raise not_found() from None
    except Stale as stale:
        raise Problem(412, "stale", more={"state": stale.state}) from None
    except Refused as refused:
        raise told_why(refused) from None
    return made


def told_why(refused: Refused) -> Problem:
    """The law's refusal: by whom it may not be done, not now, or not so."""
    wrong = fields(refused.fields)
    if not wrong and refused.code.startswith("no_"):
        wrong = [Wrong(f"/{refused.code.removeprefix('no_')}", "missing")]
    status = 403 if refused.code == "not_you" else 422 if wrong or refused.code in _UNFIT else 409
    return Problem(status, refused.code, f"page.refused.{refused.code}", wrong, {"state": refused.state})


_UNFIT: Final = ("unknown_body", "unknown_outcome", "unknown_other", "itself")
assert set(TRIGGERS) <= set(MOVES)

ONE: Final = "/complaints/{id}"

OPERATIONS: Final = (
    Operation("GET", "/complaints", "complaints:read", list_, Listed[Complaint], query=Sought),  # type: ignore[valid-type]
    Operation("POST", "/complaints", "complaints:write", take, Complaint, body=ComplaintIn, once=True),
    Operation("GET", ONE, "complaints:read", one, Complaint),
    Operation("PATCH", ONE, "complaints:write", amend, Complaint, body=ComplaintChange, matched=True),
    Operation(
        "POST",
        ONE + "/{trigger}",
        "complaints:write",
        move,
        Complaint,
        body=Move,
        matched=True,
        once=True,
    ),
)
