"""User and Role. People are deactivated, never deleted: the trail names them for ever."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kycreview.staff.permissions import JUDGING, MANAGING, Permission

# What every house starts with; the words of the pages' languages stand in for these names alone.
FIRST_NAMES = {
    "reviewer": ("Reviewer", _("Reviewer")),
    "lead": ("Lead", _("Lead")),
    "admin": ("Admin", _("Admin")),
    "auditor": ("Auditor", _("Auditor")),
}


class Role(models.Model):
    """A named set of permissions; houses may add their own."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    permissions = models.JSONField(default=list)

    def __str__(self) -> str:
        """As pages say it: a name of the house's own stays as it was given."""
        first, word = FIRST_NAMES.get(self.slug, ("", ""))
        return str(word) if self.name == first else self.name


class Users(BaseUserManager["User"]):
    """Creation by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normal_email(username or ""))


class User(AbstractBaseUser):
    """A member of staff. The e-mail is the login, lower-cased and unique."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Numerals(models.TextChoices):
        """Of Arabic pages, by the names that Unicode has for them."""

        LATIN = "latn", _("Latin digits 123")
        ARABIC = "arab", _("Arabic digits ١٢٣")

    class Availability(models.TextChoices):
        AVAILABLE = "available", _("Available")
        AWAY = "away", _("Away")
        ON_LEAVE = "on_leave", _("On leave")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    roles = models.ManyToManyField(Role, related_name="people", blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, blank=True)
    numerals = models.CharField(max_length=4, choices=Numerals.choices, default=Numerals.LATIN)
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    key_map = models.JSONField(default=dict, blank=True)
    availability = models.CharField(
        max_length=12, choices=Availability.choices, default=Availability.AVAILABLE
    )
    created_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="staff_email_in_any_case")
        ]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Users] = Users()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # a property over AbstractBaseUser's constant
        return self.deactivated_at is None

    @property
    def initials(self) -> str:
        words = (self.name or self.email).split()
        return "".join(word[0] for word in words[:2]).upper()

    def permission_codes(self) -> frozenset[str]:
        """The union over roles."""
        held = frozenset(code for role in self._held_roles() for code in role.permissions)
        return held if self.is_active else frozenset()

    def _held_roles(self) -> list[Role]:
        """Asked once a request, so that a removed role counts at once."""
        held: list[Role] | None = self.__dict__.get("_roles_held")
        if held is None:
            held = self.__dict__["_roles_held"] = list(self.roles.all())
        return held

    def may(self, permission: Permission) -> bool:
        return permission.value in self.permission_codes()

    def role_names(self) -> str:
        """The roles' slugs in order, as the trail records them."""
        return "+".join(sorted(role.slug for role in self._held_roles()))


def normal_email(email: str) -> str:
    """Two spellings that differ in case are one person."""
    return email.strip().lower()


def refuse_mixed_roles(roles: Iterable[Role]) -> None:
    """No account holds managing and judging permissions together. Raises ValidationError."""
    codes: Collection[str] = {code for role in roles for code in role.permissions}
    if MANAGING.intersection(codes) and JUDGING.intersection(codes):
        raise ValidationError(
            gettext(
                "One person cannot manage the system and see evidence in it. "
                "Give either an admin role or reviewing roles."
            )
        )
