"""Where nothing is sent, how what is sent is signed, when it is tried again."""

import pytest

from storage import hooks
from storage.domain.hook import public, signature, wrong


def test_it_is_signed_as_others_check_it() -> None:
    """The example of standardwebhooks.com."""
    secret, message = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    body = b'{"test": 2432232314}'
    told = signature(secret, message, 1614265330, body)
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


INSIDE = (
    *("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1", "::"),
    *("fe80::1%eth0", "255.255.255.255", "240.0.0.1"),
)


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_is_sent_into_the_house(address: str) -> None:
    assert not public(address)
    if "%" not in address:
        host = f"[{address}]" if ":" in address else address
        assert wrong(f"https://{host}/x", private=False) == "url_private"
        assert wrong(f"http://{host}/x", private=True) == ""


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_what_is_outside_may_be_told(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://example.com/hook?x=1", ""),
        ("http://example.com", "url_kind"),
        ("ftp://example.com", "url_kind"),
        ("https://", "url_kind"),
        ("https://exa mple.com", "url_kind"),
        ("https://example.com:99999", "url_kind"),
        ("https://[::1", "url_kind"),
        ("javascript:alert(1)", "url_kind"),
        ("https://a:b@example.com", "url_secret"),
        ("https://localhost/", "url_private"),
        ("https://db.internal/", "url_private"),
        ("https://example.com/" + "x" * 1000, "url_long"),
        ("", "url_kind"),
    ],
)
def test_an_address_is_looked_at(url: str, code: str) -> None:
    assert wrong(url, private=False) == code


def test_it_is_tried_ten_times_over_a_day() -> None:
    rules = hooks.rules()
    pauses = [rules.pause(attempts) for attempts in range(1, rules.attempts + 1)]
    assert pauses[-1] is None
    waited = [each for each in pauses if each is not None]
    assert len(waited) + 1 == 10
    assert waited == sorted(waited)
    assert 0.9 < sum(each.total_seconds() for each in waited) / 86_400 <= 1
