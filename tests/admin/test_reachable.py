"""Where nobody knocks, whatever an administrator has typed."""

import pytest

from admin import reachable


@pytest.mark.parametrize(
    ("host", "port", "why"),
    [
        ("127.0.0.1", 22, "port_refused"),
        ("127.0.0.1", 6379, "port_refused"),
        ("169.254.169.254", 443, "host_refused"),
        ("::ffff:169.254.169.254", 443, "host_refused"),
        ("64:ff9b::a9fe:a9fe", 443, "host_refused"),
        ("100.100.100.200", 25, "host_refused"),
        ("fe80::1", 587, "host_refused"),
        ("fd00:ec2::254", 443, "host_refused"),
        ("0.0.0.0", 25, "host_refused"),
        ("2852039166", 443, "host_refused"),
        ("224.0.0.1", 25, "host_refused"),
        ("no-such-host.invalid", 465, "host_unknown"),
        ("127.0.0.1", 465, None),
        ("192.168.1.9", 993, None),
    ],
)
def test_where_nobody_knocks(host: str, port: int, why: str | None) -> None:
    found = reachable.refused(host, port)
    assert (found.key if found else None) == why
