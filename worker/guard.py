"""Where requests may go: http(s) on known ports, to public addresses and to those allowed by name.

What counts is the address that is connected to, so a name is resolved once and its addresses are
checked; the forms of hosts refused beforehand only give the clearer reason.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from worker.errors import FetchError, Refused

log = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, float], Sequence[str]]

MAX_URL_LENGTH = 4_000
DEFAULT_PORTS = {"http": 80, "https": 443}

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is public in IPv6 lies in here
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        # RFC 6890 and the registries of special-purpose addresses
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # the inside of one large cloud, in spite of its looks
        # Teredo, benchmarks, ORCHID; documentation; 6to4, which carries any IPv4 address inside
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
_AUTHORITY = re.compile(r"[a-z][a-z0-9+.-]*://([^/?#]*)", re.IGNORECASE)
_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f\\]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


def is_public(address: Address) -> bool:
    """Whether `address` belongs to the public internet."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False  # with IPv4-mapped, NAT64, unique local, link-local and multicast
    return not any(address in network for network in _NOT_PUBLIC)


def resolve_name(host: str, seconds: float) -> Sequence[str]:
    """Return the addresses of `host`, asking for at most `seconds`."""
    answers: list[Sequence[str] | OSError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answers.append([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answers.append(OSError(str(error)))

    # The system's resolver knows no time limit: one that does not answer is left behind.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if not answers:
        raise OSError("no answer from the name servers")
    if isinstance(answers[0], OSError):
        raise answers[0]
    return answers[0]


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules for going out; `allowed_networks` are let through although they are not public."""

    allowed_networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    resolve: Resolver = resolve_name

    def check_url(self, url: str) -> httpx.URL:
        """Return `url` as it may be asked for; Refused says why it may not."""
        _refuse_if(len(url) > MAX_URL_LENGTH, "the address is too long")
        _refuse_if(_NOT_IN_A_URL.search(url), "the address has a character that no address has")
        scheme = url.partition(":")[0].lower()
        _refuse_if(scheme not in DEFAULT_PORTS, "the address is not http or https")
        match = _AUTHORITY.match(url)
        if match is None:
            raise Refused("the address names no host")
        _refuse_if("@" in match[1], "the address carries a user name or password")
        _refuse_if("%" in match[1], "the address hides its host")
        try:
            parsed = httpx.URL(url)
            host = _checked_host(parsed.raw_host.decode("ascii"))
            checked = parsed.copy_with(host=host, fragment=None)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise Refused("the address has no valid host or port") from None
        port = checked.port or DEFAULT_PORTS[checked.scheme]
        _refuse_if(port not in self.ports, f"port {port} is not asked")
        return checked

    def addresses(self, host: str, *, seconds: float) -> list[Address]:
        """Return the addresses of `host` that may be connected to.

        A name is refused whole when one of its addresses is: that is how names are made to lead
        inside, first here and then there.
        """
        found = self._found(host, seconds)
        if not found:
            raise FetchError(f"{host} has no address", permanent=False)
        refused = [address for address in found if not self.allows(address)]
        if refused:
            log.warning("refused to connect to %s at %s", host, refused[0])
            raise Refused(f"{host} does not lead to a public address")
        return found

    def allows(self, address: Address) -> bool:
        """Whether `address` is public or in a network that the operator allows."""
        return is_public(address) or any(
            address in network
            for network in self.allowed_networks
            if network.version == address.version
        )

    def _found(self, host: str, seconds: float) -> list[Address]:
        literal = _literal(host)
        if literal:
            return [literal]
        try:
            return [ipaddress.ip_address(text) for text in self.resolve(host, seconds)]
        except (OSError, ValueError) as error:
            raise FetchError(f"{host} cannot be found: {error}", permanent=False) from None


def _refuse_if(refused: object, reason: str) -> None:
    if refused:
        raise Refused(reason)


def _checked_host(host: str) -> str:
    """Return `host` without its final dot; raise ValueError for forms that hide an address."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    host = host.removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # decimal, octal, hexadecimal and short forms among them
        return str(ipaddress.IPv4Address(host))
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("no host name")
    return host


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
