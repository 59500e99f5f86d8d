"""POST /case/<id>/say/: one thing that a person says about one piece of evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.errors import Incomplete, ReviewError
from reviews.evidence.blind import refuse_while_blind
from reviews.evidence.case_page import date_of
from reviews.evidence.data_panel import data_identities
from reviews.evidence.document_panel import element_identities, override_identities
from reviews.evidence.screening_rows import offered
from reviews.evidence.shapes import Identity, Tree
from reviews.evidence.tree import build_tree
from reviews.forms.saying import SayForm, values_form
from reviews.models import Panel, Round, Statement
from reviews.verdicts.saying import say
from reviews.verdicts.screening import CODES, check_disposition, precedent_key
from reviews.views.access import person_of, requires
from reviews.views.said_problem import said_problem
from reviews.views.showing import Beside, show_case

ELEMENT_CODES = ("genuine", "cant_tell", "doubtful")
OVERRIDE_CODES = ("explained",)


@require_POST
@requires(Permission.CASES_REVIEW)
def case_say(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Answers 303 to the panel; what stands against it is a sentence there, nothing is lost."""
    form = SayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The answer came without what it is about. Try again."))
        return redirect("case", case_id)
    said = form.cleaned_data
    its_round = get_object_or_404(
        Round.objects.select_related(
            "case__queue", "journey__account", "journey__current_snapshot"
        ).defer("journey__current_snapshot__sealed_bytes"),
        pk=said["round"],
        case_id=case_id,
    )
    refuse_while_blind(its_round.case, viewer=person_of(request))
    try:
        _say(request, its_round, said)
    except ReviewError as error:
        # No redirect: what was ticked and written stays in the form of the page that is there.
        problem = None
        if isinstance(error, Incomplete):
            problem = said_problem(request.POST, field=error.field, sentence=error.sentence)
        if problem is None:
            messages.error(request, error.sentence)
        return show_case(request, its_round.case, Beside(said_problem=problem), status=error.status)
    panel = said["panel"] or Panel.FACES
    where = f"{reverse('case', args=[case_id])}?{urlencode({'p': int(panel)})}"
    return HttpResponse(status=303, headers={"Location": f"{where}#{said['anchor']}"})


def _say(request: HttpRequest, its_round: Round, said: dict[str, Any]) -> None:
    person = person_of(request)
    snapshot = its_round.journey.current_snapshot
    if snapshot is None:
        raise LookupError("a case on a journey without evidence")
    tree = build_tree(snapshot, its_round.journey.key())
    identity = Identity(said["stable_key"], said["content_hash"])
    values = _values(request, kind=said["kind"], code=said["code"])
    shared = ""
    if said["kind"] == Statement.Kind.DISPOSITION:
        match = next((one for one in tree.matches if tree.identity_of(one) == identity), None)
        if match is not None:
            check_disposition(
                match,
                said["code"],
                values,
                may_confirm=person.may(Permission.SANCTIONS_DECIDE),
                offered=offered(match, tree, at=date_of(tree, snapshot)),
            )
            shared = precedent_key(its_round.journey, tree, match)
    say(
        its_round,
        identity,
        kind=said["kind"],
        code=said["code"],
        known=known_identities(tree, said["kind"], at=date_of(tree, snapshot)),
        values=values,
        precedent_key=shared,
        by=person,
        seat=seat_of(request),
    )


def known_identities(tree: Tree, kind: str, *, at: date) -> Mapping[Identity, Collection[str]]:
    """What of this evidence can be spoken about in this way, and with which codes."""
    if kind == Statement.Kind.ELEMENT:
        return dict.fromkeys(element_identities(tree), ELEMENT_CODES)
    if kind == Statement.Kind.OVERRIDE:
        return dict.fromkeys(override_identities(tree), OVERRIDE_CODES)
    if kind == Statement.Kind.DISPOSITION:
        return {tree.identity_of(match): CODES for match in tree.matches}
    return data_identities(tree, at=at)


def _values(request: HttpRequest, *, kind: str, code: str) -> dict[str, Any]:
    form = values_form(kind, code, request.POST)
    if form is None:
        return {}
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Incomplete(str(errors[0]), field=field)
    return {name: value for name, value in form.cleaned_data.items() if value}
