"""The faulty IMAP server is an IMAP server, and fails as it is told to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from tests.mail.imap import FaultyServer

RAW = [f"Subject: {number}\r\n\r\nhello {number}\r\n".encode() for number in range(5)]


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer(seed=1) as server:
        for raw in RAW:
            server.put(raw)
        yield server


async def asked(server: FaultyServer, ask: Callable[[IMAPClient], Any]) -> Any:
    """Of a client in a thread, logged in, with the inbox open."""

    def work() -> Any:
        with IMAPClient("127.0.0.1", server.port, ssl=False, timeout=10) as client:
            client.login("service@feedback.example", 'with "quotes" and \\')
            client.select_folder("INBOX")
            return ask(client)

    return await asyncio.to_thread(work)


async def test_mails_are_found_fetched_and_marked(server: FaultyServer) -> None:
    def ask(client: IMAPClient) -> Any:
        found = client.search("UNSEEN")
        fetched = client.fetch(found, ["BODY.PEEK[]", "FLAGS"])
        client.add_flags(found[:2], ["\\Seen"])
        return (
            [each[b"BODY[]"] for each in fetched.values()],
            client.search("UNSEEN"),
            client.search(["UID", "4:*"]),
        )

    assert await asked(server, ask) == (RAW, [3, 4, 5], [4, 5])


async def test_mails_are_moved(server: FaultyServer) -> None:
    def ask(client: IMAPClient) -> Any:
        client.create_folder("Done")
        client.move([2, 4], "Done")
        return client.search()

    assert await asked(server, ask) == [1, 3, 5]
    assert [mail.raw for mail in server.folders["Done"].mails] == [RAW[1], RAW[3]]


async def test_who_idles_is_woken(server: FaultyServer) -> None:
    loop = asyncio.get_running_loop()

    def ask(client: IMAPClient) -> Any:
        client.idle()
        loop.call_soon_threadsafe(server.put, b"Subject: new\r\n\r\n")
        told = client.idle_check(timeout=10)
        client.idle_done()
        return told

    assert await asked(server, ask) == [(6, b"EXISTS")]


async def test_numbers_change_under_a_client(server: FaultyServer) -> None:
    server.folders["INBOX"].drop(lambda place, mail: place == 1)
    server.renumber()

    def ask(client: IMAPClient) -> Any:
        return client.search(), client.select_folder("INBOX")[b"UIDVALIDITY"]

    assert await asked(server, ask) == ([1, 2, 3, 4], 2)


async def test_connections_are_lost_as_often_as_asked(server: FaultyServer) -> None:
    server.drops = 0.2
    lost = 0
    for _ in range(40):
        try:
            await asked(server, lambda client: client.fetch([1, 2, 3, 4, 5], ["BODY.PEEK[]"]))
        except (IMAPClientError, OSError):
            lost += 1
    assert lost
    assert {"LOGIN", "SELECT", "FETCH"} <= server.dropped.keys()
    assert 0.1 < server.dropped.total() / server.commands.total() < 0.3
