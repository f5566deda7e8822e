"""Whatever may happen to a complaint can be told, in every language."""

import pytest

from storage import definitions
from storage.domain.complaint import LIFE
from storage.domain.handling import CODES, MOVES, OUTCOMES, OUTSIDE

TOLD = {trigger for _, trigger in LIFE.table} - {"refer"}
KEYS = {
    *(f"state.complaint.{state}" for state in LIFE.states),
    *(f"notice.complaint.{trigger}" for trigger in TOLD),
    *(f"notice.complaint.refer_{body}" for body in OUTSIDE),
    *(f"notice.complaint.{told}" for told in ("pause", "split", "split_by_code")),
    *(f"notice.kind.{kind}" for kind in OUTCOMES),
    *(
        f"notice.complaint.close_{each}"
        for kind in OUTCOMES
        if kind != "complaint"
        for each in OUTCOMES[kind]
    ),
    *(f"page.refused.{code}" for code in CODES),
}


@pytest.mark.parametrize("language", definitions.languages())
def test_every_state_move_and_refusal_has_a_text(language: str) -> None:
    texts = definitions.texts(language)
    assert not {key for key in KEYS if not texts.has(key)}


@pytest.mark.parametrize("language", definitions.languages())
def test_a_page_names_all_that_was_done(language: str) -> None:
    texts = definitions.texts(language)
    ways = ("page.event.complaint", "page.event")
    assert not {trigger for trigger in MOVES if not any(texts.has(f"{way}.{trigger}") for way in ways)}
