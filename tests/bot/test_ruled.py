"""The talk goes by the policy in force, whichever process put it."""

from sqlalchemy import Engine

from bot.versions import Versions
from storage import db, rulings, users
from storage.settings import Settings
from tests.storage.conftest import NOW

OWN = 'base = "standard"\nkey = "own"\ntitle = "本厂"\n[limits.answer]\nhours = 4\n'


def test_the_next_batch_goes_by_what_was_put(engine: Engine, settings: Settings) -> None:
    with db.writing(engine) as session:
        staff = users.add(session, "li", "李工", "administrator", "correct horse battery", NOW)
        before = Versions(session, settings).shared
        rulings.put(session, "policy", OWN, staff, NOW)
        assert Versions(session, settings).shared is before, "one object for all talks, as long as it holds"
        rulings.refresh(session)
        after = Versions(session, settings).shared
        assert (after.policy.limits["answer"].hours, after.texts is before.texts) == (4, True)
        assert Versions(session, settings).shared is after
