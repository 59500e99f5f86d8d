"""Certificates and the tunnel through a proxy, over real TLS on loopback."""

import datetime
import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from journeys.providers import connecting
from journeys.providers.errors import ProviderError, ProviderRejected, ProviderUnavailable
from journeys.providers.guarded import Answer, Guard, fetch
from tests.journeys.providers.loopback_server import LoopbackServer, running_server

NAME = "api.provider.example"
PUBLIC = "93.184.215.14"
NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


@dataclass
class Authority:
    """A throw-away certificate authority in a folder."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, folder: Path, name: str) -> "Authority":
        folder.mkdir()
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 9 * DAY)
            .not_valid_after(NOW + 9 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        made = cls(folder, key, certificate)
        Path(made.file).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return made

    @property
    def file(self) -> str:
        return str(self.folder / "authority.pem")

    def issue(
        self, *names: str, ends: datetime.datetime = NOW + DAY, self_signed: bool = False
    ) -> tuple[str, str]:
        """Return (certificate file, key file) of a server with these names."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if self_signed else self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 9 * DAY)
            .not_valid_after(ends)
            .add_extension(
                x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False
            )
            .sign(key if self_signed else self.key, hashes.SHA256())
        )
        paths = self.folder / f"{certificate.serial_number}.pem", self.folder / "key.pem"
        paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        paths[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return str(paths[0]), str(paths[1])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.make(tmp_path / "ours", "Throw-away authority")


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(autouse=True)
def every_name_is_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "resolve", lambda _host, _port: ["127.0.0.1"])


def ask(server: LoopbackServer, path: str = "/ok", *, name: str = NAME, **changes: Any) -> Answer:
    origin = f"{name}:{server.port}"
    settings: dict[str, Any] = {
        "hosts": frozenset(),
        "private_hosts": frozenset({origin}),
        "total_seconds": 10.0,
        "attempts": 1,
    }
    return fetch(Guard(**(settings | changes)), "GET", f"https://{origin}{path}", max_bytes=1000)


def test_the_named_authority_is_trusted_and_the_name_is_asked_for(
    authority: Authority, servers: ExitStack
) -> None:
    server = servers.enter_context(running_server(authority.issue(NAME)))
    assert ask(server, ca_file=authority.file).status == 200
    assert server.server_names == [NAME]
    assert server.seen[0].headers["host"] == f"{NAME}:{server.port}"


@pytest.mark.parametrize(
    "names",
    [
        ("other.provider.example",),
        ("provider.example",),
        ("*.example",),
        ("*.api.provider.example",),
        ("api.provider.example.evil.example",),
        ("127.0.0.1",),
    ],
)
def test_a_certificate_for_another_name_is_refused(
    authority: Authority, servers: ExitStack, names: tuple[str, ...]
) -> None:
    server = servers.enter_context(running_server(authority.issue(*names)))
    with pytest.raises(ProviderUnavailable) as refused:
        ask(server, ca_file=authority.file)
    assert refused.value.code == "certificate_refused"
    assert server.seen == []


def test_a_self_signed_certificate_is_refused(authority: Authority, servers: ExitStack) -> None:
    server = servers.enter_context(running_server(authority.issue(NAME, self_signed=True)))
    for ca_file in (None, authority.file):
        with pytest.raises(ProviderUnavailable) as refused:
            ask(server, ca_file=ca_file)
        assert refused.value.code == "certificate_refused"
    assert server.seen == []


def test_a_certificate_that_ran_out_is_refused(authority: Authority, servers: ExitStack) -> None:
    server = servers.enter_context(running_server(authority.issue(NAME, ends=NOW - DAY)))
    with pytest.raises(ProviderUnavailable) as refused:
        ask(server, ca_file=authority.file)
    assert refused.value.code == "certificate_refused"
    assert server.seen == []


def test_another_authority_is_not_trusted(
    authority: Authority, servers: ExitStack, tmp_path: Path
) -> None:
    other = Authority.make(tmp_path / "other", "Another authority")
    server = servers.enter_context(running_server(other.issue(NAME)))
    with pytest.raises(ProviderUnavailable) as refused:
        ask(server, ca_file=authority.file)
    assert refused.value.code == "certificate_refused"
    assert server.seen == []


@pytest.mark.parametrize(
    "variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_DIR"]
)
def test_an_authority_in_the_environment_is_not_trusted(
    authority: Authority, servers: ExitStack, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(
        variable, str(authority.folder) if variable.endswith("DIR") else authority.file
    )
    server = servers.enter_context(running_server(authority.issue(NAME)))
    with pytest.raises(ProviderUnavailable) as refused:
        ask(server)
    assert refused.value.code == "certificate_refused"


@pytest.mark.parametrize("content", [None, "", "not a certificate"])
def test_a_file_of_authorities_that_cannot_be_read_is_told(
    authority: Authority, servers: ExitStack, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "authorities.pem"
    if content is not None:
        file.write_text(content)
    server = servers.enter_context(running_server(authority.issue(NAME)))
    with pytest.raises(ProviderRejected) as refused:
        ask(server, ca_file=str(file))
    assert refused.value.code == "ca_file_unreadable"
    assert server.seen == []


def test_plain_http_on_a_tls_port_is_a_broken_connection(servers: ExitStack) -> None:
    server = servers.enter_context(running_server())
    with pytest.raises(ProviderUnavailable) as broken:
        ask(server)
    assert broken.value.code == "connection_broken"
    assert server.seen == []


@pytest.mark.parametrize("path", ["/silent", "/slowheaders", "/drip", "/dripunmarked"])
def test_the_deadline_cuts_an_encrypted_connection_too(
    authority: Authority, servers: ExitStack, path: str
) -> None:
    server = servers.enter_context(running_server(authority.issue(NAME)))
    with pytest.raises(ProviderUnavailable) as late:
        ask(server, path, ca_file=authority.file, total_seconds=1.5)
    assert late.value.code == "timed_out"
    assert len(server.seen) == 1


def test_a_handshake_that_never_ends_is_cut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        mute = LoopbackServer(port=listener.getsockname()[1])
        with pytest.raises(ProviderUnavailable) as late:
            ask(mute, total_seconds=0.3)
    assert late.value.code == "timed_out"


def test_a_handshake_that_drips_is_cut(authority: Authority) -> None:
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _address = listener.accept()
            with connection:
                # The start of a handshake record that promises 16 kB and brings them one by one.
                connection.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
                while not over.wait(0.05):
                    try:
                        connection.sendall(b"\x00")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(ProviderUnavailable) as late:
            ask(LoopbackServer(port=listener.getsockname()[1]), total_seconds=0.5)
        over.set()
        thread.join()
    assert late.value.code == "timed_out"


def test_a_listed_host_is_reached_by_its_name_at_the_checked_address(
    authority: Authority, servers: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = servers.enter_context(running_server(authority.issue(NAME)))
    tried: list[Any] = []
    connect = socket.socket.connect

    def lead_home(self: socket.socket, address: Any) -> None:
        tried.append(address)
        connect(self, ("127.0.0.1", server.port))

    monkeypatch.setattr(socket.socket, "connect", lead_home)
    monkeypatch.setattr(connecting, "resolve", lambda _host, _port: [PUBLIC])
    guard = Guard(hosts=frozenset({NAME}), ca_file=authority.file, attempts=1)
    assert fetch(guard, "GET", f"https://{NAME}/ok", max_bytes=1000).status == 200
    assert tried == [(PUBLIC, 443)]
    assert server.server_names == [NAME]
    assert server.seen[0].headers["host"] == NAME


# Through a proxy


def through(proxy: LoopbackServer, authority: Authority, *, login: str = "") -> Answer:
    guard = Guard(
        hosts=frozenset({NAME}),
        proxy=f"http://{login}{proxy.origin}",
        ca_file=authority.file,
        attempts=1,
        total_seconds=5.0,
    )
    headers = {"Authorization": "provider-key"}
    return fetch(guard, "GET", f"https://{NAME}/ok", max_bytes=1000, headers=headers)


def test_a_given_proxy_is_tunnelled_through(authority: Authority, servers: ExitStack) -> None:
    server = servers.enter_context(running_server(authority.issue(NAME)))
    proxy = servers.enter_context(running_server())
    proxy.tunnel_port = server.port
    assert through(proxy, authority, login="user:word@").status == 200
    asked = proxy.seen[0]
    assert (asked.method, asked.path) == ("CONNECT", f"{NAME}:443")
    assert asked.headers["proxy-authorization"] == "Basic dXNlcjp3b3Jk"
    assert "provider-key" not in str(asked.headers)
    assert server.server_names == [NAME]
    assert server.seen[0].headers["host"] == NAME
    assert server.seen[0].headers["authorization"] == "provider-key"
    assert "proxy-authorization" not in server.seen[0].headers


def test_a_proxy_cannot_stand_in_for_the_provider(authority: Authority, servers: ExitStack) -> None:
    server = servers.enter_context(running_server(authority.issue("proxy.example")))
    proxy = servers.enter_context(running_server())
    proxy.tunnel_port = server.port
    with pytest.raises(ProviderUnavailable) as refused:
        through(proxy, authority)
    assert refused.value.code == "certificate_refused"
    assert server.seen == []


def test_a_proxy_that_refuses_is_told_without_its_password(
    authority: Authority, servers: ExitStack
) -> None:
    proxy = servers.enter_context(running_server())
    with pytest.raises(ProviderUnavailable) as refused:
        through(proxy, authority, login="user:hush@")
    assert refused.value.code == "proxy_failed"
    assert "hush" not in str(refused.value)
    assert len(proxy.seen) == 1


@pytest.mark.parametrize(
    "proxy", ["socks5://127.0.0.1:1", "127.0.0.1:1", "http://", "http://[", "ftp://127.0.0.1:1"]
)
def test_a_proxy_of_another_kind_is_refused(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", None)
    with pytest.raises(ProviderRejected) as refused:
        fetch(
            Guard(hosts=frozenset({NAME}), proxy=proxy),
            "GET",
            f"https://{NAME}/ok",
            max_bytes=1000,
        )
    assert refused.value.code == "proxy_misconfigured"


def test_a_private_host_is_not_asked_for_through_the_proxy(servers: ExitStack) -> None:
    server = servers.enter_context(running_server())
    proxy = servers.enter_context(running_server())
    guard = Guard(
        hosts=frozenset(),
        private_hosts=frozenset({server.origin}),
        proxy=f"http://{proxy.origin}",
        attempts=1,
    )
    assert fetch(guard, "GET", server.url("/ok"), max_bytes=1000).status == 200
    assert proxy.connections == 0


def test_an_empty_setting_is_no_setting(servers: ExitStack) -> None:
    server = servers.enter_context(running_server())
    guard = Guard(hosts=frozenset(), private_hosts=frozenset({server.origin}), proxy="", ca_file="")
    assert (guard.proxy, guard.ca_file) == (None, None)
    assert fetch(guard, "GET", server.url("/ok"), max_bytes=1000).status == 200


def test_a_proxy_that_is_silent_is_cut_at_the_deadline(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        guard = Guard(
            hosts=frozenset({NAME}),
            proxy=f"http://127.0.0.1:{listener.getsockname()[1]}",
            attempts=1,
            total_seconds=0.3,
        )
        with pytest.raises(ProviderError) as late:
            fetch(guard, "GET", f"https://{NAME}/ok", max_bytes=1000)
    assert late.value.code == "timed_out"
