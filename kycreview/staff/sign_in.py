"""How people come in: accounts are made by admins, so the door for new ones is closed."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoors(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
