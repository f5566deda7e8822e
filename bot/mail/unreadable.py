"""Mails that say nothing to us: no mail at all, bytes without words, enciphered ones (RFC 8551, RFC 3156)."""

import re
from typing import Final

from bot.mail import likely
from bot.mail.letter import Letter

_MARKS: Final = ("From", "To", "Subject", "Date", "Message-ID", "Received", "Return-Path", "Content-Type")
_GARBLED = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_ENCIPHERED = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_LATIN = re.compile("[A-Za-z]{3,}")
_LOOKED_AT: Final = 4000
_MOST_GARBLED: Final = 0.05


def why(letter: Letter) -> str:
    """nothing, binary or encrypted; empty where it can be read."""
    body = letter.plain or letter.html or ""
    if _enciphered(letter, body):
        return "encrypted"
    if not any(mark in letter.headers for mark in _MARKS) and not body.strip():
        return "nothing"
    shown = body[:_LOOKED_AT]
    garbled = len(_GARBLED.findall(shown)) > _MOST_GARBLED * len(shown)
    return "binary" if garbled and not _has_words(_GARBLED.sub("", shown)) else ""


def _has_words(text: str) -> bool:
    latin = sum(map(len, _LATIN.findall(text)))
    return latin * 2 > len(text) or likely.score(text) >= likely.SURE


def _enciphered(letter: Letter, body: str) -> bool:
    """An S/MIME mail that is only signed is no cipher, but what it says is within, too."""
    kind = letter.kind.replace("application/x-", "application/")
    smime = kind == "application/pkcs7-mime" or any(
        part.kind.endswith("pkcs7-mime") for part in letter.parts[:1]
    )
    return kind == "multipart/encrypted" or smime or _ENCIPHERED.match(body) is not None
