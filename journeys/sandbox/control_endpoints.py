"""The sandbox's own endpoints, `/_sandbox/`: what it holds, faults, callbacks, applicant."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from journeys.sandbox.callbacks_out import CallbackRefused, CallbackTarget
from journeys.sandbox.exchange import Answer, Request, as_json
from journeys.sandbox.faults import UnknownFault
from journeys.sandbox.held import NotHeld
from journeys.sandbox.outcomes import OUTCOMES, UnknownOutcome

if TYPE_CHECKING:
    from journeys.sandbox.server import Sandbox


def control_answer(request: Request, *, sandbox: Sandbox) -> Answer:
    """The answer to a request below `/_sandbox`; mistakes are 400 with a sentence."""
    try:
        return _answer(request, sandbox)
    except NotHeld as missing:
        return as_json({"error": f"no journey {missing} is here"}, status=404)
    except (UnknownOutcome, UnknownFault, CallbackRefused) as mistake:
        return as_json({"error": str(mistake)}, status=400)
    except (KeyError, TypeError, ValueError) as mistake:
        return as_json({"error": f"not understood: {mistake!r}"}, status=400)


def _answer(request: Request, sandbox: Sandbox) -> Answer:
    sent: Any = request.json() or {}
    match (request.method, *request.parts[1:]):
        case ("GET", "journeys"):
            return as_json({"journeys": sandbox.journeys()})
        case ("GET", "outcomes"):
            return as_json(
                [
                    {"name": each.name, "providers": each.providers, "sentence": each.sentence}
                    for each in OUTCOMES.values()
                ]
            )
        case ("POST", "journeys"):
            return as_json(
                {"journey_id": sandbox.add_journey(sent["provider"], outcome=sent.get("outcome"))}
            )
        case ("GET", "receipts"):
            receipts = sandbox.receipts(request.query("journey_id"))
            return as_json(
                {
                    "receipts": [asdict(receipt) for receipt in receipts],
                    "accepted": sandbox.accepted_counts(),
                }
            )
        case ("GET", "served"):
            return as_json({"served": sandbox.served()})
        case ("GET", "faults"):
            return as_json({"faults": [fault.as_json() for fault in sandbox.faults.listed()]})
        case ("POST", "faults"):
            sandbox.add_fault(
                str(sent.get("match", "")),
                str(sent["kind"]),
                times=int(sent.get("times", 1)),
                seconds=float(sent.get("seconds", 2)),
                location=str(sent.get("location", "")),
            )
            return as_json({"faults": [fault.as_json() for fault in sandbox.faults.listed()]})
        case ("DELETE", "faults"):
            sandbox.clear_faults()
            return as_json({"faults": []})
        case ("POST", "configure"):
            for provider, settings in (sent.get("callbacks") or {}).items():
                sandbox.configure_callbacks(provider, _target(settings))
            return as_json({"configured": True})
        case ("GET", "callbacks"):
            return as_json({"posted": [asdict(posted) for posted in sandbox.poster.posted]})
        case ("POST", "callbacks"):
            return _post_callbacks(sent, sandbox)
        case ("POST", "applicant"):
            sandbox.play_applicant(sent["journey_id"], outcome=sent["outcome"])
            return as_json({"journey_id": sent["journey_id"], "outcome": sent["outcome"]})
        case ("POST", "erase"):
            sandbox.erase(sent["journey_id"], as_not_found=bool(sent.get("as_not_found", False)))
            return as_json({"journey_id": sent["journey_id"]})
        case (_, "trap"):
            return as_json({"trapped": True})
    return as_json({"error": f"nothing is at {request.path}"}, status=404)


def _post_callbacks(sent: dict[str, Any], sandbox: Sandbox) -> Answer:
    asked = sent.get("journeys", "all")
    ids = [each["id"] for each in sandbox.journeys()] if asked == "all" else list(asked)
    posted = sandbox.post_callbacks(
        ids,
        repeat=int(sent.get("repeat", 1)),
        shuffle=bool(sent.get("shuffle", False)),
        event=str(sent.get("event", "Finished Journey")),
        target=_target({"url": sent["url"], **(sent.get("auth") or {})})
        if sent.get("url")
        else None,
    )
    return as_json({"posted": [asdict(each) for each in posted]})


def _target(settings: dict[str, Any] | None) -> CallbackTarget | None:
    if not settings:
        return None
    return CallbackTarget(
        url=str(settings["url"]),
        scheme=str(settings.get("scheme", "none")),
        header=str(settings.get("header") or "Authorization"),
        secret=str(settings.get("secret", "")),
    )
