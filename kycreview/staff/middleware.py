"""Each person's own time zone and language, for the length of a request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from kycreview.staff.models import User

Next = Callable[[HttpRequest], HttpResponse]


def own_time_and_language(get_response: Next) -> Next:
    """Activate what the signed-in person chose; the house's settings where they chose nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        person = request.user if isinstance(request.user, User) else None
        name = (person.time_zone if person else "") or settings.HOUSE_TIME_ZONE
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        if person and person.language:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        with timezone.override(zone):
            return get_response(request)

    return answer
