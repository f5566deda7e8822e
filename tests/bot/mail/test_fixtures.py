"""Whole mails as the programs write them, in fixtures/: what each comes to stands beside it in TOML."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.mail import read
from bot.mail.mail import Mail

FIXTURES = Path(__file__).parent / "fixtures"
MAILS = sorted(FIXTURES.glob("*.eml"))

# How the names of a family begin, and how many mails of it are here at least.
FAMILIES = {
    "qq_": 6, "foxmail_": 3, ("exmail_", "wecom_"): 3, "netease_": 4, "mailmaster_": 3, "sina_": 3,
    "m139_": 3, "m189_": 3, "sohu_": 3, ("aliyun_", "dingtalk_"): 4, ("outlook_", "exchange_"): 6,
    "gmail_": 4,
    ("apple_", "icloud_"): 5, "thunderbird_": 3, "kylin_": 3, "yahoo_": 3, "zoho_": 3, "proton_": 3,
    "huawei_": 3, "xiaomi_": 3, "bounce_": 12, "auto_": 9, "person_": 5, "receipt_": 4, "calendar_": 3,
    "recall_": 3, "forward_": 4, "unsubscribe_": 5, "empty_": 5, "subject_alone_": 3, "pictures_": 3,
}  # fmt: skip


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_is_read_as_it_was_meant(path: Path) -> None:
    meant = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))

    assert seen(read(path.read_bytes()), meant) == meant


@pytest.mark.parametrize(("prefix", "least"), FAMILIES.items(), ids=str)
def test_every_family_of_programs_is_here(prefix: str | tuple[str, ...], least: int) -> None:
    assert sum(path.name.startswith(prefix) for path in MAILS) >= least


def test_every_kind_is_here() -> None:
    kinds = {tomllib.loads(path.read_text(encoding="utf-8"))["kind"] for path in FIXTURES.glob("*.toml")}

    assert kinds == {
        "reply", "empty", "auto_reply", "bounce", "receipt", "calendar", "recall", "forward", "unsubscribe",
    }  # fmt: skip


def seen(mail: Mail, asked: dict[str, Any]) -> dict[str, Any]:
    """Of the mail what the expectation speaks of, as TOML puts it."""
    told = {
        "kind": mail.kind,
        "reason": mail.reason,
        "text": mail.text,
        "token": mail.token,
        "pieces": [[line or "", text] for line, text in mail.pieces],
        "attachments": [file.name for file in mail.attachments],
        "failures": [[failure.address, failure.status] for failure in mail.failures],
    }
    return {key: told[key] for key in asked}
