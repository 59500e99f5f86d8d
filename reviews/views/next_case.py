"""Where a person goes after a decision: to the next case, or back to this one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kycreview.trail.record import seat_of
from reviews.desk import claims
from reviews.models import Case, Decision
from reviews.views.access import person_of


def open_next(request: HttpRequest) -> HttpResponse:
    """Claim and open the most urgent case for this person; the desk where there is none."""
    following = claims.claim_next(by=person_of(request), seat=seat_of(request))
    if following is None:
        messages.info(request, _("Nothing is open now. New cases appear here by themselves."))
        return redirect("desk")
    return redirect("case", following.pk)


def after_decision(request: HttpRequest, found: Case, decision: Decision) -> HttpResponse:
    """Say what was recorded, then open the next case unless the person wants to stay."""
    found.refresh_from_db()
    goes_on = request.POST.get("then") == "next"
    seconds = round((decision.takes_effect_at - decision.decided_at).total_seconds())
    if found.state == Case.State.DECIDED:
        said = _("Case %(code)s recorded: %(outcome)s. It takes effect in %(seconds)s s.") % {
            "code": found.code,
            "outcome": decision.get_outcome_display(),
            "seconds": seconds,
        }
    else:
        said = _("Case %(code)s recorded: %(outcome)s. Another reader looks at it now.") % {
            "code": found.code,
            "outcome": decision.get_outcome_display(),
        }
    if not goes_on or not seconds or found.state != Case.State.DECIDED:
        # Else the offer to undo says it, and nothing moves on the next page.
        messages.success(request, said)
    if not goes_on:
        return redirect("case", found.pk)
    return open_next(request)
