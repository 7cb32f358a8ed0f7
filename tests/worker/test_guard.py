"""No way in: what is not a public address on a web port is refused, however it is written."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import httpcore
import pytest

from worker.errors import FetchError
from worker.guard import Guard, is_public
from worker.http import Web

PUBLIC = "93.184.216.34"
INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "100.127.255.254", "127.0.0.1", "127.8.9.10", "169.254.169.254", "169.254.0.1", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:93.184.216.34", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "3fff::1",
    "5f00::1", "fc00::1", "fd00:ec2::254", "fd12:3456:789a::1", "fe80::1", "fec0::1", "ff02::1",
    "ff0e::1", "4000::1",
]  # fmt: skip
OUTSIDE = [
    PUBLIC, "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
    "223.255.255.255", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001::1", "2001:4860::1",
]  # fmt: skip

# Written so that a careless reader sees another host than a careless resolver.
TRICKS = [
    "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://017700000001/",
    "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.0.0.0x1/",
    "http://0/", "http://00000000/", "http://127.0.0.1./", "http://127.000.000.001/",
    "http://0xa9fea9fe/", "http://2852039166/", "http://169.254.43518/", "http://10.1/",
    "http://1.2.3.4.5/", "http://256.256.256.256/", "http://4294967297/", "http://0x/",
    "http://１２７.0.0.1/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/",
    "http://ⓛocalhost/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/",
    "http://[::1%25]/", "http://[v1.a]/", "http://[::1/", "http://::1/",
    f"http://{PUBLIC}@127.0.0.1/", f"http://127.0.0.1@{PUBLIC}/", "http://user:pass@news.example/",
    "http://@127.0.0.1/", "http://news.example\\@127.0.0.1/", "http://127.0.0.1\\@news.example/",
    "http:\\\\127.0.0.1/", "http://127.0.0.1\\.news.example/", "http://news.example%2f@127.0.0.1/",
    "http://127.0.0.1%23.news.example/", "http://%31%32%37.0.0.1/", "http://127.0.0.1%00.example/",
    "http://127.0.0.1\t/", "http://127.0.0.1\r\nHost: a/", "http://news.example\n.127.0.0.1/",
    " http://127.0.0.1/", "http://127.0.0.1 /", "http://news.example\x00/", "http:///127.0.0.1/",
    "http:127.0.0.1/", "//127.0.0.1/", "http://", "http://./", "http://../", "http://a..example/",
    "http://-a.example/", "http://" + "a" * 64 + ".example/", "http://" + "a." * 200 + "example/",
    "file:///etc/passwd", "ftp://news.example/", "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/", "unix:///var/run/docker.sock", "data:text/plain,hello",
    "javascript:alert(1)", "ws://news.example/", "jar:http://127.0.0.1/", "http+unix://a/",
    "http://news.example:22/", "http://news.example:6379/", "http://news.example:0/",
    "http://news.example:65536/", "http://news.example:-1/", "http://news.example:8080/",
    "http://news.example:80:80/", "http://news.example:８０/", "http://localhost/",
    "http://localhost./", "https://LOCALHOST:443/", "http://news.example/" + "a" * 5_000, "",
]  # fmt: skip


def resolver(*addresses: str):
    return lambda host, seconds: addresses


class Dialled(httpcore.NetworkBackend):
    """Stands for the network: notes the addresses connected to, and answers each the same."""

    def __init__(self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") -> None:
        self.calls: list[tuple[str, int]] = []
        self.sent: list[Recorded] = []
        self._answer = answer

    def connect_tcp(
        self, host, port, timeout=None, local_address=None, socket_options=None
    ) -> httpcore.NetworkStream:
        self.calls.append((host, port))
        return Recorded([self._answer], self)


class Recorded(httpcore.MockStream):
    def __init__(self, buffer: list[bytes], dialled: Dialled) -> None:
        super().__init__(buffer)
        self.written = b""
        self.server_hostname: str | None = None
        dialled.sent.append(self)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.written += buffer

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        self.server_hostname = server_hostname
        return self


@pytest.mark.parametrize("address", INSIDE)
def test_address_that_is_not_public_is_refused_as_itself_and_behind_a_name(address: str) -> None:
    assert not is_public(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    for url, guard in (
        (f"http://{host}/", Guard()),
        ("http://news.example/", Guard(resolve=resolver(address))),
        ("http://news.example/", Guard(resolve=resolver(PUBLIC, address))),
    ):
        dialled = Dialled()
        with pytest.raises(FetchError) as refused:
            Web(guard, dial=dialled).get(url)
        assert refused.value.permanent and dialled.calls == []


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_address_is_connected_to(address: str) -> None:
    dialled = Dialled()
    answer = Web(Guard(resolve=resolver(address)), dial=dialled).get("http://news.example/a?b=c")
    assert (answer.status, answer.body, dialled.calls) == (200, b"ok", [(address, 80)])
    assert dialled.sent[0].written.startswith(b"GET /a?b=c HTTP/1.1\r\nHost: news.example\r\n")


@pytest.mark.parametrize("url", TRICKS)
def test_trick_is_refused_before_anything_is_connected_to(url: str) -> None:
    dialled = Dialled()
    guard = Guard(resolve=resolver("127.0.0.1"))
    with pytest.raises(FetchError) as refused:
        Web(guard, dial=dialled).get(url)
    assert refused.value.permanent and dialled.calls == []


@pytest.mark.parametrize("location", [url for url in TRICKS if "://" in url and url == url.strip()])
def test_trick_is_refused_as_the_target_of_a_redirect(location: str) -> None:
    head = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    dialled = Dialled(head.encode())

    def resolve(host: str, seconds: float) -> Sequence[str]:
        return [PUBLIC if host == "start.example" else "127.0.0.1"]

    with pytest.raises(FetchError):
        Web(Guard(resolve=resolve), dial=dialled).get("http://start.example/")
    assert {host for host, _ in dialled.calls} == {PUBLIC}


def test_name_that_is_pointed_elsewhere_after_the_check_is_not_followed_there() -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    dialled = Dialled()
    web = Web(Guard(resolve=lambda host, seconds: next(answers)), dial=dialled)
    assert web.get("http://rebind.example/").status == 200
    assert dialled.calls == [(PUBLIC, 80)]
    assert next(answers) == ["127.0.0.1"], "the name was resolved more than once"


def test_name_that_is_pointed_inside_between_two_redirects_is_refused() -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    dialled = Dialled(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(FetchError, match="does not lead to a public address"):
        Web(Guard(resolve=lambda host, seconds: next(answers)), dial=dialled).get(
            "http://rebind.example/"
        )
    assert dialled.calls == [(PUBLIC, 80)]


def test_tls_asks_the_checked_address_for_the_name() -> None:
    dialled = Dialled()
    Web(Guard(resolve=resolver(PUBLIC)), dial=dialled).get("https://news.example/")
    assert dialled.calls == [(PUBLIC, 443)]
    assert dialled.sent[0].server_hostname == "news.example"


def test_second_address_is_tried_when_the_first_does_not_answer() -> None:
    class Half(Dialled):
        def connect_tcp(self, host, port, *rest):
            if host == "1.1.1.1":
                raise httpcore.ConnectError("refused")
            return super().connect_tcp(host, port, *rest)

    dialled = Half()
    guard = Guard(resolve=resolver("1.1.1.1", PUBLIC))
    assert Web(guard, dial=dialled).get("http://news.example/").status == 200
    assert dialled.calls == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    ("network", "address", "allowed"),
    [
        ("10.20.0.0/16", "10.20.3.4", True),
        ("10.20.0.0/16", "10.21.3.4", False),
        ("127.0.0.0/8", "127.0.0.1", True),
        ("127.0.0.0/8", "::1", False),
        ("127.0.0.0/8", "::ffff:127.0.0.1", False),
        ("fd00:1::/32", "fd00:1::5", True),
        ("fd00:1::/32", "fd00:2::5", False),
    ],
)
def test_network_that_the_operator_allows_is_let_through_and_no_other(
    network: str, address: str, allowed: bool
) -> None:
    guard = Guard((ip_network(network),), resolve=resolver(address))
    dialled = Dialled()
    if allowed:
        assert Web(guard, dial=dialled).get("http://wiki.example/").status == 200
    else:
        with pytest.raises(FetchError):
            Web(guard, dial=dialled).get("http://wiki.example/")
    assert len(dialled.calls) == int(allowed)


def test_port_that_the_operator_allows_is_asked() -> None:
    guard = Guard(ports=frozenset({8080}), resolve=resolver(PUBLIC))
    dialled = Dialled()
    assert Web(guard, dial=dialled).get("http://news.example:8080/").status == 200
    assert dialled.calls == [(PUBLIC, 8080)]


def test_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    dialled = Dialled()
    Web(Guard(resolve=resolver(PUBLIC)), dial=dialled).get("http://news.example/")
    assert dialled.calls == [(PUBLIC, 80)]


def test_name_without_an_address_may_be_tried_again() -> None:
    def fail(host: str, seconds: float) -> Sequence[str]:
        raise OSError("name servers are down")

    for resolve in (resolver(), fail):
        with pytest.raises(FetchError) as failed:
            Web(Guard(resolve=resolve), dial=Dialled()).get("http://news.example/")
        assert not failed.value.permanent


def test_table_has_at_least_sixty_ways() -> None:
    assert len(set(INSIDE)) + len(set(TRICKS)) >= 60
