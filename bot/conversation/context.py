"""What a step may know besides the talk and the message: loaded by `bot.inbox` before the step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from storage.domain.calendar import Calendar
from storage.domain.locale import Texts
from storage.domain.policy import Policy
from storage.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class ComplaintState:
    """An own complaint of the customer, as told to them. `referred_to`: where outside it went; `asks`: what
    of `bot.conversation.at_hand.AFTERWARDS` is asked after closing, and not answered yet; `waits`: staff
    asked the customer something, and go on once that is answered. `kind` and `outcome` (empty: it is not
    closed) as in `storage.domain.handling.OUTCOMES`."""

    number: str
    state: str
    received_at: datetime
    due_at: datetime | None
    referred_to: str = ""
    asks: str = ""
    waits: bool = False
    kind: str = "complaint"
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An anonymous complaint that was asked for by number and code, with what staff have answered; without a
    `complaint` there is none such, or it is not looked up for `wait` seconds: too many wrong codes came.
    `key`: its own in the database."""

    complaint: ComplaintState | None = None
    answers: tuple[str, ...] = ()
    wait: int = 0
    key: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What the customer said to this version of the privacy notice, and when."""

    version: str
    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestState:
    """The `number` reserved for a request; `open`: kind -> (number, due) of those not done yet."""

    number: str
    open: Mapping[str, tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is open in this talk, and by when its answers count."""

    id: int
    return_by: datetime
    anonymous: bool = False


class Lacking(Exception):
    """A step wants something that is only loaded for who does: `what` of `Wanted` (`signs`: the code that was
    brought). With it in the context the same step is to be made again."""

    def __init__(self, what: str, signs: str = "") -> None:
        super().__init__(what)
        self.what, self.signs = what, signs


@dataclass(frozen=True, slots=True)
class Passage:
    """A code with which the talk goes on elsewhere, and the links that bring it there, each with how it is
    followed: `telegram` and `web` by a tap, `scan` on another device."""

    code: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """The talk, as kept, that the code in this message leads to; empty: nowhere, or `here`. It is not looked
    at for `wait` seconds where too many wrong ones came. `left` is what the talk is moved by."""

    talk: str = ""
    language: str = ""
    held: bool = False
    here: bool = False
    wait: int = 0
    left: Any = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given. `missing`: why there is no value."""

    value: Any
    label: str
    score: float | None
    text: str
    missing: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the customer handed in last, by question; under `version_id` 0 there is none. `late`: it is not
    corrected any more."""

    version_id: int = 0
    late: bool = False
    answers: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What few steps want. `gone_on`: that of the talk which went on elsewhere
    from here. `glimpse`: the `arrival` of what may be a word. `queue`: how many wait for a
    person longer than this customer. `consents`: what was decided, the latest first. `danger`: a person was
    called because the customer may be in it. `reserved` are number and code for a complaint that is
    registered at once. `steps`: by number, what has become of each own complaint so far, and when.
    `case_file`: that of the complaint it was asked for, in the language spoken. `alerts`: the code of a
    member of staff, with which they link this chat, is good. `asked`: the mark of what was asked last.
    `unnamed`: the complaint without a name of this key, as it stands now."""

    passage: Passage | None = None
    arrival: Arrival | None = None
    gone_on: Arrival | None = None
    glimpse: Arrival | None = None
    queue: int | None = None
    case: Case | None = None
    consents: tuple[Decision, ...] | None = None
    request: RequestState | None = None
    handed_in: HandedIn | None = None
    danger: bool | None = None
    reserved: tuple[str, str] | None = None
    steps: Mapping[str, tuple[tuple[str, datetime], ...]] | None = None
    case_file: str | None = None
    asked: str | None = None
    unnamed: ComplaintState | None = None
    alerts: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """`survey` is the version that the talk is in, else the one that would be begun (None: there is none).

    `offered` is the version that the menu has to begin, of whatever survey the talk is in now (0: none).
    `number` is reserved for a complaint that this step may register; empty when none can come of it.
    `code` is reserved with it, for one without a name.
    `edited` has the questions whose answers came from the message that is now edited, each with its value.
    `invited`: the survey is to be begun by this invitation. `turned_away`: the customer followed a personal
    link that is somebody else's.
    `gone`: what the customer's link leads to is not to be had: a personal `link` that is none or over, or is
    `used`; a `survey` that is retired or never was. Empty: it is, or no link was followed.
    `largest_file` is the size in bytes up to which a file is kept; 0: there is no limit. `scans`: a virus
    scanner looks at it before anybody of staff can.
    `full` has the places of the survey's quotas that are, `versions` what has been published of the survey
    on offer. `former` is the version that a talk is in, under `former_id`, where `survey` is a newer one of
    the same survey; then `given` has the values of the answers given so far. `written` is the survey in its
    own language, where `survey` is it in another.
    `promised` has the promises by language, `tongues` the texts, the organisation's own first; `language` is
    the one that the customer chose or writes in (empty: not known, and the organisation's is spoken).
    `wanted` is what the step wanted when it was made before (`Lacking`).
    A context is equal to none but itself: one object stands for all who share it.
    """

    organisation: str
    texts: Texts
    calendar: Calendar
    policy: Policy
    survey: Survey | None = None
    version_id: int | None = None
    offered: int = 0
    complaints: tuple[ComplaintState, ...] = ()
    promises: tuple[str, ...] = field(default=())
    promised: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    number: str = ""
    code: str = ""
    edited: Mapping[str, Any] = field(default_factory=dict)
    largest_file: int = 0
    scans: bool = False
    full: frozenset[int] = frozenset()
    versions: frozenset[int] = frozenset()
    former: Survey | None = None
    former_id: int = 0
    given: Mapping[str, Any] = field(default_factory=dict)
    written: Survey | None = None
    invited: Invitation | None = None
    turned_away: bool = False
    gone: str = ""
    tongues: Mapping[str, Texts] = field(default_factory=dict)
    language: str = ""
    wanted: Wanted | None = None

    def called(self, number: str, kind: str = "") -> dict[str, str]:
        """What the texts call the complaint of this number: what its kind is called, where it is the
        customer's own or of this kind, and the number."""
        own = (each.kind for each in self.complaints if each.number == number)
        return {"number": number, "what": self.texts(f"notice.kind.{kind or next(own, 'complaint')}")}

    def speaking(self, language: str) -> "Context":
        """The same in this language; itself where that is spoken already, or there are no texts in it."""
        if language == self.language or language not in self.tongues:
            return self
        return _in_language(self, language) if self.shared else _translated(self, language)

    @property
    def shared(self) -> bool:
        """Whether it knows nothing of one customer alone."""
        own = self.complaints or self.number or self.edited or self.given
        invited = self.invited or self.turned_away or self.gone
        return not own and not invited and self.wanted is None


def _translated(context: Context, language: str) -> Context:
    written = context.written or context.survey
    return replace(
        context,
        texts=context.tongues[language],
        language=language,
        survey=written.spoken(language) if written else None,
        written=written,
        promises=context.promised.get(language, context.promises),
    )


_in_language = lru_cache(maxsize=256)(_translated)
"""One object for all who share the context and the language: by it a step is remembered."""
