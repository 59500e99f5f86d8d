"""Settings from the environment and from files, and what production refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from pydantic import ValidationError
from pydantic_settings import SettingsError
from pytest_django import Settings as DjangoSettings

from kycreview.checks import production_is_complete
from kycreview.database_url import database_settings
from kycreview.mail import email_settings
from kycreview.settings_model import Settings
from tests import environment
from tests.databases import ROOT


def test_a_value_can_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text("$ecret, with a comma\n")
    monkeypatch.setenv("SIGNZY_AUTH_TOKEN_FILE", str(file))
    token = Settings().SIGNZY_AUTH_TOKEN
    assert token is not None
    assert token.get_secret_value() == "$ecret, with a comma"
    assert "$ecret" not in repr(Settings())


def test_a_list_can_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hosts"
    file.write_text("a.example.test, b.example.test\n")
    monkeypatch.setenv("ALLOWED_HOSTS_FILE", str(file))
    assert Settings().ALLOWED_HOSTS == ["a.example.test", "b.example.test"]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_given_twice_is_an_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "value"
    file.write_text("1")
    monkeypatch.setenv(name, "1")
    monkeypatch.setenv(f"{name}_FILE", str(file))
    with pytest.raises(SettingsError) as caught:
        Settings()
    assert f"{name} and {name}_FILE are both set" in str(caught.value.__cause__)


def test_a_file_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", "/nowhere/at/all")
    with pytest.raises(SettingsError) as caught:
        Settings()
    assert "SECRET_KEY_FILE cannot be read" in str(caught.value.__cause__)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a", ["a"]),
        ("a,b", ["a", "b"]),
        (" a , b ,", ["a", "b"]),
        ("", []),
        ("127.0.0.1:8100,[::1]:8100", ["127.0.0.1:8100", "[::1]:8100"]),
    ],
)
def test_lists_are_separated_by_commas(
    text: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVIDER_PRIVATE_HOSTS", text)
    found = Settings().PROVIDER_PRIVATE_HOSTS
    assert found == expected


@pytest.mark.parametrize(
    "name, value",
    [
        ("PORT", "0"),
        ("PORT", "web"),
        ("DEBUG", "perhaps"),
        ("ENVIRONMENT", "staging"),
        ("UNDO_SECONDS", "-1"),
        ("HOOK_LOG_DAYS", "0"),
        ("JOB_LEASE_SECONDS", "1"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name):
        Settings()


def test_idwise_s_regions_are_known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().idwise_base_url == "https://api.idwise.com"
    monkeypatch.setenv("IDWISE_BASE_URL", "UAE")
    assert Settings().idwise_base_url == "https://api-uae.idwise.com"
    monkeypatch.setenv("IDWISE_BASE_URL", "https://idwise.example.test/")
    assert Settings().idwise_base_url == "https://idwise.example.test"


def test_without_a_database_url_the_database_lies_in_data_dir(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATA_DIR", "/srv/house")
    found = database_settings(Settings().database_url)
    assert found["NAME"] == "/srv/house/kycreview.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_database_url_may_name_a_unix_socket() -> None:
    found = database_settings("postgresql://app:p%40ss@%2Frun%2Fpg/house")
    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == ("/run/pg", "house", "p@ss")


@pytest.mark.parametrize(
    "asked, given",
    [
        ("", "-c jit=off"),
        ("?sslmode=require", "-c jit=off"),
        ("?options=-c%20jit%3Don", "-c jit=off -c jit=on"),
    ],
)
def test_postgresql_compiles_no_statement_unless_the_url_says_so(asked: str, given: str) -> None:
    found = database_settings(f"postgresql://app@127.0.0.1/house{asked}")
    assert found["OPTIONS"]["options"] == given
    assert ("sslmode" in found["OPTIONS"]) is ("sslmode" in asked)


@pytest.mark.postgresql
@pytest.mark.usefixtures("database")
def test_the_server_is_told_so() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        database_settings("mysql://app@127.0.0.1/house")


def test_mail_urls_become_django_s_settings() -> None:
    found = email_settings("smtp+tls://me%40example.test:p%2Fw@mail.example.test")
    assert found["EMAIL_HOST_USER"] == "me@example.test"
    assert found["EMAIL_HOST_PASSWORD"] == "p/w"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
        587, True, False,
    )  # fmt: skip
    with pytest.raises(ValueError, match="EMAIL_URL"):
        email_settings("http://mail.example.test")


def check(**given: str) -> tuple[int, str]:
    """`manage.py check --deploy` as a complete production: status and what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment.for_children(**{**environment.PRODUCTION, **given}),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_complete_production_has_no_warnings() -> None:
    status, said = check()
    assert status == 0, said


@pytest.mark.parametrize(
    "name, value, expected",
    [
        ("KEYS_WERE_GIVEN", False, "kycreview.E001"),
        ("SETTINGS", Settings(PROVIDER_PRIVATE_HOSTS=["127.0.0.1:8100"]), "kycreview.E002"),
        ("SETTINGS", Settings(WEBHOOK_PRIVATE_HOSTS=["127.0.0.1:8200"]), "kycreview.E005"),
        ("DEBUG", True, "kycreview.E003"),
        ("IS_PUBLIC_HTTPS", False, "kycreview.E004"),
        ("DATABASES", "sqlite:////tmp/never-opened.sqlite3", "kycreview.W001"),
    ],
)
def test_production_refuses_what_only_a_laptop_may_do(
    name: str,
    value: object,
    expected: str,
    settings: DjangoSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def let_database_be(url: str) -> None:
        monkeypatch.setitem(settings.DATABASES, "default", database_settings(url))

    settings.ENVIRONMENT = "production"
    settings.IS_PUBLIC_HTTPS = True
    let_database_be("postgresql://app@127.0.0.1/house")
    assert production_is_complete(app_configs=None) == []
    if name == "DATABASES":
        let_database_be(str(value))
    else:
        setattr(settings, name, value)
    assert [found.id for found in production_is_complete(app_configs=None)] == [expected]
    settings.ENVIRONMENT = "local"
    assert production_is_complete(app_configs=None) == []


def test_production_refuses_keys_that_were_made_on_first_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRAIL_KEY")
    status, said = check(DATA_DIR=str(tmp_path))
    assert status != 0
    assert "kycreview.E001" in said
    assert environment.DATA_KEY not in said
