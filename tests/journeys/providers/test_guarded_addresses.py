"""Hostile URLs, names and addresses: none of them may open a connection.

Every name is answered by a stub and every connect is recorded and refused, so nothing is ever
sent to the addresses written here.
"""

# ruff: noqa: S104 - these addresses are refused here, never listened on

import contextlib
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from journeys.providers import connecting, guarded
from journeys.providers.addresses import Target, is_public, read_target
from journeys.providers.errors import AddressRefused, ProviderError, ProviderUnavailable
from journeys.providers.guarded import Guard, fetch

ALLOWED = "api.provider.example"
MEDIA = "media.provider.example"
PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
GUARD = Guard(hosts=frozenset({ALLOWED, MEDIA}), attempts=1, total_seconds=5.0)

Resolver = Callable[[str, int], list[str]]


@pytest.fixture(autouse=True)
def connects(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that anything tried to connect to or send to; all are refused."""
    tried: list[Any] = []

    def refuse(_self: socket.socket, address: Any, *_rest: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    def refuse_create(address: Any, *_args: Any, **_kwargs: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse_create)
    return tried


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """What the stubbed resolver answers: loopback for every name that is not listed.

    A guard that lets a strange name through to the resolver would therefore be caught by the
    check of addresses; `asked` (under the key "") lists the names that came so far.
    """
    table: dict[str, list[str]] = {"": []}

    def answer(host: str, port: int) -> list[str]:
        table[""].append(host)
        return table.get(host, ["127.0.0.1"])

    def unstubbed(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("the system's resolver was asked")

    monkeypatch.setattr(connecting, "resolve", answer)
    monkeypatch.setattr(socket, "getaddrinfo", unstubbed)
    yield table
    assert "" not in table[""]


def ask(url: str, guard: Guard = GUARD) -> None:
    fetch(guard, "GET", url, max_bytes=1000)


HOSTS_NOT_LISTED = [
    # loopback and the metadata address in other spellings
    "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "017700000001", "0x7f000001",
    "0x7f.0.0.1", "0177.0.0.1", "0x7f.1", "127.000.000.001", "127.0.0.1.", "0127.0.0.1",
    "00000000177.0.0.1", "127.0.0.01", "169.254.169.254", "2852039166", "0xa9fea9fe",
    "0251.0376.0251.0376", "0xa9.0xfe.0xa9.0xfe", "169.254.43518", "425.510.425.510",
    "4294967295", "255.255.255.255", "10.0.0.1", "192.168.0.1", "172.16.0.1", "100.64.0.1",
    "256.256.256.256", "127.0.0.256", "1.2.3.4.5", "localhost", "LOCALHOST", "localhost.",
    "localhost.localdomain", "ip6-localhost", "metadata.google.internal", "metadata",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]", "[2001:0:7f00:1::80ff:fffe]", "[fe80::1]", "[fec0::1]", "[fd00:ec2::254]",
    "[ff02::1]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1", "::1]", "[::1]]", "[v1.x]", "[]",
    # listed names with something before, behind or inside
    f"{ALLOWED}.evil.example", f"evil-{ALLOWED}", f"evil.{ALLOWED}", f"{ALLOWED}.", f"{ALLOWED}..",
    f".{ALLOWED}", "provider.example", "example", "api.provider.example.com", "apiprovider.example",
    "api-provider.example", "api.provider.exampl", "pi.provider.example", "api..provider.example",
    f"{ALLOWED}-", f"{ALLOWED}%2eevil.example", f"{ALLOWED}%00.evil.example", f"{ALLOWED}%20",
    f"{ALLOWED}%0d%0aHost:evil", "api%2eprovider%2eexample", "%61pi.provider.example",
    f"{ALLOWED},evil.example", f"{ALLOWED};evil.example", f"{ALLOWED}&evil.example",
    f"{ALLOWED}*", f"*.{ALLOWED}", "*", f"{ALLOWED}|evil", f"({ALLOWED})", f'"{ALLOWED}"',
    f"{ALLOWED}\\.evil.example", f"{ALLOWED}\\@evil.example", f"evil.example\\{ALLOWED}",
    # letters that only look right, or fold into the right ones
    "api.provider.exampl\u0435", "api.provider\u3002example", "api\uff0eprovider\uff0eexample",
    "\uff41pi.provider.example", "api.pro\u200bvider.example", "api.pro\u00advider.example",
    "\u24d0pi.provider.example", "ap\u0131.provider.example", "api.provider.\u1d49xample",
    "\uff11\uff12\uff17.0.0.1", "\u2460\u2461\u2466.0.0.1", "127\u30020\u30020\u30021",
    "\u0661\u0662\u0667.0.0.1", "xn--pi-7ka.provider.example", "stra\u00dfe.example",
    "fa\u00df.example", "\u212bpi.provider.example", "api.provider.example\u2044evil.example",
    "api.provider.example\uff0fevil.example", "api.provider.example\uff20evil.example",
    "api.provider.example\ufe56evil.example", "\U0001d41ap\u0456.provider.example",
    # characters that end a host for one parser and not for another
    f"{ALLOWED}\t", f"\t{ALLOWED}", f"{ALLOWED}\n", f"{ALLOWED}\r\nHost: evil.example",
    f"{ALLOWED}\x00", f"{ALLOWED}\x00.evil.example", f"{ALLOWED} ", f" {ALLOWED}",
    f"{ALLOWED} evil.example", f"{ALLOWED}\x0b", f"{ALLOWED}\x7f", f"{ALLOWED}\x85",
    f"{ALLOWED}\u2028", f"{ALLOWED}\u00a0", "api.pro\tvider.example", "api.pro\nvider.example",
    f"{ALLOWED}<", f"{ALLOWED}>", f"{ALLOWED}^", f"{ALLOWED}`", f"{ALLOWED}{{}}", f"{ALLOWED}$",
    "a" * 64 + ".example", ("a" * 60 + ".") * 5 + "example", "-", ".", "..", "_",
    # user information
    f"{ALLOWED}@evil.example", f"evil.example@{ALLOWED}", f"@{ALLOWED}", f"user:pass@{ALLOWED}",
    f":@{ALLOWED}", f"{ALLOWED}:443@evil.example", f"{ALLOWED}@{ALLOWED}", f"%40@{ALLOWED}",
    f"{ALLOWED}%40evil.example", f"a@b@{ALLOWED}", f"{ALLOWED}:x@127.0.0.1", f"[{ALLOWED}]",
    f"{ALLOWED}@[::1]", f"[::1]@{ALLOWED}", f"user@{ALLOWED}@evil.example",
    # ports
    f"{ALLOWED}:80", f"{ALLOWED}:22", f"{ALLOWED}:0", f"{ALLOWED}:", f"{ALLOWED}:8443",
    f"{ALLOWED}:65536", f"{ALLOWED}:65979", f"{ALLOWED}:4294967739", f"{ALLOWED}:-443",
    f"{ALLOWED}:+443", f"{ALLOWED}:0443", f"{ALLOWED}:00000000443", f"{ALLOWED}:443:443",
    f"{ALLOWED}:443 ", f"{ALLOWED}:0x1bb", f"{ALLOWED}:\u0664\u0664\u0663", f"{ALLOWED}:4 43",
    f"{ALLOWED}:443.0", f"{ALLOWED}:1e3", f"{ALLOWED}:https", f"{ALLOWED}:443@evil.example:443",
    f"{ALLOWED}:{'9' * 5000}", f"{ALLOWED}:443%00", f"{ALLOWED}:443\\evil",
]  # fmt: skip

WHOLE_URLS = [
    # other schemes, and addresses without one
    f"http://{ALLOWED}/", f"HTTP://{ALLOWED}/", f"http://{ALLOWED}:443/", f"ftp://{ALLOWED}/",
    f"ftps://{ALLOWED}/", f"file://{ALLOWED}/etc/passwd", "file:///etc/passwd", "file:/etc/passwd",
    f"gopher://{ALLOWED}:443/_x", f"dict://{ALLOWED}:443/", f"ldap://{ALLOWED}/", f"ws://{ALLOWED}/",
    f"wss://{ALLOWED}/", f"sftp://{ALLOWED}/", f"tftp://{ALLOWED}/", f"jar:https://{ALLOWED}!/x",
    f"netdoc://{ALLOWED}/", "data:text/plain,hello", "data:image/png;base64,iVBORw0KGgo=",
    "javascript:alert(1)", f"javascript://{ALLOWED}/%0aalert(1)", f"view-source:https://{ALLOWED}/",
    f"blob:https://{ALLOWED}/1", "about:blank", f"unix:///{ALLOWED}", f"http+unix://{ALLOWED}/",
    f"url:https://{ALLOWED}/", f"feed:https://{ALLOWED}/", f"https+x://{ALLOWED}/",
    f"\u017fhttps://{ALLOWED}/", f"http\u017f://{ALLOWED}/", f"httpss://{ALLOWED}/",
    f"//{ALLOWED}/", f"/{ALLOWED}/", ALLOWED, f"{ALLOWED}:443", f"://{ALLOWED}/", "", " ", "https",
    "https:", "https:/", "https://", "https:///", "https:///x", "https://?x", "https://#x",
    "https://:443/", "https://@/", f"https:{ALLOWED}/", f"https:/{ALLOWED}/",
    f"https:///{ALLOWED}/", f"https:////{ALLOWED}/", f"https:\\\\{ALLOWED}/",
    f"https:/\\{ALLOWED}/", f"https:\\/{ALLOWED}/", f"https://\\{ALLOWED}/",
    f"https ://{ALLOWED}/", f"ht\ntps://{ALLOWED}/", f" https://{ALLOWED}/",
    f"\x00https://{ALLOWED}/", f"\ufeffhttps://{ALLOWED}/", f"\nhttps://{ALLOWED}/",
    f"https://{ALLOWED}/ ", f"https://{ALLOWED}/\n", f"https://{ALLOWED}/\x00",
    # what follows the host
    f"https://{ALLOWED}\\@evil.example/", f"https://{ALLOWED}/\\evil.example",
    f"https://evil.example/@{ALLOWED}", f"https://evil.example#@{ALLOWED}/",
    f"https://evil.example?@{ALLOWED}/", f"https://evil.example/#{ALLOWED}",
    f"https://evil.example?{ALLOWED}", f"https://evil.example/https://{ALLOWED}/",
    f"https://{ALLOWED}#@evil.example/", f"https://{ALLOWED}?@evil.example/",
    f"https://{ALLOWED}#", f"https://{ALLOWED}?", f"https://{ALLOWED};/", f"https://{ALLOWED}&/",
    f"https://{ALLOWED}:443#@evil.example/", f"https://{ALLOWED}:443?@evil.example/",
    f"https://{ALLOWED}/a b", f"https://{ALLOWED}/\r\nX: y", f"https://{ALLOWED}/\tx",
    f"https://{ALLOWED}/\u00e9", f"https://{ALLOWED}/\u2025/\u2025/",
    f"https://{ALLOWED}/" + "a" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS_NOT_LISTED)
def test_a_host_that_is_not_exactly_listed_opens_no_connection(
    host: str, connects: list[Any], names: dict[str, list[str]]
) -> None:
    with pytest.raises(AddressRefused) as refused:
        ask(f"https://{host}/picture.jpeg?key=hush")
    assert connects == []
    assert names[""] == []
    assert "hush" not in refused.value.sentence


@pytest.mark.parametrize("url", WHOLE_URLS)
def test_a_url_that_is_not_plain_https_opens_no_connection(
    url: str, connects: list[Any], names: dict[str, list[str]]
) -> None:
    with pytest.raises(AddressRefused):
        ask(url)
    assert connects == []
    assert names[""] == []


@pytest.mark.parametrize("entry", ["http", "https"])
@pytest.mark.parametrize(
    "origin",
    [
        "127.0.0.1:9001", "127.0.0.1:90000", "127.0.0.1:09000", "127.0.0.1", "localhost:9000",
        "127.0.0.2:9000", "127.1:9000", "2130706433:9000", "[::1]:9000", "127.0.0.1:9000@evil:9000",
        "evil@127.0.0.1:9000", "127.0.0.1:9000.evil.example", "127.0.0.1.:9000", "127.0.0.1:900",
    ],
)  # fmt: skip
def test_a_private_host_is_exactly_one_host_and_port(
    entry: str, origin: str, connects: list[Any]
) -> None:
    guard = Guard(hosts=frozenset(), private_hosts=frozenset({"127.0.0.1:9000"}), attempts=1)
    with pytest.raises(AddressRefused):
        ask(f"{entry}://{origin}/", guard)
    assert connects == []


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "169.254.170.2", "0.0.0.0", "::", "fe80::1", "fd00:ec2::254", "224.0.0.1",
     "ff02::1", "::ffff:169.254.169.254", "not an address", "127.0.0.1 "],
)  # fmt: skip
def test_not_even_a_private_host_may_be_at_a_metadata_address(
    address: str, connects: list[Any], names: dict[str, list[str]]
) -> None:
    names["sandbox"] = [address]
    guard = Guard(hosts=frozenset(), private_hosts=frozenset({"sandbox:9000"}), attempts=1)
    with pytest.raises(AddressRefused) as refused:
        ask("http://sandbox:9000/", guard)
    assert refused.value.code == "address_not_public"
    assert connects == []


NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.9", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::2", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "100:0:0:1::1", "2001::1", "2001:0:7f00:1::80ff:fffe",
    "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2002:808:808::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254",
    "fdff:ffff::1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "feff::1", "ff00::1",
    "ff02::1", "ff0e::1", "2606:2800::1%1",
    "", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3", "1.2.3.4/32", " 8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_listed_name_at_an_address_that_is_not_public_is_refused(
    address: str, connects: list[Any], names: dict[str, list[str]]
) -> None:
    names[ALLOWED] = [address]
    with pytest.raises(AddressRefused) as refused:
        ask(f"https://{ALLOWED}/")
    assert refused.value.code == "address_not_public"
    assert ALLOWED in refused.value.sentence
    assert connects == []


@pytest.mark.parametrize("address", NOT_PUBLIC)
@pytest.mark.parametrize("order", [0, 1, 2])
def test_one_address_that_is_not_public_spoils_the_whole_answer(
    address: str, order: int, connects: list[Any], names: dict[str, list[str]]
) -> None:
    names[ALLOWED] = [PUBLIC, PUBLIC_V6]
    names[ALLOWED].insert(order, address)
    with pytest.raises(AddressRefused):
        ask(f"https://{ALLOWED}/")
    assert connects == []


@pytest.mark.parametrize(
    "address",
    [PUBLIC, PUBLIC_V6, "1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.255.255",
     "100.128.0.1", "11.0.0.1", "126.255.255.255", "128.0.0.1", "169.253.0.1", "192.0.1.1",
     "198.17.0.1", "198.20.0.1", "223.255.255.255", "2400:cb00::1", "2a00:1450::1", "2620:0:1::1"],
)  # fmt: skip
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        f"https://{ALLOWED}/", f"https://{ALLOWED}", f"https://{ALLOWED}:443/a?b=c",
        f"HTTPS://{ALLOWED.upper()}/a", f"https://{MEDIA}/api/files/1/download/ab.jpeg#top",
        f"https://{ALLOWED}//evil.example/", f"https://{ALLOWED}/@evil.example",
        f"https://{ALLOWED}/https://evil.example/", f"https://{ALLOWED}/?u=https://evil.example",
        f"https://{ALLOWED}/%5c%00%0d%0a", f"https://{ALLOWED}/..//../x",
    ],
)  # fmt: skip
def test_a_listed_name_is_reached_at_its_checked_address_and_nowhere_else(
    url: str, connects: list[Any], names: dict[str, list[str]]
) -> None:
    names[ALLOWED] = names[MEDIA] = [PUBLIC, PUBLIC_V6]
    with pytest.raises(ProviderUnavailable) as unreachable:
        ask(url)
    assert unreachable.value.code == "not_connected"
    assert connects == [(PUBLIC, 443), (PUBLIC_V6, 443)]
    assert names[""] in ([ALLOWED], [MEDIA])


def test_hosts_are_listed_in_any_case(connects: list[Any], names: dict[str, list[str]]) -> None:
    names[ALLOWED] = [PUBLIC]
    with pytest.raises(ProviderUnavailable):
        ask(f"https://{ALLOWED}/", Guard(hosts=frozenset({f" {ALLOWED.upper()} "}), attempts=1))
    assert connects == [(PUBLIC, 443)]


def test_an_empty_list_reaches_nothing(connects: list[Any]) -> None:
    for hosts in (frozenset[str](), frozenset({""})):
        for url in (f"https://{ALLOWED}/", "https:///", "https://./"):
            with pytest.raises(AddressRefused):
                ask(url, Guard(hosts=hosts, attempts=1))
    assert connects == []


def test_a_literal_address_in_the_list_is_still_checked(
    connects: list[Any], names: dict[str, list[str]]
) -> None:
    spellings = {"127.0.0.1", "2130706433", "127.1", "[::1]", "0x7f.1", "10.0.0.1"}
    for host in spellings:
        names[host.strip("[]")] = ["::1" if ":" in host else "127.0.0.1"]
        with pytest.raises(AddressRefused) as refused:
            ask(f"https://{host}/", Guard(hosts=frozenset(spellings), attempts=1))
        assert refused.value.code == "address_not_public"
    assert connects == []


@pytest.mark.parametrize("round_", range(50))
def test_a_name_that_changes_its_mind_is_asked_only_once(
    round_: int, connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    inward = ["127.0.0.1", "::1", "169.254.169.254", "10.0.0.1", "::ffff:127.0.0.1"][round_ % 5]
    answers = itertools.chain([[PUBLIC]], itertools.repeat([inward]))
    asked: list[str] = []

    def rebind(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    monkeypatch.setattr(connecting, "resolve", rebind)
    with pytest.raises(ProviderUnavailable):
        ask(f"https://{ALLOWED}/")
    assert asked == [ALLOWED]
    assert connects == [(PUBLIC, 443)]


def test_a_name_is_checked_again_for_another_attempt(
    connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    def slow(_self: socket.socket, address: Any) -> None:
        connects.append(address)
        raise TimeoutError

    monkeypatch.setattr(guarded, "sleep", lambda _seconds: None)
    monkeypatch.setattr(socket.socket, "connect", slow)
    monkeypatch.setattr(connecting, "resolve", lambda _host, _port: next(answers))
    with pytest.raises(AddressRefused):
        ask(f"https://{ALLOWED}/", Guard(hosts=GUARD.hosts, attempts=3))
    assert connects == [(PUBLIC, 443)]


def test_connecting_that_takes_too_long_is_tried_again_even_for_a_post(
    connects: list[Any], names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names[ALLOWED] = [PUBLIC]

    def slow(_self: socket.socket, address: Any) -> None:
        connects.append(address)
        raise TimeoutError

    monkeypatch.setattr(guarded, "sleep", lambda _seconds: None)
    monkeypatch.setattr(socket.socket, "connect", slow)
    with pytest.raises(ProviderUnavailable) as late:
        fetch(
            Guard(hosts=GUARD.hosts, attempts=3),
            "POST",
            f"https://{ALLOWED}/",
            max_bytes=1,
            json_body=b"{}",
        )
    assert late.value.code == "connect_timed_out"
    assert connects == [(PUBLIC, 443)] * 3


def test_only_a_few_of_many_addresses_are_tried(
    connects: list[Any], names: dict[str, list[str]]
) -> None:
    names[ALLOWED] = [f"93.184.215.{last}" for last in range(1, 200)]
    with pytest.raises(ProviderUnavailable):
        ask(f"https://{ALLOWED}/")
    assert len(connects) == connecting.MOST_ADDRESSES_TRIED


@pytest.mark.parametrize(
    "failure", [socket.gaierror(-2, "unknown"), UnicodeError("label too long"), OSError("broken")]
)
def test_a_name_that_is_not_known_is_unavailable(
    failure: Exception, connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_host: str, _port: int) -> list[str]:
        raise failure

    monkeypatch.setattr(connecting, "resolve", fail)
    with pytest.raises(ProviderUnavailable) as unknown:
        ask(f"https://{ALLOWED}/")
    assert unknown.value.code == "name_not_found"
    assert connects == []


def test_a_name_without_addresses_is_unavailable(
    connects: list[Any], names: dict[str, list[str]]
) -> None:
    names[ALLOWED] = []
    with pytest.raises(ProviderUnavailable):
        ask(f"https://{ALLOWED}/")
    assert connects == []


def test_a_look_up_that_hangs_is_cut_at_the_deadline(
    connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def hang(_host: str, _port: int) -> list[str]:
        over.wait(30)
        return [PUBLIC]

    monkeypatch.setattr(connecting, "resolve", hang)
    with pytest.raises(ProviderUnavailable) as late:
        ask(f"https://{ALLOWED}/", Guard(hosts=GUARD.hosts, attempts=1, total_seconds=0.2))
    over.set()
    assert late.value.code == "connect_timed_out"
    assert connects == []


def test_a_proxy_is_asked_only_for_listed_hosts(
    connects: list[Any], names: dict[str, list[str]]
) -> None:
    names["proxy.internal"] = ["10.1.2.3"]
    guard = Guard(hosts=GUARD.hosts, proxy="http://proxy.internal:3128", attempts=1)
    for host in HOSTS_NOT_LISTED:
        with pytest.raises(AddressRefused):
            ask(f"https://{host}/", guard)
    assert connects == []
    with pytest.raises(ProviderUnavailable):
        ask(f"https://{ALLOWED}/", guard)
    assert connects == [("10.1.2.3", 3128)]
    assert names[""] == ["proxy.internal"]


def test_what_is_read_and_what_is_requested_name_the_same_host() -> None:
    read = 0
    for url in [f"https://{host}/x" for host in HOSTS_NOT_LISTED] + WHOLE_URLS:
        with contextlib.suppress(ProviderError):
            # Whatever the grammar lets through, with every host listed that could be meant.
            target = read_target(url, hosts=_Everything(), private_hosts=())
            assert isinstance(target, Target)
            assert target.url.startswith(f"https://{target.host}:443/")
            assert target.host in url.lower()
            read += 1
    assert read > 20


class _Everything(frozenset[str]):
    """A list that any host is in."""

    def __contains__(self, item: object) -> bool:
        return True
