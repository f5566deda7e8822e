"""What the doctor says of Telegram: what is wrong, what to do, and never the token."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from admin import doctor
from admin.commands.doctor import line
from storage.settings import Settings

TOKEN = "12345:geheim"
OURS = {"bot_url": "https://chat.example.com", "telegram_webhook_secret": "losung"}

Findings = dict[str, tuple[str, str]]


@pytest.fixture
def api() -> Iterator[dict[str, Any]]:
    """A Bot API server: what it answers by method, (status, what comes back)."""
    answers: dict[str, Any] = {
        "getMe": (200, {"ok": True, "result": {"username": "manyi_bot"}}),
        "getWebhookInfo": (200, {"ok": True, "result": {"url": ""}}),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, told = answers.get(self.path.removeprefix(f"/bot{TOKEN}/"), (404, {"ok": False}))
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answers["port"] = server.server_port
    yield answers
    server.shutdown()
    server.server_close()


@pytest.fixture
def found(api: dict[str, Any]) -> Callable[..., Findings]:
    """`found(**settings)`: key -> (grade, words) of all that is said of Telegram."""

    def examine(**changed: Any) -> Findings:
        given = {
            "telegram_token": TOKEN,
            "telegram_api_url": f"http://127.0.0.1:{api['port']}",
            **changed,
        }
        told = list(doctor.telegram(Settings(_env_file=None, **given)))
        said = {each.key: (each.grade, line(each.key, each.values)) for each in told}
        assert "geheim" not in str(said)
        return said

    return examine


def test_without_a_token_there_is_nothing_to_say(found: Callable[..., Findings]) -> None:
    assert found(telegram_token="") == {}


def test_a_bot_that_polls_is_fine(found: Callable[..., Findings]) -> None:
    assert list(found()) == ["telegram_ok"]
    assert "@manyi_bot" in found()["telegram_ok"][1]


def test_a_name_that_is_another_bots_is_told(found: Callable[..., Findings]) -> None:
    grade, words = found(telegram_name="judge_bot")["telegram_other_name"]
    assert grade == "bad"
    assert "judge_bot" in words
    assert "MANYI_TELEGRAM_NAME 改成 manyi_bot" in words


def test_the_name_is_the_same_however_it_is_written(found: Callable[..., Findings]) -> None:
    assert list(found(telegram_name="Manyi_Bot")) == ["telegram_ok"]


@pytest.mark.parametrize("status", [401, 404])
def test_a_token_that_is_refused(found: Callable[..., Findings], api: dict[str, Any], status: int) -> None:
    api["getMe"] = (status, {"ok": False})
    ((grade, words),) = found().values()
    assert grade == "bad"
    assert "MANYI_TELEGRAM_TOKEN" in words


@pytest.mark.parametrize(
    "answer", [(404, b"<html>"), (401, b""), (404, {}), (200, b"<html>"), (200, {"ok": True}), (200, [])]
)
def test_what_is_no_bot_api_server(found: Callable[..., Findings], api: dict[str, Any], answer: Any) -> None:
    api["getMe"] = answer
    grade, words = found()["telegram_stranger"]
    assert grade == "bad"
    assert "MANYI_TELEGRAM_API_URL" in words
    assert "MANYI_TELEGRAM_TOKEN" not in words


def test_a_gateway_without_a_server_behind_it(found: Callable[..., Findings], api: dict[str, Any]) -> None:
    api["getMe"] = (502, b"<html>")
    assert found()["telegram_unreachable"][0] == "bad"


def test_a_server_that_is_not_there(found: Callable[..., Findings]) -> None:
    ((grade, words),) = found(telegram_api_url="http://127.0.0.1:1").values()
    assert grade == "bad"
    assert "MANYI_TELEGRAM_API_URL" in words


def test_a_webhook_that_leads_here(found: Callable[..., Findings], api: dict[str, Any]) -> None:
    info = {"url": "https://chat.example.com/telegram", "pending_update_count": 2}
    api["getWebhookInfo"] = (200, {"ok": True, "result": info})
    assert list(found(**OURS)) == ["telegram_ok"]
    info["last_error_message"] = "Connection refused"
    assert "Connection refused" in found(**OURS)["telegram_behind"][1]


@pytest.mark.parametrize("ours", [OURS, {}])
def test_a_webhook_that_leads_elsewhere(
    found: Callable[..., Findings], api: dict[str, Any], ours: dict[str, str]
) -> None:
    there = "https://other.example.com/secret-path"
    api["getWebhookInfo"] = (200, {"ok": True, "result": {"url": there}})
    grade, words = found(**ours)["telegram_elsewhere"]
    assert grade == "bad"
    assert "other.example.com" in words
    assert "secret-path" not in words


def test_telegram_posts_to_https_alone(found: Callable[..., Findings]) -> None:
    assert found(telegram_webhook_secret="losung")["telegram_https"][0] == "bad"
