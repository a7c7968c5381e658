"""One settings file. A fresh checkout runs on SQLite with no environment at all; docs/operators.md names every setting."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from collective import env

BASE = Path(__file__).resolve().parent.parent
VAR = Path(env.text("COLLECTIVE_VAR", str(BASE / "var")))
VERSION = re.search(r"^## (\S+)", (BASE / "CHANGELOG.md").read_text(), re.MULTILINE)[1]

DEMO = env.boolean("COLLECTIVE_DEMO", default=False)
DEBUG = env.boolean("COLLECTIVE_DEBUG", default=False)
SECRET_KEY = env.secret("COLLECTIVE_SECRET_KEY", keep_in=VAR / "secret-key")
SITE_URL = env.text("COLLECTIVE_URL", "http://localhost:8000").rstrip("/")
_SITE = urlsplit(SITE_URL)
ALLOWED_HOSTS = env.words("COLLECTIVE_HOSTS") or env.hosts(_SITE.hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [f"{_SITE.scheme}://{_SITE.netloc}"]
HTTPS = _SITE.scheme == "https"

INSTALLED_APPS = [
    "collective.share.pages",
    "collective.share.api",
    "collective.share.rehearsal",
    "collective.talk.conversations",
    "collective.talk.rooms",
    "collective.gather.gatherings",
    "collective.gather.diary",
    "collective.join.people",
    "collective.ground.figures",
    "collective.ground.community",
    "collective.ground.outbox",
    "collective.ground.live",
    "collective.ground.web",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "collective.ground.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "collective.ground.web.middleware.NoNulBytes",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "collective.ground.web.middleware.RefusedPage",
]

ROOT_URLCONF = "collective.urls"
WSGI_APPLICATION = None
ASGI_APPLICATION = "collective.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collective.ground.community.context.community",
                "collective.join.people.context.viewer",
            ],
            "builtins": ["django.templatetags.static", "collective.ground.web.templatetags.web"],
        },
    },
]
FORM_RENDERER = "collective.ground.web.forms.renderer.HouseRenderer"


def _database() -> dict[str, object]:
    """DATABASE_URL (postgres://user:password@host:port/name, host may be a socket folder), else a SQLite file."""
    url = env.text("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "collective.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": env.text("COLLECTIVE_TEST_DATABASE") or None},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise env.BadSetting(f"DATABASE_URL starts with {parts.scheme!r}. Use postgres://, or leave it out for SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after-sign-in"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "collective.join.people.accounts.Accounts"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.boolean("COLLECTIVE_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Only these are believed about where a visitor comes from: the leftmost address is whatever the visitor wrote.
TRUSTED_PROXIES = env.addresses("COLLECTIVE_PROXIES", default=["127.0.0.1", "::1"])

# A list of 20,000 sign-ups is one upload; a form in the room is small.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = env.text("COLLECTIVE_TIME_ZONE", "Europe/London")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "collective.ground.web.storage.HouseStorage"},
}
WHITENOISE_MAX_AGE = 60
MEDIA_ROOT = VAR / "media"

EMAIL_HOST = env.text("COLLECTIVE_SMTP_HOST")
EMAIL_PORT = env.integer("COLLECTIVE_SMTP_PORT", default=587)
EMAIL_HOST_USER = env.text("COLLECTIVE_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("COLLECTIVE_SMTP_PASSWORD")
_TLS = env.boolean("COLLECTIVE_SMTP_TLS", default=True)
EMAIL_USE_SSL = _TLS and EMAIL_PORT == 465  # TLS from the first byte there, STARTTLS elsewhere
EMAIL_USE_TLS = _TLS and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
# A provider with its own way in, by django-anymail: loaded only where one is named. Its keys are ANYMAIL_… as there.
MAIL_PROVIDER = env.text("COLLECTIVE_MAIL_PROVIDER").lower()
ANYMAIL = env.beginning_with("ANYMAIL_") if MAIL_PROVIDER else {}
if MAIL_PROVIDER:
    INSTALLED_APPS.append("anymail")
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    if _secret := env.text("COLLECTIVE_MAIL_WEBHOOK_SECRET"):
        if len(_secret) < 20 or ":" not in _secret.strip(":"):
            raise env.BadSetting("COLLECTIVE_MAIL_WEBHOOK_SECRET needs 20 signs or more, with a colon: name:secret.")
        ANYMAIL["WEBHOOK_SECRET"] = _secret
DEFAULT_FROM_EMAIL = env.text("COLLECTIVE_MAIL_FROM", "The Data Collective <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The organiser's mailbox in every invitation, to which calendars answer; and whether anything reads those answers.
CALENDAR_ADDRESS = env.text("COLLECTIVE_CALENDAR_ADDRESS")
READS_REPLIES = env.boolean("COLLECTIVE_READS_REPLIES", default=False)

# Inner networks that webhooks may call, besides the open internet.
WEBHOOK_NETWORKS = env.addresses("COLLECTIVE_WEBHOOK_NETWORKS", default=[])

PUBLIC_THRESHOLD = env.integer("COLLECTIVE_PUBLIC_THRESHOLD", default=5)
if not 5 <= PUBLIC_THRESHOLD <= 10:
    raise env.BadSetting(
        "COLLECTIVE_PUBLIC_THRESHOLD must be a whole number from 5 to 10: public figures protect small numbers."
    )
LIVE_THREADS = env.integer("COLLECTIVE_THREADS", default=8)
LIVE_MAX_BODY = 25 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no-private-links": {"()": "collective.ground.web.logs.NoPrivateLinks"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no-private-links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
