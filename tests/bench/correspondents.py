"""Customers who answer a survey by mail through real servers, and whether all of it came out right."""

import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from random import Random

from tests.mail import quoting
from tests.mail.customer import Customer
from tests.mail.organisation import Organisation
from tests.mail.servers import Servers
from tests.mail.styles import STYLES

PATIENCE = 300.0
ASKED = re.compile(r"(?m)^(\d+)\. (.*)$")
OPEN_QUESTION = 6
KEYS = ("quality", "delivery", "service", "price", "communication", "words")
LEVELS = {"5": "非常满意", "4": "满意", "3": "一般"}
FORMS = ("{n}. {level}", "{n}、{level}", "{n}: {word}", "{n}．{level}分", "{n} {word}")
CLOSING = "谢谢您抽时间"
AT = {
    "qq": "qq.example",
    "163": "163.example",
    "outlook": "corp.example",
    "gmail": "gmail.example",
    "apple": "icloud.example",
}


@dataclass
class Correspondent:
    """A customer, what they say, and when they were answered. Some answer a part first."""

    customer: Customer
    random: Random
    given: dict[str, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    done: bool = False
    wrong: list[str] = field(default_factory=list)
    _at: float = 0.0

    def look(self) -> None:
        """Read what came, and answer it."""
        for mail in self.customer.look():
            if self._at:
                self.waits.append(time.monotonic() - self._at)
                if not self._follows(mail):
                    self.wrong.append("out of its thread")
            if self.done:
                self.wrong.append("a mail too many")
            self._answer(mail)

    def _answer(self, mail: EmailMessage) -> None:
        text = quoting.text(mail)
        self.done = CLOSING in text
        if asked := [int(number) for number, _ in ASKED.findall(text.rpartition("直接回复")[2])]:
            part = len(asked) // 2 if len(asked) > 3 and self.random.random() < 0.4 else len(asked)
            said = "\n".join(self._said(number) for number in asked[:part])
            self.customer.answers(mail, said)
            self._at = time.monotonic()

    def _said(self, number: int) -> str:
        key = KEYS[number - 1]
        if number == OPEN_QUESTION:
            self.given[key] = "包装很结实，谢谢。"
            return self.given[key]
        level = self.given[key] = self.random.choice(list(LEVELS))
        return self.random.choice(FORMS).format(n=number, level=level, word=LEVELS[level])

    def _follows(self, mail: EmailMessage) -> bool:
        thread = str(mail["References"]).split()
        first, last = next(iter(self.customer.seen)), self.customer.sent[-1]
        return mail["In-Reply-To"] == last and (thread[0], thread[-1]) == (first, last)


@dataclass
class Told:
    """What came of it. `wrong` says what must not be."""

    customers: int
    seconds: float = 0.0
    mails: int = 0
    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """In a line."""
        middle = sorted(self.waits)[len(self.waits) // 2] if self.waits else 0.0
        return (
            f"{self.customers} customers in {len(AT)} programs through Postfix and Dovecot: {self.mails} "
            f"mails, all through in {self.seconds:.0f} s, an answer in {middle:.1f} s (median), "
            f"{len(self.wrong)} violations"
        )


def correspond(count: int, bounces: int, seed: int) -> Told:
    """Invite so many, and some addresses that are not there; wait until all have come to their end."""
    styles = list(STYLES)
    addresses = {f"customer{n}@{AT[styles[n % len(styles)]]}": styles[n % len(styles)] for n in range(count)}
    nobody = [f"nobody{n}@{AT['qq']}" for n in range(bounces)]
    with (
        Servers(addresses) as servers,
        tempfile.TemporaryDirectory(prefix="manyi-") as folder,
        Organisation(Path(folder), servers, MANYI_MAIL_PER_HOUR="0") as organisation,
    ):
        random = Random(seed)
        people = [
            Correspondent(servers.customer(address, style), Random(random.random()))
            for address, style in addresses.items()
        ]
        told = Told(count)
        began = time.monotonic()
        organisation.invite([*addresses, *nobody])
        _until_done(people, organisation, nobody)
        told.seconds = time.monotonic() - began
        told.mails = sum(len(each.customer.sent) + len(each.customer.seen) for each in people)
        told.waits = [wait for each in people for wait in each.waits]
        told.wrong = list(_wrong(people, organisation, nobody))
    return told


def _until_done(people: list[Correspondent], organisation: Organisation, nobody: list[str]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for each in people:
            each.look()
        if all(each.done for each in people) and not _missing(organisation.invited(), nobody):
            return
        time.sleep(0.05)  # other processes bring the mails


def _missing(invited: Mapping[str, str], nobody: list[str]) -> list[str]:
    return [address for address in nobody if invited[address] != "bounced"]


def _wrong(people: list[Correspondent], organisation: Organisation, nobody: list[str]) -> Iterator[str]:
    """What is not as the customers said it."""
    invited, answered = organisation.invited(), organisation.answered()
    for each in people:
        yield from each.wrong
        address = each.customer.address
        if invited[address] != "returned":
            yield f"an invitation is {invited[address]}, not returned"
        if answered.get(address) != each.given:
            yield "answers that were not given so"
    yield from (f"a bounce is {invited[address]}" for address in _missing(invited, nobody))
    said = sum(len(each.customer.sent) for each in people)
    if organisation.mails() != {"taken": said, "noted": len(nobody)}:
        yield f"{said} mails written, and kept are {dict(organisation.mails())}"
