"""Settings of the one Django project; every knob is an `AFTERCARE_…` environment variable."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from aftercare.config import tiles
from aftercare.platform import database, logs

ROOT = Path(__file__).resolve().parents[2]
HOME = database.home()


def flag(name: str, default: bool = False) -> bool:
    """Read a yes/no setting from the environment."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """
    Read a whole number from the environment.

    :raises ImproperlyConfigured: naming the variable, when it is not one.
    """
    given = os.environ.get(name, "").strip() or str(default)
    if not given.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {given!r}.")
    return int(given)


DEBUG = flag("AFTERCARE_DEBUG")
TESTING = flag("AFTERCARE_TESTING")
PUBLIC_URL = os.environ.get("AFTERCARE_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
LIVE_URL = os.environ.get("AFTERCARE_LIVE_URL", "").rstrip("/")
LIVE_PORT = number("AFTERCARE_LIVE_PORT", 0)
# A map service that speaks OSRM's language; without one the way is reckoned.
OSRM_URL = os.environ.get("AFTERCARE_OSRM_URL", "").rstrip("/")
# After a person's edit the tours around it are looked at again.
MENDING = flag("AFTERCARE_MENDING", default=True)
# Engineers' phones are theirs: customers see them only where the company says so.
SHOW_ENGINEER_PHONE = flag("AFTERCARE_SHOW_ENGINEER_PHONE")
# The ground of the maps; without one they show outlines and places alone.
MAP_TILES = tiles.read(os.environ)
ALLOWED_HOSTS = os.environ.get("AFTERCARE_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "aftercare.surfaces.desk.faults.out_of_date"
# The name on pages, mails and reports; empty means the product's own.
COMPANY_NAME = os.environ.get("AFTERCARE_COMPANY", "")
HTTPS = PUBLIC_URL.startswith("https://")


def _secret() -> str:
    """Return the signing key: from the environment, else one made once and kept beside the data."""
    if given := os.environ.get("AFTERCARE_SECRET_KEY"):
        return given
    path = HOME / "secret-key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = _secret()
# Retired keys, comma-separated: what they signed, such as printed labels, stays good.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("AFTERCARE_SECRET_KEY_FALLBACKS", "").split(",") if key]

PLATFORM = [
    "aftercare.platform.accounts",
    "aftercare.platform.outbox",
    "aftercare.platform.audit",
    "aftercare.platform.numbering",
    "aftercare.platform.files",
    "aftercare.platform.notify",
    "aftercare.platform.limits",
    "aftercare.platform.api",
    "aftercare.platform.web",
]
# In river order: each may use the ones above it.
RIVER = [
    "calendars",
    "people",
    "organisations",
    "installed_base",
    "warranties",
    "contracts",
    "clocks",
    "service_requests",
    "concessions",
    "handover",
    "work_orders",
    "dispatch",
    "visits",
    "settlement",
    "feedback",
    "insights",
]
SURFACES = [
    "aftercare.surfaces.desk",
    "aftercare.surfaces.portal",
    "aftercare.surfaces.http_api",
    "aftercare.surfaces.administration",
    "aftercare.surfaces.console",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    *PLATFORM,
    *[f"aftercare.contexts.{name}" for name in RIVER if (ROOT / "aftercare/contexts" / name / "__init__.py").exists()],
    *[name for name in SURFACES if (ROOT / name.replace(".", "/") / "__init__.py").exists()],
    "aftercare.demo",
]

MIDDLEWARE = [
    "aftercare.platform.web.middleware.RequestId",
    "aftercare.platform.health.Probes",
    "aftercare.platform.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "aftercare.platform.live.address.AllowStream",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aftercare.platform.web.middleware.LanguageAndZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aftercare.platform.web.middleware.SessionActivity",
    "aftercare.platform.web.middleware.DenyByDefault",
    "aftercare.platform.api.replay.ReplaySafe",
]

ROOT_URLCONF = "aftercare.config.urls"
ASGI_APPLICATION = "aftercare.config.asgi.application"
WSGI_APPLICATION = "aftercare.config.wsgi.application"
FORM_RENDERER = "aftercare.platform.web.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "aftercare/surfaces/desk/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "aftercare.platform.web.context.shell",
            ],
        },
    }
]

DATABASES = {"default": database.connection(pooled=flag("AFTERCARE_POOLED"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# The audit triggers are installed after every migrate from the models; as migration steps they would keep Django from
# folding a model's fields into its creation, and a first start would take a minute.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_FORMS = {"login": "aftercare.surfaces.desk.sign_in.SignInForm"}
ACCOUNT_ADAPTER = "aftercare.platform.accounts.adapter.ClosedSignup"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "10/h/key,20/h/ip", "login": "120/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "aftercare.surfaces.desk.sign_in.SecondStep"
MFA_FORMS = {
    "activate_totp": "aftercare.surfaces.desk.sign_in.CodeAppForm",
    "add_webauthn": "aftercare.surfaces.desk.sign_in.PasskeyForm",
    "authenticate": "aftercare.surfaces.desk.sign_in.CodeForm",
}
MFA_TOTP_ISSUER = "Aftercare"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Our own SessionActivity notes it, not on every request.
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = int(timedelta(days=7).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "aftercare_session"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT = HTTPS
# The servers speak plain HTTP: under HTTPS a proxy stands in front and says how the visitor came.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:", *tiles.hosts(MAP_TILES)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
# Before the catalogues of libraries, which translate some of the same words otherwise.
LOCALE_PATHS = sorted((ROOT / "aftercare").rglob("locale"))
FORMAT_MODULE_PATH = ["aftercare.config.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [("bundle", ROOT / "frontend/dist")] if (ROOT / "frontend/dist").exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/bundle/assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024

EMAIL_BACKEND = os.environ.get("AFTERCARE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = os.environ.get("AFTERCARE_EMAIL_HOST", "")
EMAIL_PORT = number("AFTERCARE_EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("AFTERCARE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("AFTERCARE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("AFTERCARE_EMAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("AFTERCARE_EMAIL_FROM", "Aftercare <aftercare@localhost>")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = logs.configuration(
    os.environ.get("AFTERCARE_LOG", "console" if TESTING else ""),
    os.environ.get("AFTERCARE_LOG_LEVEL", "WARNING" if TESTING else "INFO"),
)
# The audit triggers are installed after every migrate from the models; as migration steps they would keep Django from
# folding a model's fields into its creation, and a first start would take a minute.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
