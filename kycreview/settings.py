"""Django's settings, made from the typed model in `settings_model`. Nothing is read elsewhere."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from kycreview.database_url import database_settings
from kycreview.made_keys import made_key
from kycreview.schedule import beat_schedule
from kycreview.settings_model import BASE_DIR, Settings

SETTINGS = Settings()
APP_VERSION = "0.1.0"
# Written into every trail entry; raised by hand when a rule of deciding changes.
POLICY_VERSION = "2"

DEBUG = SETTINGS.DEBUG
ENVIRONMENT = SETTINGS.ENVIRONMENT
DATA_DIR: Path = SETTINGS.DATA_DIR.resolve()
PUBLIC_URL = SETTINGS.PUBLIC_URL or f"http://127.0.0.1:{SETTINGS.PORT}"
IS_PUBLIC_HTTPS = PUBLIC_URL.startswith("https://")
KEYS_WERE_GIVEN = bool(SETTINGS.SECRET_KEY and SETTINGS.DATA_KEY and SETTINGS.TRAIL_KEY)


def _key(name: str) -> str:
    given = getattr(SETTINGS, name)
    return given.get_secret_value() if given is not None else made_key(DATA_DIR, name)


SECRET_KEY = _key("SECRET_KEY")
DATA_KEY = _key("DATA_KEY")
TRAIL_KEY = _key("TRAIL_KEY")
REDIS_URL = SETTINGS.REDIS_URL.get_secret_value() if SETTINGS.REDIS_URL else ""
ALLOWED_HOSTS = SETTINGS.ALLOWED_HOSTS
INTERNAL_IPS: list[str] = []

INSTALLED_APPS = [
    "kycreview.staff",
    "kycreview.trail",
    "kycreview.jobs",
    "journeys",
    "reviews",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kycreview.headers.protective_headers",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kycreview.staff.middleware.own_time_and_language",
]

ROOT_URLCONF = "kycreview.urls"
WSGI_APPLICATION = "kycreview.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kycreview.staff.context.places",
                "reviews.desk.at_hand.at_hand",
            ],
            "builtins": ["reviews.templatetags.shown"],
        },
    }
]

DATABASES: dict[str, Any] = {"default": database_settings(SETTINGS.database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits live in the database: sign-in must work while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_rows",
    }
}

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "kycreview.staff.sign_in.ClosedDoors"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_PUBLIC_HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PUBLIC_HTTPS
if IS_PUBLIC_HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = (
        ("HTTP_X_FORWARDED_PROTO", "https") if SETTINGS.TRUSTED_PROXIES else None
    )
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.rstrip("/")]
CSRF_FAILURE_VIEW = "reviews.views.errors.csrf_failed"
TRUSTED_PROXIES = SETTINGS.TRUSTED_PROXIES
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
    "display-capture": [],
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Numbers of Arabic pages, written as in English: Latin digits, point before the fraction.
FORMAT_MODULE_PATH = ["kycreview.formats"]
TIME_ZONE = "UTC"
USE_TZ = True
HOUSE_TIME_ZONE = SETTINGS.TIME_ZONE

STATIC_URL = "/static/"
STATIC_ROOT = SETTINGS.STATIC_ROOT
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

if SETTINGS.EMAIL_URL is None:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
else:
    from kycreview.mail import email_settings

    globals().update(email_settings(SETTINGS.EMAIL_URL.get_secret_value()))

# Celery: no results, late acknowledgement, the shortest memory a broker can have.
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.1}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = beat_schedule(sweep_seconds=SETTINGS.JOB_SWEEP_SECONDS)

# Which function runs a job of which kind. The jobs app knows neither room; this table does.
JOB_HANDLERS = {
    "journey.fetch": "journeys.tasks.run_fetch",
    "media.fetch": "journeys.tasks.run_media",
    "decision.take_effect": "reviews.tasks.run_take_effect",
    "outbox.send": "reviews.tasks.run_outbox",
    "hook.send": "reviews.tasks.run_hook",
}
JOB_LEASE_SECONDS = SETTINGS.JOB_LEASE_SECONDS
EXPECTED_OVERDUE_HOURS = SETTINGS.EXPECTED_OVERDUE_HOURS
UNDO_SECONDS = SETTINGS.UNDO_SECONDS
HOOK_LOG_DAYS = SETTINGS.HOOK_LOG_DAYS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Their debug lines hold URLs, and URLs of pictures are secrets.
    "loggers": {"urllib3": {"level": "WARNING"}, "requests": {"level": "WARNING"}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
