"""Account: one row per account at a provider; several of one provider may stand side by side."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kycreview.sealing import data_key, new_data_key, seal_json, unseal_json


class Account(models.Model):
    """What is needed to talk to one account. Its secrets are sealed and never shown again."""

    class ProviderName(models.TextChoices):
        IDWISE = "idwise", "IDWise"
        SIGNZY = "signzy", "Signzy"

    class SystemOfRecord(models.TextChoices):
        HOUSE = "house", _("Decisions are made here")
        PROVIDER = "provider", _("Decisions are made at the provider")

    class CallbackScheme(models.TextChoices):
        BASIC = "basic", _("Basic")
        BEARER = "bearer", _("Bearer")
        HEADER = "header", _("A header of its own")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(max_length=16, choices=ProviderName.choices)
    slug = models.SlugField(max_length=60, unique=True)
    region = models.CharField(max_length=40, blank=True)
    base_url = models.CharField(max_length=255)
    time_zone = models.CharField(max_length=64, default="UTC")
    system_of_record = models.CharField(
        max_length=10, choices=SystemOfRecord.choices, default=SystemOfRecord.HOUSE
    )
    is_test = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # Path templates (result, media, review, create) where they differ from the defaults.
    paths = models.JSONField(default=dict, blank=True)
    media_hosts = models.JSONField(default=list, blank=True)
    callback_scheme = models.CharField(
        max_length=8, choices=CallbackScheme.choices, default=CallbackScheme.HEADER
    )
    callback_header = models.CharField(max_length=60, default="Authorization")
    # Look-up value of the unguessable part of the callback URL; the part itself is sealed.
    callback_path_hash = models.CharField(max_length=64, unique=True)
    # Look-up value of the token that the client's own system announces journeys with.
    expected_token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    key_id = models.CharField(max_length=64)
    sealed_secrets = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def lane(self) -> str:
        """The name under which all jobs of this account pause and resume."""
        return f"account:{self.slug}"

    @property
    def makes_decisions_here(self) -> bool:
        return self.system_of_record == self.SystemOfRecord.HOUSE

    def secrets(self) -> dict[str, str]:
        """The unsealed secrets. Raises KeyGone or Broken."""
        opened: dict[str, str] = unseal_json(
            data_key(self.key_id), self.sealed_secrets, context=f"account:{self.id}"
        )
        return opened

    def seal_secrets(self, secrets: dict[str, str]) -> None:
        """Seal the secrets into the row (not saved); the account's key is made on first use."""
        if not self.key_id:
            self.key_id = new_data_key()
        self.sealed_secrets = seal_json(
            data_key(self.key_id), secrets, context=f"account:{self.id}"
        )
