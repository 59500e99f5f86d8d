"""The guarded session over real HTTP on loopback: answers, limits, deadlines, retries, silence."""

import io
import logging
import pickle
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

import pytest

from journeys.providers import guarded
from journeys.providers.errors import (
    AddressRefused,
    CredentialsRefused,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
)
from journeys.providers.guarded import JSON_LIMIT, Answer, Guard, fetch, fetch_to_file
from tests.journeys.providers.loopback_server import MEGABYTE, LoopbackServer, running_server

SECRET = "persist/0123456789abcdef?token=hush"


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every wait between attempts, none of them waited for."""
    kept: list[float] = []
    monkeypatch.setattr(guarded, "sleep", kept.append)
    return kept


def guard_for(server: LoopbackServer, **changes: Any) -> Guard:
    settings: dict[str, Any] = {
        "hosts": frozenset(),
        "private_hosts": frozenset({server.origin}),
        "total_seconds": 10.0,
        "backoff_seconds": 0.01,
    }
    return Guard(**(settings | changes))


def get(
    server: LoopbackServer, path: str, *, max_bytes: int = JSON_LIMIT, **changes: Any
) -> Answer:
    return fetch(guard_for(server, **changes), "GET", server.url(path), max_bytes=max_bytes)


def test_an_answer_comes_back_whole(server: LoopbackServer) -> None:
    answer = get(server, "/ok?a=1&b=%2F")
    assert (answer.status, answer.body, answer.is_success) == (200, b'{"ok": true}', True)
    assert answer.headers["content-TYPE"] == "application/json"
    assert server.paths() == ["/ok?a=1&b=%2F"]


def test_what_is_sent_is_only_what_was_asked_for(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    fetch(
        guard_for(server),
        "POST",
        server.url("/ok"),
        max_bytes=100,
        headers={"X-Api-Key": "k"},
        json_body=b'{"a": 1}',
    )
    sent = server.seen[0]
    assert (sent.method, sent.body) == ("POST", b'{"a": 1}')
    assert sent.headers == {
        "host": server.origin,
        "accept": "*/*",
        "accept-encoding": "gzip",
        "connection": "close",
        "content-length": "8",
        "content-type": "application/json",
        "user-agent": "kycreview",
        "x-api-key": "k",
    }


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_in_the_environment_is_not_used(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with running_server() as canary:
        monkeypatch.setenv(name, f"http://{canary.origin}")
        assert get(server, "/ok").status == 200
        assert canary.connections == 0


def test_the_declared_content_type_decides_nothing(server: LoopbackServer) -> None:
    assert get(server, "/html").body == b"<p>hello</p>"


@pytest.mark.parametrize("status", [400, 404, 405, 409, 410, 422])
def test_a_client_error_is_left_to_the_caller(
    server: LoopbackServer, waits: list[float], status: int
) -> None:
    answer = get(server, f"/status/{status}")
    assert (answer.status, answer.body) == (status, b'{"message": "as asked"}')
    assert not answer.is_success
    assert len(server.seen) == 1


@pytest.mark.parametrize("status, code", [(401, "credentials_refused"), (403, "forbidden")])
def test_refused_credentials_are_told_apart(
    server: LoopbackServer, waits: list[float], status: int, code: str
) -> None:
    with pytest.raises(CredentialsRefused) as refused:
        get(server, f"/status/{status}")
    assert refused.value.code == code
    assert str(status) in refused.value.sentence
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [600, 999])
def test_a_status_without_meaning_is_refused(server: LoopbackServer, status: int) -> None:
    with pytest.raises(ProviderRejected) as refused:
        get(server, f"/status/{status}")
    assert refused.value.code == "unexpected_status"


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
@pytest.mark.parametrize("where", ["self", "localhost", "10.0.0.1", "169.254.169.254"])
def test_a_redirect_of_any_kind_is_refused(server: LoopbackServer, status: int, where: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        get(server, f"/redirect/{status}/{where}")
    assert refused.value.code == "redirect_refused"
    assert len(server.seen) == server.connections == 1


def test_the_body_of_a_redirect_is_not_even_read(server: LoopbackServer) -> None:
    with pytest.raises(AddressRefused, match="redirect"):
        get(server, "/redirectbomb")


# Limits


def test_a_body_at_the_limit_is_kept(server: LoopbackServer) -> None:
    assert len(get(server, "/sized/1000", max_bytes=1000).body) == 1000


@pytest.mark.parametrize(
    "path",
    [
        "/sized/1001",
        "/sized/3000000",
        "/endless",
        "/bomb/1",
        "/bomb/200",
        "/emptyzip",
    ],
)
def test_a_body_beyond_the_limit_is_refused(
    server: LoopbackServer, waits: list[float], path: str
) -> None:
    with pytest.raises(ProviderRejected) as refused:
        get(server, path, max_bytes=1000)
    assert refused.value.code == "too_big"
    assert len(server.seen) == 1


def test_a_bomb_is_stopped_at_the_limit_while_it_unfolds(server: LoopbackServer) -> None:
    class Measure(io.BytesIO):
        most = 0

        def write(self, data: Any) -> int:
            Measure.most = max(Measure.most, self.tell() + len(data))
            return super().write(data)

    with pytest.raises(ProviderRejected):
        fetch_to_file(
            guard_for(server), server.url("/bomb/200"), target=Measure(), max_bytes=2 * MEGABYTE
        )
    assert Measure.most <= 2 * MEGABYTE


def test_however_much_a_body_unfolds_to_it_comes_in_small_pieces(server: LoopbackServer) -> None:
    pieces: list[int] = []

    class Measure(io.BytesIO):
        def write(self, data: Any) -> int:
            pieces.append(len(data))
            return super().write(data)

    fetch_to_file(
        guard_for(server), server.url("/bomb/20"), target=Measure(), max_bytes=20 * MEGABYTE
    )
    assert sum(pieces) == 20 * MEGABYTE
    assert max(pieces) <= 65536


def test_a_body_that_is_announced_too_big_is_not_waited_for(server: LoopbackServer) -> None:
    for size in (3 * MEGABYTE, 10**30):
        with pytest.raises(ProviderRejected) as refused:
            get(server, f"/announced/{size}", max_bytes=1000, total_seconds=5.0)
        assert refused.value.code == "too_big"


def test_a_zipped_answer_is_unzipped(server: LoopbackServer) -> None:
    assert get(server, "/zipped").body == b'{"zipped": true}'
    assert get(server, "/zippedtwice").body == b"onetwo"


def test_the_limit_counts_what_a_body_unzips_to(
    server: LoopbackServer,
) -> None:
    assert len(get(server, "/bomb/1", max_bytes=MEGABYTE).body) == MEGABYTE


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "compress", "gzip, br", "BR"])
def test_a_compression_that_was_not_asked_for_is_refused(
    server: LoopbackServer, coding: str
) -> None:
    with pytest.raises(ProviderRejected) as refused:
        get(server, f"/coded/{coding.replace(' ', '')}")
    assert refused.value.code == "wrong_encoding"


@pytest.mark.parametrize("coding", ["identity", "utf-8"])
def test_a_coding_that_means_nothing_is_overlooked(server: LoopbackServer, coding: str) -> None:
    assert get(server, f"/coded/{coding}").body == b"whatever"


def test_a_body_zipped_twice_over_is_undone_once(server: LoopbackServer) -> None:
    assert len(get(server, "/nestedbomb").body) < 100_000


# Broken answers


@pytest.mark.parametrize("path", ["/cut", "/cutchunk", "/cutzip", "/notzip"])
def test_a_body_that_ends_too_early_is_not_taken_for_whole(
    server: LoopbackServer, waits: list[float], path: str
) -> None:
    with pytest.raises(ProviderUnavailable) as broken:
        get(server, path)
    assert broken.value.code == "cut_off"
    assert waits == []


def test_a_chunked_body_comes_back_whole(server: LoopbackServer) -> None:
    assert get(server, "/chunked").body == b"whole"


@pytest.mark.parametrize("path", ["/hangup", "/nonsense", "/endlessheader"])
def test_an_answer_that_is_no_http_is_a_broken_connection(
    server: LoopbackServer, waits: list[float], path: str
) -> None:
    with pytest.raises(ProviderUnavailable) as broken:
        get(server, path)
    assert broken.value.code == "connection_broken"
    assert waits == []


def test_an_endless_chunk_size_is_stopped(server: LoopbackServer) -> None:
    with pytest.raises(ProviderUnavailable) as broken:
        get(server, "/endlesschunksize")
    assert broken.value.code == "cut_off"


def test_a_port_where_nobody_listens_is_unavailable(waits: list[float]) -> None:
    with running_server() as gone:
        pass
    with pytest.raises(ProviderUnavailable) as refused:
        get(gone, "/ok")
    assert refused.value.code == "not_connected"
    assert waits == []


# Deadlines


@pytest.mark.parametrize(
    "path",
    ["/silent", "/slowheaders", "/continues", "/drip", "/dripunmarked", "/dripzip"],
)
def test_a_slow_answer_is_cut_at_the_total_deadline(
    server: LoopbackServer, waits: list[float], path: str
) -> None:
    with pytest.raises(ProviderUnavailable) as late:
        get(server, path, total_seconds=0.4, attempts=1)
    assert late.value.code == "timed_out"


def test_a_call_may_bring_its_own_deadline(server: LoopbackServer) -> None:
    with pytest.raises(ProviderUnavailable) as late:
        fetch(
            guard_for(server, total_seconds=500.0, attempts=1),
            "GET",
            server.url("/drip"),
            max_bytes=JSON_LIMIT,
            total_seconds=0.3,
        )
    assert late.value.code == "timed_out"


def test_a_time_out_is_tried_again(server: LoopbackServer, waits: list[float]) -> None:
    assert get(server, "/silentonce", total_seconds=1.5).status == 200
    assert len(server.seen) == 2
    assert len(waits) == 1


# Asking again


def test_a_busy_provider_is_asked_again_after_the_time_it_names(
    server: LoopbackServer, waits: list[float]
) -> None:
    assert get(server, "/busy/2/7").status == 200
    assert len(server.seen) == 3
    assert all(7 <= wait <= 7.01 for wait in waits)


def test_a_date_to_come_back_at_is_honoured(server: LoopbackServer, waits: list[float]) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=15), usegmt=True)
    assert get(server, "/busy/1/" + soon.replace(" ", "_")).status == 200
    assert len(waits) == 1
    assert 0 < waits[0] <= 15.01


def test_nobody_sleeps_as_long_as_a_provider_likes(
    server: LoopbackServer, waits: list[float]
) -> None:
    with pytest.raises(ProviderUnavailable) as busy:
        get(server, "/busy/9/600")
    assert busy.value.retry_after == 600
    assert waits == []
    assert len(server.seen) == 1


@pytest.mark.parametrize("value", ["999999999999999999999999", "Fri,_31_Dec_9999_23:59:59_GMT"])
def test_the_time_handed_to_the_caller_is_capped(server: LoopbackServer, value: str) -> None:
    with pytest.raises(ProviderUnavailable) as busy:
        get(server, f"/busy/9/{value}")
    assert busy.value.retry_after == 3600


@pytest.mark.parametrize("value", ["-5", "soon", "1e9", "٣", "Fri,_99_Zzz", ""])
def test_a_time_that_cannot_be_read_is_overlooked(
    server: LoopbackServer, waits: list[float], value: str
) -> None:
    assert get(server, f"/busy/1/{quote(value)}").status == 200
    assert all(wait <= 0.01 for wait in waits)


def test_a_busy_provider_is_given_up_after_the_last_attempt(
    server: LoopbackServer, waits: list[float]
) -> None:
    with pytest.raises(ProviderUnavailable) as busy:
        get(server, "/busy/9/3", attempts=4)
    assert (busy.value.code, busy.value.retry_after) == ("busy", 3.0)
    assert (len(server.seen), len(waits)) == (4, 3)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_a_failing_provider_is_asked_again(
    server: LoopbackServer, waits: list[float], status: int
) -> None:
    assert get(server, f"/failing/{status}/2").status == 200
    assert len(server.seen) == 3


def test_waits_grow_with_jitter_up_to_their_limit(
    server: LoopbackServer, waits: list[float]
) -> None:
    with pytest.raises(ProviderUnavailable) as failed:
        get(server, "/failing/500", attempts=6, backoff_seconds=1.0, backoff_max=4.0)
    assert failed.value.code == "provider_failed"
    assert len(waits) == 5
    steps = [1.0, 2.0, 4.0, 4.0, 4.0]
    assert all(step / 2 <= wait <= step for wait, step in zip(waits, steps, strict=True))
    assert len(set(waits)) == 5


@pytest.mark.parametrize("path", ["/failing/500/1", "/busy/1/0", "/silentonce"])
def test_without_retry_there_is_one_attempt(
    server: LoopbackServer, waits: list[float], path: str
) -> None:
    with pytest.raises(ProviderUnavailable):
        fetch(
            guard_for(server, total_seconds=1.5),
            "GET",
            server.url(path),
            max_bytes=100,
            retry=False,
        )
    assert (len(server.seen), waits) == (1, [])


@pytest.mark.parametrize("path", ["/failing/500/1", "/silentonce"])
def test_what_may_have_changed_something_is_not_sent_twice(
    server: LoopbackServer, waits: list[float], path: str
) -> None:
    with pytest.raises(ProviderUnavailable):
        fetch(
            guard_for(server, total_seconds=1.5),
            "post",
            server.url(path),
            max_bytes=100,
            json_body=b"{}",
        )
    assert (len(server.seen), waits) == (1, [])


def test_what_a_busy_provider_did_not_take_is_sent_again(
    server: LoopbackServer, waits: list[float]
) -> None:
    answer = fetch(
        guard_for(server), "POST", server.url("/busy/1/1"), max_bytes=100, json_body=b"{}"
    )
    assert answer.status == 200
    assert [request.body for request in server.seen] == [b"{}", b"{}"]


# To a file


def test_media_are_streamed_into_a_file(server: LoopbackServer) -> None:
    with tempfile.TemporaryFile() as target:
        target.write(b"before ")
        answer = fetch_to_file(
            guard_for(server), server.url("/sized/200000"), target=target, max_bytes=200_000
        )
        target.seek(0)
        assert target.read() == b"before " + b"x" * 200_000
    assert (answer.status, answer.body) == (200, b"")


def test_a_refusal_is_not_written_into_the_file(server: LoopbackServer) -> None:
    target = io.BytesIO()
    answer = fetch_to_file(
        guard_for(server), server.url("/status/404"), target=target, max_bytes=1000
    )
    assert (answer.status, target.getvalue()) == (404, b"")


def test_a_second_attempt_starts_the_file_anew(server: LoopbackServer, waits: list[float]) -> None:
    target = io.BytesIO()
    fetch_to_file(
        guard_for(server, total_seconds=1.5),
        server.url("/dripthenok"),
        target=target,
        max_bytes=JSON_LIMIT,
    )
    assert target.getvalue() == b'{"ok": true}'
    assert len(server.seen) == 2


@pytest.mark.parametrize("path", ["/cut", "/endless"])
def test_nothing_is_left_of_an_answer_that_failed(server: LoopbackServer, path: str) -> None:
    target = io.BytesIO()
    with pytest.raises(ProviderError):
        fetch_to_file(guard_for(server), server.url(path), target=target, max_bytes=1000)
    assert target.getvalue() == b""


def test_a_full_disk_is_not_the_providers_fault(server: LoopbackServer) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fetch_to_file(guard_for(server), server.url("/ok"), target=Full(), max_bytes=1000)


# Secrets stay here


@pytest.mark.parametrize(
    "behaviour",
    [
        "ok",
        "status/401",
        "status/500",
        "redirect/302/self",
        "cut",
        "drip",
        "silent",
        "hangup",
        "nonsense",
        "brokenheaders",
        "endless",
    ],
)
def test_no_message_and_no_log_line_holds_the_path_or_a_secret(
    server: LoopbackServer, caplog: pytest.LogCaptureFixture, behaviour: str
) -> None:
    caplog.set_level(logging.DEBUG)
    error: ProviderError | None = None
    try:
        fetch(
            guard_for(server, total_seconds=0.4, attempts=2),
            "GET",
            server.url(f"/{behaviour}/{SECRET}" if "/" not in behaviour else f"/{behaviour}"),
            max_bytes=1000,
            headers={"Authorization": "hush-key"},
        )
    except ProviderError as caught:
        error = caught
    told = caplog.text + "".join(repr(record.args) for record in caplog.records)
    if error is not None:
        assert error.__cause__ is None
        assert error.__context__ is None
        assert error.sentence == str(error)
        told += repr(error) + str(vars(error))
    for word in ("hush", "0123456789abcdef", "persist", "token"):
        assert word not in told
    assert f"/{behaviour}" not in told


def test_the_guard_and_the_answer_do_not_print_what_they_hold(server: LoopbackServer) -> None:
    guard = guard_for(server, proxy="http://user:hush@proxy.example:3128")
    assert "hush" not in repr(guard)
    assert "ok" not in repr(get(server, "/ok"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "hush\n"},
        {"Authorization": "hush\r\nX-Other: 1"},
        {"Authorization": "hush\x00"},
        {"Authorization": "hush\u0660"},
        {"Authorization": " hush"},
        {"Bad Name": "hush"},
        {"": "hush"},
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_unsent(
    server: LoopbackServer, headers: dict[str, str]
) -> None:
    with pytest.raises(ProviderRejected) as refused:
        fetch(guard_for(server), "GET", server.url("/ok"), max_bytes=100, headers=headers)
    assert refused.value.code == "header_malformed"
    assert "hush" not in repr(refused.value)
    assert server.connections == 0


def test_errors_survive_a_process_boundary() -> None:
    error = ProviderUnavailable("Later.", code="busy", retry_after=5.0)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes, made on this line
    assert (copy.sentence, copy.code, copy.retry_after) == ("Later.", "busy", 5.0)
