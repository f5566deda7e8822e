"""Whatever comes in by mail is read as far as it goes: no error, no endless work."""

import random
from functools import partial

from bot.mail import read
from tests.bot.mail.mangling import fixtures, mangled
from tests.effort import cost
from tests.seeds import some_seed

MAILS = 300
MOST = 400  # yards (tests.effort)


def test_no_mangled_mail_raises_or_takes_long() -> None:
    seed = some_seed()
    print(f"seed {seed}")
    rng = random.Random(seed)
    raws = fixtures()
    for count in range(MAILS):
        raw = mangled(rng, raws)
        mail, yards = cost(partial(read, raw))
        assert yards < MOST, f"mail {count} of seed {seed}: {yards:.0f} yards, {len(raw)} bytes"
        assert "\0" not in mail.text + mail.subject
        (mail.text + mail.subject).encode()
