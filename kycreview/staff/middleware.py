"""Each person's own time zone, language and digits, for the length of a request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from kycreview.staff.models import User
from kycreview.staff.numerals import page_with_arabic_digits

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
            response = get_response(request)
        if person and writes_arabic_digits(person) and _is_page(response):
            response.content = page_with_arabic_digits(response.content.decode()).encode()
        return response

    return answer


def writes_arabic_digits(person: User) -> bool:
    """Whether the page that is made now has this person's numbers in Arabic digits."""
    language = translation.get_language() or ""
    return language.startswith("ar") and person.numerals == User.Numerals.ARABIC


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")
