"""Every setting, typed, from the environment; each NAME also as NAME_FILE. Owns no Django setting.

A NAME_FILE names a file whose content is the value; giving both is an error. Keys that are not set
are made under DATA_DIR on first use (with a warning; the production check refuses that).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

BASE_DIR = Path(__file__).resolve().parent.parent

IDWISE_HOSTS = {
    "eu": "https://api.idwise.com",
    "uae": "https://api-uae.idwise.com",
    "qatar": "https://api-qat.idwise.com",
}


def _split(value: object) -> object:
    if isinstance(value, str):
        return [piece.strip() for piece in value.split(",") if piece.strip()]
    return value


Listed = Annotated[list[str], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """The product's settings. Names are those of the environment."""

    model_config = SettingsConfigDict(case_sensitive=True, extra="ignore")

    DEBUG: bool = False
    # "production" makes `check` refuse what only a laptop may do.
    ENVIRONMENT: str = Field(default="local", pattern="^(local|production)$")
    SECRET_KEY: SecretStr | None = None
    DATA_KEY: SecretStr | None = None
    TRAIL_KEY: SecretStr | None = None
    DATA_DIR: Path = BASE_DIR / "var"
    DATABASE_URL: SecretStr | None = None
    REDIS_URL: SecretStr | None = None
    ALLOWED_HOSTS: Listed = ["127.0.0.1", "localhost", "[::1]"]
    PORT: int = Field(default=8000, ge=1, le=65535)
    PUBLIC_URL: str = ""
    TRUSTED_PROXIES: Listed = []
    OUTBOUND_PROXY: SecretStr | None = None
    OUTBOUND_CA_FILE: str = ""
    EMAIL_URL: SecretStr | None = None
    TIME_ZONE: str = "UTC"
    STATIC_ROOT: Path = BASE_DIR / "static-built"

    IDWISE_BASE_URL: str = "eu"
    IDWISE_API_KEY: SecretStr | None = None
    IDWISE_API_SECRET: SecretStr | None = None
    IDWISE_CALLBACK_SECRET: SecretStr | None = None
    IDWISE_RESULT_PATH: str = "/journey/v2/{journey_id}"
    IDWISE_MEDIA_PATH: str = "/journey/v2/image/{image_path}"
    IDWISE_REVIEW_PATH: str = "/journey/v2/manual-review/{journey_id}"
    SIGNZY_BASE_URL: str = "https://api.signzy.app"
    SIGNZY_AUTH_TOKEN: SecretStr | None = None
    SIGNZY_CALLBACK_SECRET: SecretStr | None = None
    SIGNZY_CALLBACK_HEADER: str = "Authorization"
    SIGNZY_RESULT_PATH: str = "/api/v3/otk-service/get-journey/{journey_id}"
    SIGNZY_CREATE_PATH: str = "/api/v3/otk-service/create-journey-url"
    SIGNZY_MEDIA_HOSTS: Listed = [
        "persist.signzy.tech",
        "preproduction-persist.signzy.tech",
        "staging-persist.signzy.tech",
        "api.persist-global.com",
    ]
    PROVIDER_PRIVATE_HOSTS: Listed = []
    # As the one above, for the client's own systems that webhooks are sent to.
    WEBHOOK_PRIVATE_HOSTS: Listed = []

    JOB_LEASE_SECONDS: int = Field(default=30, ge=2, le=3600)
    JOB_SWEEP_SECONDS: float = Field(default=3.0, ge=0.5, le=60)
    EXPECTED_OVERDUE_HOURS: int = Field(default=24, ge=1, le=24 * 90)
    UNDO_SECONDS: int = Field(default=10, ge=0, le=60)
    HOOK_LOG_DAYS: int = Field(default=90, ge=1, le=3650)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, FileNamed(settings_cls), env_settings

    @property
    def idwise_base_url(self) -> str:
        """The host behind a region's name, or the URL as given."""
        return IDWISE_HOSTS.get(self.IDWISE_BASE_URL.lower(), self.IDWISE_BASE_URL).rstrip("/")

    @property
    def database_url(self) -> str:
        if self.DATABASE_URL is not None:
            return self.DATABASE_URL.get_secret_value()
        return f"sqlite:///{self.DATA_DIR / 'kycreview.sqlite3'}"


class FileNamed(EnvSettingsSource):
    """NAME_FILE: the value is the content of a file, its last newline dropped."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{field_name}_FILE")
        if path is None:
            return None, field_name, False
        if field_name in os.environ:
            raise ValueError(f"{field_name} and {field_name}_FILE are both set; set only one.")
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\n"), field_name, False
        except OSError as error:
            raise ValueError(f"{field_name}_FILE cannot be read: {error.strerror}.") from None
