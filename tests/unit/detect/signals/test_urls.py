"""Addresses as objects: what becomes one, what stays apart, and hostile input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.detect.signals.urls import normalise_url, registered_domain

HOSTS = st.sampled_from(
    ["www.a.example", "m.www.a.example", "A.Example.", "127.0.0.1", "[::1]", "bücher.example", "www.co", "localhost"]
)
ADDRESSES = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["http://", "HTTPS://", "https://me:pw@", "", "//"]),
    HOSTS,
    st.sampled_from(["", ":80", ":443", ":8080", ":0", ":"]),
    st.text("/aä%2eF~\\. ;", max_size=12).map(lambda text: "/" + text),
    st.text("?&=aäb%41utm_x", max_size=15).map(lambda text: "?" + text),
    st.sampled_from(["", "#top", "#!/a", "#/ä?b"]),
)


@pytest.mark.parametrize(
    ("spellings", "normal"),
    [
        (
            [
                "http://www.bbc.co.uk/News/world-1",
                "HTTPS://BBC.co.uk:443/News/world-1/",
                "https://m.bbc.co.uk/News/world-1?utm_source=x&fbclid=abc#comments",
                "bbc.co.uk/News/world-1",
                "https://reader@www.bbc.co.uk:80/News/%77orld-1?",
            ],
            "https://bbc.co.uk/News/world-1",
        ),
        (["https://a.example/?b=2&a=1", "http://a.example?a=1&b=2&gclid=q"], "https://a.example?a=1&b=2"),
        (["https://x.com/n/status/1?s=20&t=Zz", "x.com/n/status/1"], "https://x.com/n/status/1"),
        (["https://youtu.be/Q?si=a&t=90"], "https://youtu.be/Q?t=90"),
        (["http://bücher.example/ü"], "https://xn--bcher-kva.example/%C3%BC"),
        (["http://a.example:8080/#!/chapter"], "https://a.example:8080#!/chapter"),
    ],
)
def test_spellings_of_one_address(spellings: list[str], normal: str) -> None:
    assert {normalise_url(spelling) for spelling in spellings} == {normal}


@pytest.mark.parametrize(
    "apart",
    [
        ("https://bit.ly/aBc", "https://bit.ly/abc"),
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/a/b", "https://a.example/a%2Fb"),
        ("https://a.example/#/one", "https://a.example/#/two"),
        ("https://news.a.example/1", "https://a.example/1"),
        ("https://youtube.com/watch?v=1&t=5", "https://youtube.com/watch?v=1"),
        ("https://a.example:8080/", "https://a.example/"),
    ],
)
def test_addresses_that_may_lead_elsewhere_stay_apart(apart: tuple[str, str]) -> None:
    assert normalise_url(apart[0]) != normalise_url(apart[1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "mailto:a@b.example",
        "ftp://a.example",
        "javascript:alert(1)",
        "http://",
        "http://[",
        "http://a..b/",
        "https://a.example:99999/",
    ],
)
def test_what_is_no_web_address(text: str) -> None:
    assert normalise_url(text) is None
    assert registered_domain(text) is None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.bbc.co.uk/1", "bbc.co.uk"),
        ("http://me.blogspot.com/x", "me.blogspot.com"),
        ("https://WWW.globaltimes.cn:443", "globaltimes.cn"),
        ("http://10.0.0.1/x", "10.0.0.1"),
        ("http://localhost:80/x", "localhost"),
    ],
)
def test_registered_domains(url: str, domain: str) -> None:
    assert registered_domain(url) == domain


@given(ADDRESSES | st.text() | st.text().map(lambda text: "http://a.example/" + text))
def test_the_outcome_is_normal_and_of_the_same_domain(url: str) -> None:
    normal = normalise_url(url)
    if normal is not None:
        assert normalise_url(normal) == normal
        assert normal.isascii()
        assert registered_domain(normal) == registered_domain(url)
    else:
        assert registered_domain(url) is None
