"""What the models of all resources have in common: strict, nothing unknown, no text that cannot be kept."""

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

LARGEST_ID = 999_999_999

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]


def _storable(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("not_storable", "no database keeps this")
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""A text that can be kept."""
Word = Annotated[Text, Field(max_length=200)]
"""A short text, such as is looked for."""
Words = Annotated[Text, Field(max_length=100_000)]
"""A text of any length; how long it may be is the law's to say."""

_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _within(at: datetime) -> datetime:
    if not _FIRST <= at <= _LAST:
        raise ValueError
    return at.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_within)]
"""A moment with its zone, from 1970 to 2200."""


class In(BaseModel):
    """What comes in."""

    model_config = ConfigDict(
        extra="forbid", strict=True, str_strip_whitespace=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class Record(BaseModel):
    """What goes out."""

    model_config = ConfigDict(extra="forbid")

    id: int


class Query(BaseModel):
    """What stands behind the question mark."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Page(Query):
    """Which page of a list."""

    limit: int = Field(default=50, ge=1, le=200, description="Records of a page.")
    cursor: int = Field(
        default=0, ge=0, le=LARGEST_ID, description="`next` of the page before; 0: from the beginning."
    )


class Dated(Page):
    """The same of what has a moment."""

    since: Moment | None = Field(default=None, description="From this moment on.")
    before: Moment | None = Field(default=None, description="Before this moment.")


class Changing(Dated):
    """The same of what is changed afterwards."""

    updated_since: Moment | None = Field(
        default=None, description="Begun or changed since then, and a little before; in the order of ids."
    )


T = TypeVar("T", bound=Record)


class Listed(BaseModel, Generic[T]):
    """A page: `next` is the cursor of the one that follows, null where there is none yet."""

    data: list[T]
    next: int | None


Json = dict[str, Any]
