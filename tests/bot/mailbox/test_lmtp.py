"""Mails that the organisation's own server hands over: 250 means kept."""

import asyncio
import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot.mailbox import keeping
from storage import db, logs
from storage import mails as verbs
from storage.tables import mails
from tests.bot.mailbox.conftest import SERVICE, mail
from tests.bot.waiting import until


@pytest.fixture
def lmtp_settings(settings, unused_tcp_port):
    return settings.model_copy(update={"lmtp": f"127.0.0.1:{unused_tcp_port}", "mail_from": SERVICE})


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def open_to_all(path: Path) -> bool:
    """What a process left that died is taken away first: for a moment there is nothing."""
    try:
        return path.stat().st_mode & 0o777 == 0o666
    except FileNotFoundError:
        return False


def hand_over(where: str, raws: list[bytes]) -> None:
    """As a mail server does it."""
    host, _, port = where.rpartition(":")
    with smtplib.LMTP(host, int(port)) as server:
        for raw in raws:
            server.sendmail("li@example.cn", [SERVICE], raw)


async def test_what_is_acknowledged_is_kept_and_taken(lmtp_settings, receiving, settled, kept):
    async with receiving(lmtp_settings):
        await until(partial(listening, int(lmtp_settings.lmtp.rpartition(":")[2])))
        await asyncio.to_thread(hand_over, lmtp_settings.lmtp, [mail("一", number=1), mail("二", number=2)])
        assert len(kept.states) == 2, "before anybody has read it"
        await settled(2)

    assert kept.heard == ["一", "二"]


async def test_whoever_connects_the_dns_is_not_asked(lmtp_settings, receiving, monkeypatch):
    """Nobody else is served while it is: where it does not answer, that is half a minute."""
    host, _, port = lmtp_settings.lmtp.rpartition(":")
    async with receiving(lmtp_settings):
        await until(partial(listening, int(port)))
        asked = Mock(return_value="mail.example")
        monkeypatch.setattr(socket, "getfqdn", asked)
        reader, writer = await asyncio.open_connection(host, int(port))
        assert (await reader.readline()).split()[1].decode() == socket.gethostname()
        writer.close()

    asked.assert_not_called()


async def test_each_recipient_has_an_answer_and_the_mail_is_one(lmtp_settings, receiving, settled, kept):
    to = (SERVICE, SERVICE.replace("@", "+x@"))
    async with receiving(lmtp_settings):
        await until(partial(listening, int(lmtp_settings.lmtp.rpartition(":")[2])))
        host, _, port = lmtp_settings.lmtp.rpartition(":")
        await talk(*await asyncio.open_connection(host, int(port)), to=to)
        await settled(1)

    (raw,) = kept.column(mails.c.raw)
    assert raw.startswith(b"Return-Path: <li@example.cn>\r\nDelivered-To: service@qinghe.example\r\n")
    assert kept.heard == ["送货太慢了"]


async def test_what_is_handed_over_is_in_no_log(lmtp_settings, receiving, caplog):
    """Who goes on with a mail that was not taken says all of it as commands."""
    logs.configure("DEBUG")
    async with receiving(lmtp_settings):
        host, _, port = lmtp_settings.lmtp.rpartition(":")
        await until(partial(listening, int(port)))
        reader, writer = await asyncio.open_connection(host, int(port))
        await reader.readline()
        writer.write(b"LHLO mx\r\nGEHEIM is what I say\r\nQUIT\r\n")
        assert "500" in (await reader.read()).decode()
        writer.close()

    assert "GEHEIM" not in caplog.text


async def test_many_at_once_are_all_kept(lmtp_settings, receiving, settled, kept):
    raws = [[mail(f"{of}-{n}", f"c{of}@example.cn", n) for n in range(10)] for of in range(6)]
    async with receiving(lmtp_settings):
        await until(partial(listening, int(lmtp_settings.lmtp.rpartition(":")[2])))
        with ThreadPoolExecutor(6) as clients:
            hand = partial(asyncio.get_running_loop().run_in_executor, clients, hand_over)
            await asyncio.gather(*(hand(lmtp_settings.lmtp, some) for some in raws))
        assert await settled(60) == ["taken"] * 60


async def test_what_can_not_be_kept_stays_with_its_server(lmtp_settings, receiving, kept, monkeypatch):
    def fail(*_):
        raise db.OutOfReach

    async with receiving(lmtp_settings):
        await until(partial(listening, int(lmtp_settings.lmtp.rpartition(":")[2])))
        with monkeypatch.context() as broken:
            broken.setattr(verbs, "keep", fail)
            with pytest.raises(smtplib.SMTPDataError) as refused:
                await asyncio.to_thread(hand_over, lmtp_settings.lmtp, [mail("一")])
        assert refused.value.smtp_code == 451
        await asyncio.to_thread(hand_over, lmtp_settings.lmtp, [mail("一")])

    assert len(kept.states) == 1


async def test_of_one_that_the_database_refuses_the_others_are_kept(engine, kept, monkeypatch):
    real = verbs.keep

    def keep(session, arrived):
        if any(b"poison" in each.raw for each in arrived):
            raise ValueError
        real(session, arrived)

    monkeypatch.setattr(verbs, "keep", keep)
    keeper = keeping.Keeper(engine, lambda: None)
    handing = asyncio.gather(
        *(keeper.keep(mail(words, number=n)) for n, words in enumerate(("one", "poison", "two"))),
        return_exceptions=True,
    )
    working = asyncio.create_task(keeper.run())
    outcomes = await handing
    working.cancel()

    assert [type(each) for each in outcomes] == [type(None), ValueError, type(None)]
    assert len(kept.states) == 2


async def test_a_long_line_and_a_large_mail_are_taken(lmtp_settings, receiving, settled, kept):
    words = "很长" * 5000
    async with receiving(lmtp_settings):
        await until(partial(listening, int(lmtp_settings.lmtp.rpartition(":")[2])))
        await asyncio.to_thread(hand_over, lmtp_settings.lmtp, [mail(words)])
        await settled(1)

    assert kept.heard == [words]


async def test_over_a_socket_of_this_machine(settings, receiving, settled, kept, tmp_path: Path):
    path = tmp_path / "lmtp"
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(path))
    dead.close()  # what a process left that died

    async with receiving(settings.model_copy(update={"lmtp": f"unix:{path}", "mail_from": SERVICE})):
        await until(partial(open_to_all, path))
        client = await asyncio.open_unix_connection(str(path))
        await talk(*client, to=(SERVICE,))
        await settled(1)

    assert kept.heard == ["送货太慢了"]


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: tuple[str, ...]) -> None:
    """LMTP by hand: an answer for each recipient."""
    said = ["LHLO me", "MAIL FROM:<li@example.cn>", *(f"RCPT TO:<{each}>" for each in to), "DATA"]
    await reader.readline()
    for line in said:
        writer.write(f"{line}\r\n".encode())
        while (await reader.readline())[3:4] == b"-":
            continue
    writer.write(mail() + b".\r\n")
    for _ in to:
        assert (await reader.readline()).startswith(b"250 ")
    writer.close()
