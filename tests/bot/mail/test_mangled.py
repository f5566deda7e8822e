"""Whatever comes in by mail is read as far as it goes: no error, no endless work."""

import random
from functools import partial

from bot.mail import read
from tests.bot.mail.growing import timed
from tests.bot.mail.mangling import fixtures, mangled

MAILS = 700
LONGEST = 2.0


def test_no_mangled_mail_raises_or_takes_long() -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    raws = fixtures()
    for count in range(MAILS):
        raw = mangled(rng, raws)
        mail, taken = timed(partial(read, raw))
        assert taken < LONGEST, f"mail {count} of seed {seed}: {taken:.1f} s, {len(raw)} bytes"
        assert "\0" not in mail.text + mail.subject
        (mail.text + mail.subject).encode()
