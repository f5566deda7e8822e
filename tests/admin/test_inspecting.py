"""What customers sent is looked at: small pictures, and what the virus scanner says."""

import io
import socket
import struct
import threading
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from PIL import Image

from admin import scanning, thumbnails, worker
from storage import conversations, db, files
from storage.settings import Settings
from storage.tables import files as table

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """A stand-in for clamd: knows one virus."""

    def __init__(self, says=None):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.at = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.says = says
        self.seen = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack(">I", sent.read(4))[0]:
                    content += sent.read(size)
                self.seen.append(content)
                found = b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                line.sendall(self.says or found)


@pytest.fixture
def clamd():
    made = Clamd()
    yield made
    made.server.close()


def set_up(monkeypatch, at):
    """The scanner is asked there."""
    chosen = Settings(clamd=at, _env_file=None)
    for module in ("storage.inspecting", "admin.inspecting"):
        monkeypatch.setattr(f"{module}.settings", lambda: chosen)


@pytest.fixture
def scanner(clamd, monkeypatch):
    """The scanner is set up."""
    set_up(monkeypatch, clamd.at)
    return clamd


def photo(size=(900, 600), kind="JPEG", **more):
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **more)
    return written.getvalue()


def send(engine, content, kind="image/jpeg"):
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "a")], NOW).values()
        return files.keep(session, talk.id, "照片.jpg", kind, content, NOW)


def row(engine, key):
    with db.reading(engine) as session:
        return session.execute(table.select().where(table.c.id == key)).one()


def test_a_photo_gets_a_small_picture_and_every_file_its_digest(engine):
    content = photo()
    key = send(engine, content)
    assert worker.work_off(engine, NOW) == 1
    kept = row(engine, key)
    assert kept.digest == sha256(content).hexdigest()
    with Image.open(io.BytesIO(kept.thumbnail)) as small:
        assert (small.format, small.size) == ("JPEG", (480, 320))
    assert kept.scanned == ""


def test_what_is_no_picture_gets_none(engine):
    key = send(engine, b"\x89PNG\r\n\x1a\n#!/bin/sh", "image/png")
    worker.work_off(engine, NOW)
    assert (row(engine, key).thumbnail, row(engine, key).state) == (None, "kept")
    send(engine, b"%PDF-1.7", "application/pdf")
    assert worker.work_off(engine, NOW) == 0, "nothing to be done about it"


def test_a_picture_stands_upright_and_tells_nothing_of_its_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "Camera"
    small = thumbnails.thumbnail(photo((600, 300), exif=exif))
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.size == (240, 480)
        assert not picture.getexif()


@pytest.mark.parametrize("content", [b"", b"GIF89a", photo()[:200], b"\xff\xd8\xff" * 99, b"<svg/>"])
def test_what_is_damaged_makes_nobody_fall(content):
    assert thumbnails.thumbnail(content) is None


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(thumbnails, "MOST_PIXELS", 100)
    assert thumbnails.thumbnail(photo((11, 10))) is None


def test_staff_open_nothing_that_was_not_scanned(engine, scanner):
    key = send(engine, photo())
    with db.reading(engine) as session:
        assert files.released(session, key) is None
        assert files.content(session, key), "the customer sees their own"
    worker.work_off(engine, NOW)
    assert row(engine, key).scanned == "clean"
    with db.reading(engine) as session:
        assert files.released(session, key)
        assert files.thumbnail(session, key)


def test_what_is_harmful_goes_and_the_customer_is_told(engine, scanner):
    key = send(engine, EICAR, "text/plain")
    worker.work_off(engine, NOW)
    kept = row(engine, key)
    assert (kept.state, kept.content, kept.scanned) == ("refused", b"", "Eicar-Signature")
    with db.reading(engine) as session:
        assert "「照片.jpg」没有通过安全检查" in conversations.transcript(session, 1)[-1].text


def test_a_scanner_that_is_away_is_asked_again(engine, monkeypatch, unused_tcp_port):
    set_up(monkeypatch, f"127.0.0.1:{unused_tcp_port}")
    key = send(engine, photo())
    worker.work_off(engine, NOW)
    assert row(engine, key).scanned == "awaited"


def test_who_asks_a_scanner_that_hangs_still_holds_the_lease_in_the_end(monkeypatch):
    assert worker.LEASE.total_seconds() > worker.FEW * scanning.SECONDS
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as hangs, pytest.raises(TimeoutError):
        scanning.scan(f"127.0.0.1:{hangs.getsockname()[1]}", bytes(20_000_000))


def test_files_are_looked_at_few_at_a_time(engine, scanner):
    for _ in range(worker.FEW + 1):
        send(engine, b"%PDF-1.7", "application/pdf")
    assert worker.work_off(engine, NOW) == worker.FEW
    assert worker.work_off(engine, NOW) == 1


def test_staff_see_which_file_could_not_be_scanned(engine, monkeypatch, unused_tcp_port):
    set_up(monkeypatch, f"127.0.0.1:{unused_tcp_port}")
    key, at = send(engine, photo()), NOW
    for attempt in range(1, worker.ATTEMPTS + 1):
        assert worker.work_off(engine, at) == 1
        at += worker.pause(attempt)
    assert row(engine, key).scanned == "failed"
    with db.reading(engine) as session:
        assert files.released(session, key) is None


def test_a_large_file_is_shown_whole(clamd):
    content = bytes(range(256)) * 1000
    assert scanning.scan(clamd.at, content) == "clean"
    assert clamd.seen == [content]


def test_what_the_scanner_can_not_say_is_no_verdict():
    broken = Clamd(says=b"INSTREAM size limit exceeded. ERROR\0")
    with pytest.raises(scanning.NoAnswer):
        scanning.scan(broken.at, b"x")
    broken.server.close()
