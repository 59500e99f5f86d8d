"""`manage.py create_admin EMAIL --name NAME`: the first admin of a house; a trail entry says so."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from kycreview.staff.models import Role, User, normal_email
from kycreview.trail.events import Event
from kycreview.trail.record import record


class Command(BaseCommand):
    help = "Makes an admin; the password is asked for, or read from standard input when piped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        email = normal_email(options["email"])
        password = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_email(email)
            validate_password(password, User(email=email, name=options["name"]))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        with transaction.atomic():
            if User.objects.filter(email=email).exists():
                raise CommandError("Somebody signs in with this e-mail already.")
            admin = User.objects.create_user(email, password, name=options["name"])
            admin.roles.set([Role.objects.get(slug="admin")])
            record(
                Event.STAFF_CREATED,
                system="command",
                about=("user", admin.pk),
                data={"roles_before": "", "roles_after": "admin", "password_set": True},
            )
        self.stdout.write(f"{email} can sign in as admin.")
