"""What the receiving server found out about the sender (Authentication-Results, RFC 8601)."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from bot.mail import headers
from bot.mail.headers import Headers

Vouched = Literal["pass", "fail", "none"]

_SIGNS: Final = re.compile(r'\\.|["()\\]|[^"()\\]+', re.DOTALL)
_METHOD: Final = re.compile(r"\s*(dmarc|dkim|spf)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_SAYS_WHOSE: Final = {
    method: re.compile(rf"(?<!\S)(?:{names})\s*=\s*(\S+)", re.IGNORECASE)
    for method, names in (
        ("dmarc", r"header\.from"),
        ("dkim", r"header\.d|header\.i"),
        ("spf", r"smtp\.mailfrom|smtp\.mail"),
    )
}


class _Result(NamedTuple):
    method: str
    result: str
    domain: str


def vouched(raw: bytes, server: str, sender: str) -> Vouched:
    """Whether the server of this name (authserv-id) vouches for the sender: by DMARC for the very domain, or
    else by a signature or a path of it. A path that the domain does not know speaks against the sender; a
    broken signature is as none (RFC 6376, 6.1), a broken record of the domain's too.

    Only what stands first is its own: what came with the mail stands below it, whatever it says.
    """
    section, _ = headers.split(raw, 0, min(len(raw), headers.LONGEST))
    told = next(iter(Headers(section).all("authentication-results")), "")
    name, _, rest = _outside(told).partition(";")
    if name.lower().split()[:1] != [server.lower()]:
        return "none"
    results, own = list(_results(rest)), sender.rpartition("@")[2]
    dmarc = {each.result for each in results if each.method == "dmarc" and each.domain == own}
    others = {(each.method, each.result) for each in results if _aligned(each.domain, own)}
    if dmarc & {"pass", "fail"}:
        return "fail" if "fail" in dmarc else "pass"
    if others & {("dkim", "pass"), ("spf", "pass")}:
        return "pass"
    return "fail" if others & {("spf", "fail"), ("spf", "softfail")} else "none"


def _outside(told: str) -> str:
    """Without comments and what is quoted, where a sender may have written anything: the address in
    smtp.mailfrom is theirs. Empty where one of these does not end, or one that is quoted stands in a comment
    and so may end it."""
    kept, depth, quoted = [], 0, False
    for each in _SIGNS.findall(told):
        if each == '"' and not depth:
            quoted = not quoted
            kept.append("_" if quoted else "")
        elif quoted:
            continue
        elif each in "()":
            depth += 1 if each == "(" else -1
            kept.append(" ")
        elif not depth:
            kept.append(each)
        if depth < 0 or (depth and each == '"'):
            return ""
    return "" if depth or quoted else "".join(kept)


def _results(told: str) -> Iterator[_Result]:
    for each in told.split(";"):
        if found := _METHOD.match(each):
            method = found[1].lower()
            whose = _SAYS_WHOSE[method].search(each)
            domain = whose[1].rpartition("@")[2].strip("<>.") if whose else ""
            yield _Result(method, found[2].lower(), domain.lower())


def _aligned(domain: str, own: str) -> bool:
    """Whether one is the other's, or above or below it (RFC 7489, 3.1, without the public suffixes)."""
    return "." in domain and (own == domain or own.endswith(f".{domain}") or domain.endswith(f".{own}"))
