"""Which addresses can be those of the chat."""

import pytest

from storage.domain import web_address


@pytest.mark.parametrize(
    "url",
    [
        "https://chat.example.com",
        "http://localhost:8000",
        "https://chat.example.com:8443/manyi",
        "http://192.168.1.9:8000",
        "http://[2001:db8::1]:8000",
        "https://满意.中国",
        "https://xn--mgbh0fb.example",
        "HTTPS://A-B.cn",
        "https://163.com",
        "https://a_b.cn",
        "http://my_host:8000",
        "https://x.cn./",
    ],
)
def test_names_and_numbers_of_hosts_fit(url: str) -> None:
    assert web_address.fits(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://<b>.cn",
        "https://u:p@x.cn/",
        "https://u@x.cn",
        "https://@x.cn",
        "https://x.cn:99999",
        "https://x.cn:port",
        "https://a..cn",
        "https://.cn",
        "https://-a.cn",
        "https://a\\b.cn",
        "https://[::1",
        "https://1.2.3",
        "https://1.2.3.400",
        "https://0x7f.1",
        "https://" + "a" * 64 + ".cn",
        "https://?x",
        "https://x.cn:0",
        "https://x.cn/?a=b",
        "https://x.cn/#chat",
        "https://x.cn?",
        "https://x.cn/#",
        "https://x.cn/a b",
        "https://x.cn..",
        "https:",
        "ftp://x.cn",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_host_or_has_an_account_before_it_or_a_query_behind_it_does_not(url: str) -> None:
    assert not web_address.fits(url)
