"""The demo from its first line to its last: prepare, start, fill, look after, stop."""

from __future__ import annotations

import io
import shutil
import sys
import time

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from kombu import Connection
from kombu.exceptions import OperationalError
from tqdm import tqdm

from kycreview.demo import applicants, evidence, programs, stand_in
from kycreview.demo.bell import Bell
from kycreview.demo.card import NAME, Card, read_card, write_card
from kycreview.demo.children import Children
from kycreview.demo.errors import CannotStart, Stopped
from kycreview.demo.logins import make_logins
from kycreview.demo.surroundings import Place
from kycreview.staff.models import User

_BETWEEN_LOOKS = 0.5
_BETWEEN_APPLICANTS = 5.0


def live(place: Place, bell: Bell) -> int:
    """Run until somebody stops it. The exit status: 0 once it was stopped, 1 if it cannot run."""
    children = Children(run=place.run, logs=place.logs, bell=bell, say=say)
    try:
        card = _prepare(place, bell)
        house = _House(place, bell, children)
        house.start()
        say(f"You can sign in at {place.address} already; the logins are in {_card_of(place)}.")
        house.fill()
        _welcome(place, card)
        while True:
            house.look_after()
    except Stopped:
        return 0
    except CannotStart as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    finally:
        if children.any_started:
            say("Stopping; what is being worked on is finished first.")
            children.stop(programs.STOPPING_ORDER)
            say(f"Stopped. The data stays in {place.data_dir}.")
        if place.socket is not None and place.socket.parent != place.run:
            shutil.rmtree(place.socket.parent, ignore_errors=True)


def say(line: str) -> None:
    """One line on the terminal, above a progress bar if there is one."""
    tqdm.write(line, file=sys.stdout)
    sys.stdout.flush()


class _House:
    """What is done again and again while the children live."""

    def __init__(self, place: Place, bell: Bell, children: Children) -> None:
        self._place, self._bell, self._children = place, bell, children
        self._knows_callbacks = False
        self._applicants_at = 0.0

    def start(self) -> None:
        place = self._place
        if place.socket is not None:
            self._children.start(programs.broker(place))
        for program in (programs.sandbox, programs.worker, programs.beat, programs.web):
            self._children.start(program(place))

    def fill(self) -> None:
        """Bring in what the sandbox has and the house has not."""
        ids = None
        while ids is None:
            self.look_after()
            try:
                ids = stand_in.journey_ids(self._place)
            except stand_in.NoAnswer:
                continue
        evidence.follow(evidence.ask_for_missing(ids), between=self.look_after)
        cases = evidence.open_cases()
        say(f"{evidence.summary()} {cases:,} cases wait for a reviewer.")

    def look_after(self) -> None:
        """One look at everything, and a short pause. Raises Stopped."""
        self._bell.listen()
        if "sandbox" in self._children.tend():
            self._knows_callbacks = False
        if not self._knows_callbacks:
            self._tell_callbacks()
        if time.monotonic() - self._applicants_at > _BETWEEN_APPLICANTS:
            self._applicants_at = time.monotonic()
            applicants.answer(self._place)
        self._bell.pause(_BETWEEN_LOOKS)

    def _tell_callbacks(self) -> None:
        """The sandbox keeps its journeys over a restart, but not where it posts to."""
        try:
            stand_in.set_callbacks(self._place)
            stand_in.end_outage()
        except stand_in.NoAnswer:
            return
        self._knows_callbacks = True


def _prepare(place: Place, bell: Bell) -> Card:
    """Database, static files, people, accounts. Raises CannotStart, Stopped."""
    if place.socket is None:
        _refuse_absent_broker()
    said = io.StringIO()
    try:
        say("Preparing the database and the static files.")
        call_command("migrate", interactive=False, verbosity=0, stdout=said, stderr=said)
        bell.listen()
        call_command("collectstatic", interactive=False, verbosity=0, stdout=said, stderr=said)
        bell.listen()
    except DatabaseError as error:
        raise CannotStart(f"The database cannot be used: {str(error).strip()}") from None
    except CommandError as error:
        raise CannotStart(f"{said.getvalue()}{error}".strip()) from None
    kept = read_card(place.data_dir)
    card = Card(address=place.address, logins=make_logins(kept), sandbox=place.sandbox)
    admin = next(login.email for login in card.logins if login.role == "admin")
    stand_in.make_accounts(place, by=User.objects.get(email=admin))
    write_card(place.data_dir, card)
    return card


def _refuse_absent_broker() -> None:
    with Connection(settings.REDIS_URL, connect_timeout=3) as link:
        try:
            link.ensure_connection(max_retries=1)
        except OperationalError:
            raise CannotStart(
                "Nothing answers at REDIS_URL. Start that server, or unset REDIS_URL: "
                "the demo then brings a broker of its own."
            ) from None


def _welcome(place: Place, card: Card) -> None:
    lines = [
        "",
        f"  {place.address}",
        "",
        *(f"  {each.role:<9} {each.email:<23} {each.password}" for each in card.logins),
        "",
        f"The same as JSON: {_card_of(place)}. Logs: {place.logs}.",
        "Ctrl-C stops.",
    ]
    say("\n".join(lines))


def _card_of(place: Place) -> str:
    return str(place.data_dir / NAME)
