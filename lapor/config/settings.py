"""Django's settings. What differs between deployments comes from core.environment (docs/operate/environment.md)."""

import base64
import sys
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from lapor.core import environment
from lapor.core.keys import load_keys

BASE_DIR = environment.PROJECT_DIR
DATA_DIR = environment.data_dir()
KEYS = load_keys(environment.keys_file())
SECRET_KEY = environment.read("LAPOR_SECRET_KEY", KEYS.django)
DEBUG = False
DEMO = environment.read_flag("LAPOR_DEMO")

BIND = environment.read("LAPOR_BIND", "127.0.0.1:8000")
BASE_URL = environment.read("LAPOR_BASE_URL", f"http://{BIND}").rstrip("/")
_base = urlsplit(BASE_URL)
HOSTS = environment.read("LAPOR_HOSTS").split()  # other names of this installation: those of further cities
ALLOWED_HOSTS = [
    _base.hostname or "localhost",
    "127.0.0.1",
    "localhost",
    "[::1]",
    *(host.split(":")[0] for host in HOSTS),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL, *(f"{_base.scheme}://{host}" for host in HOSTS)]
TRUSTED_PROXIES = environment.read("LAPOR_TRUSTED_PROXIES").split()

WEB_PLACES = int(environment.read("LAPOR_WEB_PLACES", "4"))  # requests that a web process works on at a time

# --- database ------------------------------------------------------------------------------------------------------


def _pool() -> dict[str, object]:
    """The web server has more threads than requests at work (ops.shedding): these share a few connections.

    Others keep one a thread."""
    if not environment.read_flag("LAPOR_IS_WEB"):
        return {}
    most = WEB_PLACES + 2  # a request that is being closed, and the probes
    return {
        "pool": {
            "min_size": 1,
            "max_size": most,
            "timeout": 1.5,
            "reconnect_timeout": 2.0,
            "max_idle": 300.0,
            "num_workers": 1,
        }
    }


def program() -> str:
    """Which of the programs this is, as the database's list of connections names it."""
    if environment.read_flag("LAPOR_IS_WEB"):
        return "web"
    return sys.argv[1] if len(sys.argv) > 1 and "lapor" in sys.argv[0] and sys.argv[1].isalpha() else "other"


def _database(url: str) -> dict[str, object]:
    """Raises SettingMissing without the address, which holds a password."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise environment.SettingMissing(
            "LAPOR_DATABASE_URL is no address of a PostgreSQL database, like postgresql://USER:PASSWORD@HOST/NAME."
        ) from None
    return {
        "ENGINE": "lapor.db.postgresql",
        "NAME": parts.pop("dbname", "lapor"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        # Statements that come again are planned once a connection: an act's joins take longer to plan than to run
        # (bench/acts.py).
        "OPTIONS": {
            "application_name": f"lapor {program()}",
            **parts,
            "server_side_binding": True,
            "prepare_threshold": 3 if environment.read_flag("LAPOR_DATABASE_PREPARED", default=True) else None,
            **_pool(),
        },
        "CONN_MAX_AGE": 0 if _pool() else 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": _database(environment.read("LAPOR_DATABASE_URL", "postgresql:///lapor"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- applications --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "lapor.console",  # before allauth, whose sign-in pages it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "csp",
    "lapor.ui",
    "django.forms",  # after ours, whose template of attributes comes first
    "lapor.ledger",
    "lapor.agencies",
    "lapor.reporters",
    "lapor.gateway",
    "lapor.reports",
    "lapor.measure",
    "lapor.suggest",
    "lapor.intake",
    "lapor.triage",
    "lapor.casework",
    "lapor.publish",
    "lapor.notify",
    "lapor.web",
    "lapor.desk",
    "lapor.api",
    "lapor.ops",
]
MIDDLEWARE = [
    "lapor.ui.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lapor.ui.headers.ContentPolicyMiddleware",
    "lapor.ui.bad_urls.RejectNulByteMiddleware",
    "lapor.api.middleware.ApiMiddleware",
    "lapor.ops.metrics.MetricsMiddleware",
    "lapor.ops.shedding.SheddingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lapor.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lapor.agencies.current.JurisdictionMiddleware",
    "lapor.casework.kept_words.KeptWordsMiddleware",
]
ROOT_URLCONF = "lapor.config.urls"
WSGI_APPLICATION = "lapor.config.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((BASE_DIR / "lapor" / "console").glob("*/templates")),  # each screen of the console has its own
        "OPTIONS": {
            "loaders": [
                (
                    "lapor.ui.constant_folding.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "lapor.config.page_context.page_context",
            ],
        },
    }
]

FORM_RENDERER = "lapor.ui.form_renderer.FormRenderer"  # widgets by the same engine

# --- accounts (officers; reporters need none) ----------------------------------------------------------------------

AUTH_USER_MODEL = "agencies.Officer"
AUTHENTICATION_BACKENDS = ["lapor.agencies.officers.backend.OfficerBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:inbox"
ACCOUNT_ADAPTER = "lapor.agencies.officers.sign_in.OfficerAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Ten wrong passwords a minute from one address, five in five minutes from one address for one account
# (agencies.officers.sign_in): then locked for that time, there and nowhere else, so that no stranger keeps an officer
# out.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 0
ACCOUNT_REAUTHENTICATION_TIMEOUT = (
    600  # seconds that a password given once more is good for: opening identities, changing factors
)
# A second factor: a code of an authenticator app, or a passkey. Demo accounts are offered one, others need one
# (agencies.officers.second_factor).
SECOND_FACTOR_REQUIRED = not DEMO
MFA_ADAPTER = "lapor.agencies.officers.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "lapor.agencies.forms.AddPasskeyForm",
    "authenticate_webauthn": "lapor.agencies.forms.SecondFactorPasskeyForm",
    "login_webauthn": "lapor.agencies.forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "lapor.agencies.forms.StillYouPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # old phones' clocks: half a minute early or late
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_NAME = "lapor_trusted"
MFA_TRUST_COOKIE_AGE = timedelta(days=14)
# on one machine; elsewhere passkeys need https
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _base.hostname in {
    "localhost",
    "127.0.0.1",
}

# --- sessions, cookies, headers ------------------------------------------------------------------------------------

SECURE = _base.scheme == "https"
SESSION_ENGINE = "lapor.agencies.officers.sessions"  # keys are stored hashed
# set by this host alone, for this host alone, by https alone (RFC 6265bis, 4.1.3.2)
COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}lapor_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}lapor_csrf"
CSRF_FAILURE_VIEW = "lapor.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "lapor_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does it, see deploy/
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# What lies below the reports on the map, until an administrator chooses (docs/operate/map.md): `none` (our own areas),
# `osm`, https://…/{z}/{x}/{y}.png, or the path of a .pmtiles file. A page with a map is allowed the tiles' host.
MAP_TILES = environment.read(
    "LAPOR_MAP_TILES", "osm" if DEMO and _base.hostname in {"localhost", "127.0.0.1"} else "none"
)
MAP_TILES_CREDIT = environment.read("LAPOR_MAP_TILES_CREDIT")
MAPS_DIR = DATA_DIR / "maps"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- language and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LOCALE_PATHS = [BASE_DIR / "lapor" / "locale"]
# A folder with a catalogue is a language; what it does not say is said in Indonesian (docs/operate/app.md).
LANGUAGES: list[tuple[str, Any]] = [("id", _("Indonesian")), ("en", _("English"))]
LANGUAGES += sorted(
    (path.parts[-3], path.parts[-3])
    for path in LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po")
    if path.parts[-3] != "id"
)
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = environment.BESIDE / "frontend" / "collected"
STATICFILES_DIRS = [environment.BESIDE / "frontend" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ATTACHMENTS_DIR = DATA_DIR / "attachments"
OUTBOX_DIR = DATA_DIR / "outbox"

# --- seen and called (lapor.ops) -----------------------------------------------------------------------------------

METRICS_TOKEN = environment.read("LAPOR_METRICS_TOKEN")
ALARM_MAIL = environment.read("LAPOR_ALARM_MAIL").split()
ALARM_TELEGRAM = environment.read("LAPOR_ALARM_TELEGRAM")  # token@chat
ALARM_WEBHOOK = environment.read("LAPOR_ALARM_WEBHOOK")
HEARTBEAT_URL = environment.read("LAPOR_HEARTBEAT_URL")

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # words; files are streamed to disk and limited one by one
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lapor_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000, "CULL_FREQUENCY": 10},  # limits of sign-in: not to be pushed out by others
    },
    "cards": {  # pictures of shared reports: apart, so that they never push a rate limit out
        "BACKEND": "lapor.config.late_cache.LateFileCache",
        "LOCATION": DATA_DIR / "cards",
        "TIMEOUT": 86400,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# --- the installation's secrets, as the code uses them -------------------------------------------------------------

VAULT_KEYS = list(KEYS.vault)
LOOKUP_KEY = bytes.fromhex(KEYS.lookup)
NUMBERS_KEY = bytes.fromhex(KEYS.numbers)
RECEIPT_CODES_KEY = bytes.fromhex(KEYS.receipt_codes)
SIGNING_KEY = base64.b64decode(KEYS.signing)
FORMER_SIGNING_KEYS = [base64.b64decode(key) for key in KEYS.former_signing]  # public halves

# Path of clamd's socket or host:port; empty = files are not scanned.
CLAMD = environment.read("LAPOR_CLAMD")

PRESET = environment.read("LAPOR_PRESET", "semarang")
# smtp://user:password@host:587 (or smtps://); empty = mails are written to the outbox folder and shown in the console.
SMTP_URL = environment.read("LAPOR_SMTP_URL")

MAIL_FROM = environment.read("LAPOR_MAIL_FROM")
PUSH_SECRET = f"push {KEYS.lookup}"  # browsers bind subscriptions to what is drawn from it: this key is never changed
PUSH_SERVICES = environment.read("LAPOR_PUSH_SERVICES").split()  # besides those of the browsers that people have

# The app in the Play Store (docs/operate/app.md): its package and the SHA-256 fingerprints of its signing keys.
ANDROID_PACKAGE = environment.read("LAPOR_ANDROID_PACKAGE")
ANDROID_FINGERPRINTS = environment.read("LAPOR_ANDROID_FINGERPRINTS").split()

PROCRASTINATE_ON_APP_READY = None
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]  # redirect and preload are the proxy's, see deploy/

LOG_FORMAT = "json" if environment.read("LAPOR_LOG_FORMAT") == "json" else "line"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "lapor.core.logs.LineFormatter", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "lapor.core.logs.JsonFormatter"},
    },
    "filters": {"outage": {"()": "lapor.core.outage.TracebackFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["outage"]}},
    "loggers": {"psycopg.pool": {"level": "ERROR"}},  # it warns of each try to come back
    "root": {"handlers": ["stderr"], "level": environment.read("LAPOR_LOG_LEVEL", "WARNING")},
}
