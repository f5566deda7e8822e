"""Mails fetched from a mailbox: each once, in order, whatever breaks."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from storage.tables import mails
from tests.bot.mailbox.conftest import SERVICE, mail, reply_to
from tests.bot.mailing.standin import certificate
from tests.bot.waiting import PATIENCE, until
from tests.mail.imap import FaultyServer
from tests.mail.imap.folder import Folder
from tests.mail.imap.line import Line, Lost


@pytest.fixture
def kind() -> str:
    """IMAP has nothing of a database: what is particular to one is tested where it is asked."""
    return "sqlite"


async def test_a_mail_that_lies_there_is_taken_and_marked(server, mail_settings, receiving, settled, kept):
    server.put(mail("送货太慢了"))

    async with receiving(mail_settings):
        assert await settled(1) == ["taken"]
        await until(lambda: "\\Seen" in server.folders["INBOX"].mails[0].flags)

    assert kept.heard == ["送货太慢了"]


async def test_a_mail_that_comes_while_we_wait_is_taken_at_once(
    server, mail_settings, receiving, settled, kept
):
    async with receiving(mail_settings):
        await until(lambda: server.commands["IDLE"])
        server.put(mail("坏了", number=1))
        await settled(1)
        await until(lambda: server.commands["IDLE"] > 1)
        server.put(mail("修好了", number=2))
        await settled(2)

    assert kept.heard == ["坏了", "修好了"]


async def test_what_was_read_before_we_came_is_left_alone(server, mail_settings, receiving, settled, kept):
    server.folders["INBOX"].put(mail("旧信", number=1), datetime.now(UTC), ["\\Seen"])
    server.put(mail("新信", number=2))

    async with receiving(mail_settings):
        await settled(1)

    assert kept.heard == ["新信"]


async def test_what_a_person_reads_before_us_is_fetched_all_the_same(
    server, mail_settings, receiving, settled, kept
):
    server.put(mail("第一封", number=1))
    async with receiving(mail_settings):
        await settled(1)
        await until(lambda: server.commands["IDLE"])  # how far it was fetched is noted
    server.folders["INBOX"].put(mail("被人先看过", number=2), datetime.now(UTC), ["\\Seen"])

    async with receiving(mail_settings):
        await settled(2)

    assert kept.heard == ["第一封", "被人先看过"]


async def test_who_dies_before_they_noted_how_far_they_are_fetches_what_a_person_read_meanwhile(
    server, mail_settings, receiving, settled, kept, monkeypatch
):
    died = []

    def dies(*_: object) -> None:
        died.append(1)
        raise OSError

    server.put(mail("第一封", number=1))
    with monkeypatch.context() as dying:
        dying.setattr("bot.mailbox.fetching.Fetcher._note", dies)
        async with receiving(mail_settings):
            await settled(1)
            await until(lambda: bool(died))
    server.folders["INBOX"].put(mail("被人先看过", number=2), datetime.now(UTC), ["\\Seen"])

    async with receiving(mail_settings):
        await settled(2)

    assert kept.heard == ["第一封", "被人先看过"]


class Watched(Line):
    """A person opens the last mail that lies there, and takes away the one before it, while we fetch the
    first."""

    def _fetch(self, words: list[str], uid: bool) -> None:
        if "BODY" in words[1].upper() and len(self._here.mails) == 5:
            self._here.mails[-1].flags.add("\\Seen")
            del self._here.mails[-2]
        super()._fetch(words, uid)


async def test_what_is_read_while_we_fetch_the_first_time_is_fetched_all_the_same(
    server, mail_settings, receiving, settled, kept, monkeypatch
):
    monkeypatch.setattr("tests.mail.imap.server.Line", Watched)
    monkeypatch.setattr("bot.mailbox.portions.MOST", 1)
    server.folders["INBOX"].put(mail("旧信", number=9), datetime.now(UTC), ["\\Seen"])
    for number in range(4):
        server.put(mail(f"第{number}封", number=number))

    async with receiving(mail_settings):
        assert await settled(3) == ["taken"] * 3
        await until(lambda: server.commands["IDLE"])

    assert kept.heard == ["第0封", "第1封", "第3封"]


async def test_fetched_mails_are_moved(server, mail_settings, receiving, settled):
    server.put(mail(number=1))
    server.put(mail(number=2))

    async with receiving(mail_settings.model_copy(update={"imap_done": "已处理"})):
        await settled(2)
        await until(lambda: not server.folders["INBOX"].mails)

    (done,) = (folder for name, folder in server.folders.items() if name != "INBOX")
    assert len(done.mails) == 2


async def test_numbers_that_change_bring_nothing_twice(server, mail_settings, receiving, settled, kept):
    for number in range(5):
        server.put(mail(f"第{number}封", number=number))
    async with receiving(mail_settings):
        await settled(5)
        server.renumber()
        server.put(mail("之后的", number=9))
        await settled(6)
        await until(lambda: all("\\Seen" in each.flags for each in server.folders["INBOX"].mails))

    assert kept.heard == [*(f"第{number}封" for number in range(5)), "之后的"]


async def test_a_line_that_breaks_all_the_time_loses_nothing(
    mail_settings, receiving, settled, kept, monkeypatch
):
    monkeypatch.setattr("bot.mailbox.watching.LONGEST_PAUSE", 0.05)
    async with FaultyServer(drops=0.2, seed=3) as server:
        for number in range(40):
            server.put(mail(f"第{number}封", f"c{number % 8}@example.cn", number))
        url = f"imap://service:secret@127.0.0.1:{server.port}/INBOX"

        async with receiving(mail_settings.model_copy(update={"imap_url": url})):
            assert await settled(40) == ["taken"] * 40

    assert sorted(kept.heard) == sorted(f"第{number}封" for number in range(40))
    assert server.dropped.total() > 3


async def test_who_dies_between_keeping_and_marking_takes_it_once(
    server, mail_settings, receiving, settled, kept
):
    server.put(mail("一次", number=1))
    async with receiving(mail_settings):
        await settled(1)
    server.folders["INBOX"].mails[0].flags.clear()  # the mark never came there

    async with receiving(mail_settings):
        await until(lambda: "\\Seen" in server.folders["INBOX"].mails[0].flags)

    assert kept.heard == ["一次"]
    assert kept.states == ["taken"]


async def test_two_processes_fetch_as_one(server, mail_settings, receiving, settled, kept):
    other = mail_settings.model_copy(update={"bot_port": 8099})
    for number in range(5):
        server.put(mail(f"第{number}封", number=number))

    async with receiving(mail_settings), receiving(other):
        await settled(5)

    assert kept.heard == [f"第{number}封" for number in range(5)]


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 UIDPLUS"])
async def test_a_server_that_knows_little_will_do(
    server, mail_settings, receiving, settled, kept, monkeypatch, capabilities
):
    monkeypatch.setattr("tests.mail.imap.line.CAPABILITIES", capabilities)
    monkeypatch.setattr("bot.mailbox.watching.POLL_SECONDS", 0.05)

    async with receiving(mail_settings.model_copy(update={"imap_done": "Done"})):
        server.put(mail("一", number=1))
        await settled(1)
        server.put(mail("二", number=2))
        await settled(2)
        await until(lambda: not server.folders["INBOX"].mails)

    assert kept.heard == ["一", "二"]
    assert len(server.folders["Done"].mails) == 2
    assert not server.commands["IDLE"]


async def test_what_a_person_has_marked_to_be_deleted_is_theirs(
    server, mail_settings, receiving, settled, kept, monkeypatch
):
    """A server without UIDPLUS can only take away all that is marked (RFC 3501, 6.4.3)."""
    monkeypatch.setattr("tests.mail.imap.line.CAPABILITIES", "IMAP4rev1")
    monkeypatch.setattr("bot.mailbox.watching.POLL_SECONDS", 0.05)
    server.folders["INBOX"].put(mail("留着", number=9), datetime.now(UTC), ["\\Seen", "\\Deleted"])
    server.put(mail("一", number=1))

    async with receiving(mail_settings.model_copy(update={"imap_done": "Done"})):
        await settled(1)
        await until(lambda: server.commands["STORE"] and server.commands["SEARCH"] > 8)

    theirs, ours = server.folders["INBOX"].mails
    assert theirs.flags == {"\\Seen", "\\Deleted"}
    assert "\\Deleted" in ours.flags
    assert len(server.folders["Done"].mails) == 1
    assert kept.heard == ["一"]


async def test_an_answer_finds_its_talk(server, mail_settings, receiving, settled, kept):
    token = kept.token("li@example.cn")
    server.put(mail("5", To=reply_to(token)))

    async with receiving(mail_settings):
        assert await settled(1) == ["taken"]

    assert SERVICE not in str(kept.column(mails.c.sender))


async def test_nothing_hangs_when_we_stop(server, mail_settings, receiving):
    async with asyncio.timeout(PATIENCE):
        async with receiving(mail_settings):
            await until(lambda: server.commands["IDLE"])


class Poisoned(Line):
    """A server that loses its line whenever it is asked for the first mail itself."""

    def _fetch(self, words: list[str], uid: bool) -> None:
        if "BODY" in words[1].upper() and self._here.among(words[0], uid)(1, self._here.mails[0]):
            raise Lost
        super()._fetch(words, uid)


async def test_a_mail_that_nobody_can_fetch_holds_up_no_other(
    server, mail_settings, receiving, settled, kept, monkeypatch
):
    monkeypatch.setattr("tests.mail.imap.server.Line", Poisoned)
    monkeypatch.setattr("bot.mailbox.watching.LONGEST_PAUSE", 0.05)
    monkeypatch.setattr("bot.mailbox.portions.MOST_FAILURES", 3)
    for number in range(12):
        server.put(mail(f"第{number}封", f"c{number}@example.cn", number))

    async with receiving(mail_settings):
        await until(lambda: "parked unfetchable" in kept.states)

    assert sorted(kept.heard) == sorted(f"第{number}封" for number in range(1, 12))
    assert kept.states == ["taken"] * 11 + ["parked unfetchable"]


async def test_of_a_huge_mail_the_beginning_is_fetched(
    server, mail_settings, receiving, settled, kept, monkeypatch
):
    for place in ("fetching", "keeping"):
        monkeypatch.setattr(f"bot.mailbox.{place}.LONGEST", 2_000)
    server.put(mail("锅坏了" + "\r\n" * 3000, number=1))
    server.put(mail("好的", "wang@example.cn", 2))

    async with receiving(mail_settings):
        await settled(2)

    assert kept.column(mails.c.size)[0] == 2_001
    assert kept.heard == ["锅坏了", "好的"]


async def test_a_login_that_is_refused_is_said_without_the_password(
    server, mail_settings, receiving, monkeypatch, capsys
):
    def refuse(*_: object) -> None:
        raise ValueError("[AUTHENTICATIONFAILED] secret")

    monkeypatch.setattr(Line, "_login", refuse)
    said: list[str] = []

    def told() -> bool:
        said.append("".join(capsys.readouterr()))
        return "imap refuses the login" in "".join(said)

    async with receiving(mail_settings):
        await until(told)

    assert "MANYI_IMAP_URL" in "".join(said)
    assert "secret" not in "".join(said)


async def test_a_folder_with_a_chinese_name(server, mail_settings, receiving, settled, kept):
    url = mail_settings.imap_url.replace("/INBOX", "/INBOX,%E6%BB%A1%E6%84%8F")
    server.folders["&buFhDw-"] = Folder()  # RFC 3501, 5.1.3
    server.put(mail("一", number=1))
    server.put(mail("二", "wang@example.cn", 2), "&buFhDw-")

    async with receiving(mail_settings.model_copy(update={"imap_url": url})):
        await settled(2)

    assert sorted(kept.heard) == sorted(["一", "二"])


async def test_a_server_that_only_says_that_it_would_tell_is_asked(
    server, mail_settings, receiving, settled, kept, monkeypatch
):
    real = Line._do

    async def refuse(self, tag: str, name: str, arguments: str, uid: bool) -> None:
        if name == "IDLE":
            self._server.commands[name] += 1
            self._say(f"{tag} NO not today")
            await self._flush()
        else:
            await real(self, tag, name, arguments, uid)

    monkeypatch.setattr(Line, "_do", refuse)
    monkeypatch.setattr("bot.mailbox.watching.POLL_SECONDS", 0.05)

    async with receiving(mail_settings):
        await until(lambda: server.commands["IDLE"])
        server.put(mail("一"))
        await settled(1)

    assert kept.heard == ["一"]
    assert server.commands["IDLE"] == server.commands["LOGIN"] == 1


@pytest.mark.parametrize("packet", [b"* 1 EXISTS\r\n+ idling\r\n", b"+ idling\r\n* 1 EXISTS\r\n"])
async def test_what_came_with_the_answer_to_idle_wakes_at_once(
    server, mail_settings, receiving, settled, kept, monkeypatch, packet
):
    """The mail comes between the search and the wait, and is told in the same packet."""
    real = Line._idle_until_done

    async def idle(self) -> None:
        if self._server.commands["IDLE"] == 1:
            self._server.folders["INBOX"].put(mail("一"), datetime.now(UTC))
            self._writer.write(packet)
            await self._reader.readuntil(b"\r\n")
        else:
            await real(self)

    monkeypatch.setattr(Line, "_idle_until_done", idle)

    async with receiving(mail_settings):
        await settled(1)

    assert kept.heard == ["一"]


@asynccontextmanager
async def encrypted(certified: Path) -> AsyncIterator[FaultyServer]:
    """A server that speaks TLS from the first byte on."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certified)
    start = partial(asyncio.start_server, ssl=context)
    with mock.patch("tests.mail.imap.server.asyncio.start_server", start):
        server = await FaultyServer().__aenter__()
    yield server
    await server.__aexit__()


async def test_over_tls(mail_settings, receiving, settled, kept, monkeypatch, tmp_path):
    certified = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certified))
    async with encrypted(certified) as server:
        url = f"imaps://service:secret@localhost:{server.port}/INBOX"
        async with receiving(mail_settings.model_copy(update={"imap_url": url})):
            await until(lambda: server.commands["IDLE"])
            server.put(mail("一", number=1))
            await settled(1)
            await until(lambda: server.commands["IDLE"] > 1)
            server.put(mail("二", number=2))
            await settled(2)

    assert kept.heard == ["一", "二"]


async def test_no_password_goes_to_who_is_not_to_be_trusted(mail_settings, receiving, capsys, tmp_path):
    said: list[str] = []

    def told() -> bool:
        said.append("".join(capsys.readouterr()))
        return "SSL_CERT_FILE" in "".join(said)

    async with encrypted(certificate(tmp_path)) as server:
        url = f"imaps://service:secret@localhost:{server.port}/INBOX"
        async with receiving(mail_settings.model_copy(update={"imap_url": url})):
            await until(told)
        assert not server.commands["LOGIN"]
