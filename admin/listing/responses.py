"""The list of responses."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin import naming, responses_sought
from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named, yes
from storage.queries import response_rows, responses
from storage.queries.response_rows import Listed


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those that the filters show."""
    texts, query = asking.place.texts, asking.query
    filters = responses_sought.chosen(session, query, naming.names(session, texts.language), texts)
    wanted = responses_sought.within(query, filters, asking.place.settings.timezone, asking.at)
    return responses.every(session, wanted)


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    return [_cells(each, asking) for each in response_rows.rows(session, ids)]


def _cells(row: Listed, asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        str(row.id),
        moment(row.at, asking, row.anonymous or row.typed_in),
        texts("page.responses.anonymous") if row.anonymous else row.customer,
        row.survey,
        str(row.number),
        named("page.channel", row.channel, texts),
        row.segment,
        texts(f"page.responses.state.{row.state}"),
        "" if row.satisfaction_index is None else f"{row.satisfaction_index:.1f}",
        row.voice.words if row.voice else "",
        yes(row.typed_in, texts),
    )


LISTING = Listing(
    "responses",
    "/responses",
    (
        *("period", "survey", "channel", "segment", "state", "sort", "round", "item", "below", "customer"),
        *responses_sought.FINER,
    ),
    Table(
        (
            *("id", "at", "customer", "survey", "version", "channel", "segment", "state", "index"),
            *("words", "typed_in"),
        ),
        keys,
        rows,
    ),
)
