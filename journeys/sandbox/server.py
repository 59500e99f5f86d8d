"""The sandbox as a running server on loopback, and everything that it can be told from Python."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from journeys.sandbox.callbacks_out import CallbackPoster, CallbackTarget, Posted
from journeys.sandbox.control_endpoints import control_answer
from journeys.sandbox.event_log import EventLog
from journeys.sandbox.exchange import Answer, Request, as_json
from journeys.sandbox.faults import REFUSING, Fault, FaultBoard
from journeys.sandbox.held import NotHeld, Receipt
from journeys.sandbox.idwise_endpoints import idwise_answer, idwise_error
from journeys.sandbox.outcomes import OUTCOMES
from journeys.sandbox.plan import Look, SandboxJourney
from journeys.sandbox.sending import SandboxHandler, spoilt
from journeys.sandbox.shelf import Shelf
from journeys.sandbox.signzy_endpoints import signzy_answer, signzy_error

_HOST = "127.0.0.1"


class Sandbox:
    """Both providers. Start it, talk HTTP to it, and tell it what goes wrong."""

    def __init__(
        self,
        *,
        seed: int = 1,
        journeys: int = 60,
        outcomes: Sequence[tuple[str, str | None]] | None = None,
        pictures: Look = "drawn",
        picture_folder: Path | None = None,
        state_file: Path | None = None,
        today: date | None = None,
        retry_seconds: Sequence[float] = (5, 10, 15),
    ) -> None:
        """`outcomes` lists (provider, outcome or None) and takes the place of `journeys`.

        Without `today` the journeys end yesterday evening, or, with a state file that has been
        used before, on the same day as then.
        """
        self.faults = FaultBoard()
        self._seed = seed
        self._outcomes = outcomes or [
            (("idwise", "signzy")[place % 2], None) for place in range(journeys)
        ]
        self._look: Look = pictures
        self._folder = picture_folder
        self._log = EventLog(state_file)
        self._today = today
        self._retry_seconds = retry_seconds
        self._served: Counter[str] = Counter()
        self._stopping = threading.Event()
        self._closing = contextlib.ExitStack()

    def start(self, port: int = 0) -> Sandbox:
        """Listen on loopback; port 0 takes any that is free."""
        handler = type(
            "Handler",
            (SandboxHandler,),
            {
                "respond": staticmethod(self._respond),
                "take_fault": staticmethod(self._take_fault),
                "stopping": self._stopping,
            },
        )
        self._server = _Server((_HOST, port), handler)
        folder = self._folder or Path(
            self._closing.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-"))
        )
        self.shelf = Shelf(
            seed=self._seed,
            today=self._day(),
            signzy_url=self.signzy_url,
            look=self._look,
            folder=folder if self._look == "drawn" else None,
            log=self._log,
        )
        self.shelf.lay_out(self._outcomes)
        self.poster = CallbackPoster(self.shelf, retry_seconds=self._retry_seconds)
        self.poster.start()
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.1},
            name="sandbox",
            daemon=True,
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening; answers that are being written are cut off."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)
        self.poster.stop()
        self._closing.close()

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def media_host(self) -> str:
        """`host:port`, as a list of private hosts wants it."""
        return f"{_HOST}:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        return f"http://{self.media_host}"

    @property
    def idwise_url(self) -> str:
        return f"{self.base_url}/idwise"

    @property
    def signzy_url(self) -> str:
        return f"{self.base_url}/signzy"

    def journeys(self) -> list[dict[str, Any]]:
        """What is here: id, provider, outcome, its sentence and the truth."""
        listed = []
        for provider, journey_id in self.shelf.ids():
            with contextlib.suppress(NotHeld):
                plan = self.shelf.plan(provider, journey_id)
                listed.append(
                    {
                        "id": journey_id,
                        "provider": provider,
                        "outcome": plan.outcome,
                        "sentence": OUTCOMES[plan.outcome].sentence,
                        "truth": asdict(self.shelf.journey(provider, journey_id).truth),
                    }
                )
        return listed

    def journey(self, journey_id: str) -> SandboxJourney:
        """One journey as it is now. Raises NotHeld."""
        return self.shelf.journey(self.shelf.provider_of(journey_id), journey_id)

    def add_journey(self, provider: str, *, outcome: str | None = None) -> str:
        """One more finished journey; returns its id. Raises UnknownOutcome."""
        return self.shelf.add(provider, outcome=outcome)

    def play_applicant(self, journey_id: str, *, outcome: str) -> None:
        """The applicant does the asked steps again, or uses a new link. Raises NotHeld."""
        self.shelf.play(journey_id, outcome=outcome)
        self.poster.announce(journey_id, "Updated Journey", {"action": "Step Update"})
        self.poster.announce(journey_id, "Finished Journey")

    def erase(self, journey_id: str, *, as_not_found: bool = False) -> None:
        """The provider deletes the journey's data. Raises NotHeld."""
        self.shelf.erase(journey_id, as_not_found=as_not_found)

    def receipts(self, journey_id: str = "") -> list[Receipt]:
        """What clients sent, in order; of one journey where an id is given."""
        return [each for each in self.shelf.receipts if journey_id in ("", each.journey_id)]

    def accepted_counts(self) -> dict[str, int]:
        """How many decisions or links were accepted, by journey: 1 each is exactly once.

        A Signzy link counts for the user that it was asked for.
        """
        return dict(Counter(_counted_as(each) for each in self.shelf.receipts if each.is_accepted))

    def served(self) -> dict[str, int]:
        """How often each method and path was asked for."""
        return dict(self._served)

    def add_fault(
        self,
        match: str,
        kind: str,
        *,
        times: int = 1,
        seconds: float = 2.0,
        location: str = "",
    ) -> None:
        """Spoil the next `times` requests (0: all) that match. Raises UnknownFault.

        `match` is a provider, `media`, an id or any part of the path; "" is every request.
        """
        self.faults.add(Fault(match, kind, times=times, seconds=seconds, location=location))

    def clear_faults(self) -> None:
        self.faults.clear()

    def configure_callbacks(self, provider: str, target: CallbackTarget | None) -> None:
        """Where a provider posts to from now on; None switches it off. Raises CallbackRefused."""
        self.poster.configure(provider, target)

    def post_callbacks(
        self,
        journey_ids: Sequence[str],
        *,
        repeat: int = 1,
        shuffle: bool = False,
        event: str = "Finished Journey",
        target: CallbackTarget | None = None,
    ) -> list[Posted]:
        """Post now and say how each was answered. Raises NotHeld, CallbackRefused."""
        return self.poster.post(
            journey_ids, repeat=repeat, shuffle=shuffle, event=event, target=target
        )

    def _day(self) -> date:
        opened = next((each for each in self._log.read() if each.get("kind") == "opened"), None)
        if opened is not None:
            return date.fromisoformat(opened["today"])
        today = self._today or datetime.now(UTC).date()
        self._log.append({"kind": "opened", "today": today.isoformat(), "seed": self._seed})
        return today

    def _take_fault(self, request: Request) -> Fault | None:
        if request.parts[:1] == ("_sandbox",):
            return None
        tags = {*request.parts[:1]}
        if "image" in request.parts or "download" in request.parts:
            tags.add("media")
        return self.faults.take(request.path, tags=frozenset(tags))

    def _respond(self, request: Request, fault: Fault | None) -> Answer:
        self._served[f"{request.method} {request.path}"] += 1
        trap = f"{self.base_url}/_sandbox/trap"
        if fault is not None and fault.kind in REFUSING:
            return _refused(request, fault, inside=trap)
        answer = self._answer(request)
        return answer if fault is None else spoilt(answer, fault, inside=trap)

    def _answer(self, request: Request) -> Answer:
        match request.parts[:1]:
            case ("idwise",):
                return idwise_answer(request, shelf=self.shelf, poster=self.poster)
            case ("signzy",):
                return signzy_answer(request, shelf=self.shelf, base_url=self.signzy_url)
            case ("_sandbox",):
                return control_answer(request, sandbox=self)
        return as_json({"error": f"nothing is at {request.path}"}, status=404)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Waiting for kept-open connections would make a stop take a minute.
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news; anything else is a mistake of ours and is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _refused(request: Request, fault: Fault, *, inside: str) -> Answer:
    """The provider's own refusal, or a redirect."""
    if fault.kind == "redirect":
        return spoilt(Answer(302), fault, inside=inside)
    status, message, code = {
        "429": (429, "Too many requests", "too_many_requests"),
        "500": (500, "Internal server error", "internal_error"),
        "unauthorized": (401, "Credentials are not valid", "invalid_credentials"),
        "not_found": (404, "Journey not found", "journey_not_found"),
    }[fault.kind]
    if request.parts[:1] == ("signzy",):
        answer = signzy_error(status, message, code.upper())
    else:
        answer = idwise_error(status, message, code)
    if status == 429:
        retry = {"Retry-After": str(max(1, round(fault.seconds)))}
        return Answer(answer.status, answer.body, headers=retry)
    return answer


def _counted_as(receipt: Receipt) -> str:
    if receipt.kind == "create_journey" and isinstance(receipt.body, dict):
        info = receipt.body.get("userInfo") or {}
        return str(receipt.body.get("userId") or info.get("externalReferenceId") or "")
    return receipt.journey_id
