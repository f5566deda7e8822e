"""Who a request comes from: what proxies of ours have noted counts, what strangers write does not."""

import pytest

from storage.domain.proxies import networks, origin

OURS = networks("127.0.0.1 ::1 10.0.0.0/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # who is no proxy of ours says what they like
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["1.2.3.4, 203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["1.2.3.4", "203.0.113.9, 10.1.1.1"], "203.0.113.9"),
        ("::ffff:127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", ["<script>", " 10.0.0.2"], "10.0.0.2"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("/run/manyi.sock", ["203.0.113.9"], "/run/manyi.sock"),
        ("", [], ""),
    ],
)
def test_the_first_from_the_right_that_is_none_of_ours(
    peer: str, forwarded: list[str], expected: str
) -> None:
    assert origin(peer, forwarded, OURS) == expected


def test_a_network_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="proxy"):
        networks("127.0.0.1 proxy")
