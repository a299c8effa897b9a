"""One settings file. What differs between places is an environment variable (README, "Settings")."""

import pathlib
import sys
from datetime import timedelta
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from perizinan import environment as env

BASE_DIR = pathlib.Path(__file__).resolve().parent.parent
LOCAL_DIR = pathlib.Path(env.text("LOCAL_DIR", str(BASE_DIR / ".local")))
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
TESTING = "pytest" in sys.modules
_DEV_KEY = "only-for-development-never-for-an-office"

# --- identity of the installation
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SECRET_KEY = env.text("SECRET_KEY", _DEV_KEY)
FIELD_KEYS = env.names("FIELD_KEYS", "b25seS1mb3ItZGV2ZWxvcG1lbnQtbmV2ZXItb2ZmaWM=")
FIELD_DIGEST_KEY = env.text("FIELD_DIGEST_KEY", _DEV_KEY)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver" if DEBUG or TESTING else "")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
_HTTPS = SITE_URL.startswith("https://")

# --- applications
INSTALLED_APPS = [
    "perizinan",
    "applications",
    "reviews",
    "perizinan.accounts.adminapp.PortalAdminConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # allauth's sessions page needs it
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "perizinan.web.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "perizinan.web.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "perizinan.web.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "perizinan.web.middleware.PrivatePagesMiddleware",
    "perizinan.web.unavailable.UnavailableMiddleware",
]
ROOT_URLCONF = "perizinan.urls"
WSGI_APPLICATION = "perizinan.wsgi.application"
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
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "perizinan.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "perizinan.web.forms.PortalForms"

# --- data: PostgreSQL is the truth
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(env.text("DATABASE_URL"), conn_max_age=600, conn_health_checks=True)
}
DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DATABASE", "test_perizinan")}
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Redis is a nudge: a cache that behaves as empty when it is away, and the broker
REDIS_URL = env.text("REDIS_URL", "")
CACHES: dict[str, Any] = {
    "default": (
        {"BACKEND": "perizinan.web.cache.ForgivingRedisCache", "LOCATION": REDIS_URL.replace("redis+socket", "unix")}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: a worker that gave up would have to be started by hand
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {
        "visibility_timeout": 600,
        # a killed worker's task comes back in seconds instead of minutes
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "max_retries": 0,  # publishing: a nudge to a dead broker costs 2 ms instead of 6 s; workers still reconnect
    }
    if REDIS_URL
    else {
        "data_folder_in": str(LOCAL_DIR / "queue"),
        "data_folder_out": str(LOCAL_DIR / "queue"),
        "control_folder": str(LOCAL_DIR / "queue-control"),
        "polling_interval": 0.05,
    }
)
# With Redis 0 comes first: somebody waits for a verdict, and drawing thick documents must not hold it up.
CELERY_TASK_ROUTES = {"perizinan.files.tasks.draw_pages": {"priority": 6}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 180
CELERY_TASK_SOFT_TIME_LIMIT = 150
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Jakarta"
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 15)
CELERY_BEAT_SCHEDULER = "perizinan.celery:Beat"
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "sweep-files": {"task": "perizinan.files.tasks.sweep_files", "schedule": SWEEP_SECONDS},
    "sweep-orphans": {"task": "perizinan.files.tasks.sweep_orphans", "schedule": timedelta(hours=24)},
    "sweep-old-pages": {"task": "perizinan.files.tasks.sweep_old_pages", "schedule": timedelta(hours=1)},
    "sweep-messages": {"task": "perizinan.outbox.tasks.sweep_messages", "schedule": SWEEP_SECONDS},
    "link-audit": {"task": "perizinan.audit.tasks.link_entries", "schedule": 5},
    "keep-audit-head": {"task": "perizinan.audit.tasks.keep_head", "schedule": timedelta(hours=24)},
    "sweep-letters": {"task": "applications.permits.tasks.sweep_letters", "schedule": SWEEP_SECONDS},
    "sweep-uploads": {"task": "applications.documents.tasks.sweep_uploads", "schedule": SWEEP_SECONDS},
    "publish-due-types": {"task": "applications.catalogue.tasks.publish_due", "schedule": SWEEP_SECONDS},
    "refresh-medians": {"task": "applications.lifecycle.tasks.refresh_medians", "schedule": timedelta(hours=24)},
    "sweep-drafts": {"task": "applications.drafting.tasks.sweep_drafts", "schedule": timedelta(hours=6)},
    "lapse-returned": {"task": "applications.corrections.tasks.lapse_overdue", "schedule": timedelta(hours=1)},
}

# --- files
FILES_DIR = pathlib.Path(env.text("FILES_DIR", str(LOCAL_DIR / "files")))
S3_BUCKET = env.text("S3_BUCKET", "")
S3_QUARANTINE_BUCKET = env.text("S3_QUARANTINE_BUCKET", "") or S3_BUCKET  # one bucket: a prefix keeps them apart


def _storage(folder: str) -> dict[str, Any]:
    if not S3_BUCKET:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": FILES_DIR / folder,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    return {
        "BACKEND": "perizinan.files.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": S3_QUARANTINE_BUCKET if folder == "quarantine" else S3_BUCKET,
            "location": folder,
            "endpoint_url": env.text("S3_ENDPOINT_URL", "") or None,
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.text("S3_SECRET_KEY"),
            "region_name": env.text("S3_REGION", "") or "us-east-1",
            "file_overwrite": False,
            "default_acl": None,
        },
    }


STORAGES: dict[str, Any] = {
    "default": _storage("portal"),
    "quarantine": _storage("quarantine"),
    "clean": _storage("clean"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILES_MAX_BYTES = env.number("FILES_MAX_BYTES", 10 * 1024 * 1024)
FILES_CHECK_SECONDS = env.number("FILES_CHECK_SECONDS", 30)
FILES_CHECK_MEMORY = env.number("FILES_CHECK_MEMORY", 1 << 30)
FILES_LEASE_SECONDS = env.number("FILES_LEASE_SECONDS", 120)
NUDGE_GRACE_SECONDS = env.number("NUDGE_GRACE_SECONDS", 10)  # so old is what the sweeper takes for forgotten
# Longest side of a page image in pixels; less in a document of more than so many pages.
FILES_PAGE_SIDE = env.number("FILES_PAGE_SIDE", 2000)
FILES_PAGE_SIDE_OF_MANY = env.number("FILES_PAGE_SIDE_OF_MANY", 1400)
FILES_MANY_PAGES = env.number("FILES_MANY_PAGES", 30)
# Files on their way, piece by piece: a folder that all web processes share, also where the storage is a bucket.
UPLOADS_DIR = pathlib.Path(env.text("UPLOADS_DIR", str(FILES_DIR / "uploads")))
UPLOAD_KEEP_HOURS = env.number("UPLOAD_KEEP_HOURS", 72)
# Of what one person has uploaded into drafts and into parts of files: what has been sent does not count.
UPLOAD_QUOTA_BYTES = env.number("UPLOAD_QUOTA_BYTES", 300 * 1024 * 1024)
CLAMD_SOCKET = env.text("CLAMD_SOCKET", "/var/run/clamav/clamd.ctl")
CLAMD_MODE = env.text("CLAMD_MODE", "required")  # "demo": unscanned, said on the page, only with DEBUG
# Bodies of requests on their way (perizinan.web.server): three files in one form; the proxy knows the same limits.
REQUEST_MAX_BYTES = env.number("REQUEST_MAX_BYTES", 3 * FILES_MAX_BYTES + 2 * 1024 * 1024)
REQUEST_SECONDS = env.number("REQUEST_SECONDS", 600)
REQUEST_IDLE_SECONDS = env.number("REQUEST_IDLE_SECONDS", 60)  # without a byte
REQUEST_DIR = pathlib.Path(env.text("REQUEST_DIR", str(LOCAL_DIR / "requests")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "perizinan.files.arriving.Handler"]
# On the disk of the private folder a file that has come by form is moved there, not copied.
ARRIVING_DIR = pathlib.Path(env.text("ARRIVING_DIR", str(REQUEST_DIR if S3_BUCKET else FILES_DIR / "arriving")))
STATIC_URL = "/static/"
STATIC_ROOT = pathlib.Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]

# --- papers and signatures
SIGNER = env.text("SIGNER", "local")  # "local": the test authority, said so on every letter
SIGNING_DIR = pathlib.Path(env.text("SIGNING_DIR", str(LOCAL_DIR / "signing")))
AUDIT_HEADS_FILE = pathlib.Path(env.text("AUDIT_HEADS_FILE", str(LOCAL_DIR / "audit-heads.jsonl")))

# --- messages
EMAIL_CHANNEL = env.text("EMAIL_CHANNEL", "mailbox" if DEBUG or DEMO or TESTING else "smtp")
PHONE_CHANNEL = env.text("PHONE_CHANNEL", "mailbox" if DEBUG or DEMO or TESTING else "gateway")
EMAIL_HOST = env.text("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Perizinan <perizinan@contoh.invalid>")
PHONE_GATEWAY_URL = env.text("PHONE_GATEWAY_URL", "")
PHONE_GATEWAY_TOKEN = env.text("PHONE_GATEWAY_TOKEN", "")
PHONE_GATEWAY_TO_FIELD = env.text("PHONE_GATEWAY_TO_FIELD", "to")
PHONE_GATEWAY_TEXT_FIELD = env.text("PHONE_GATEWAY_TEXT_FIELD", "text")

# --- accounts: a code first, a password if somebody wants one
AUTH_USER_MODEL = "perizinan.User"
AUTHENTICATION_BACKENDS = ["perizinan.accounts.backends.PortalBackend"]
DEMO_LOGINS = DEMO or TESTING  # else accounts at contoh.test, whose password is public, are closed
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
_CODE_SECONDS = 15 * 60  # said in templates/messages/sign_in_code.txt
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
ACCOUNT_ADAPTER = "perizinan.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone"]  # for allauth's checks; our own form asks for one of the two
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_TIMEOUT = 2 * _CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = _CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one replaces it once proven
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# Three guesses a code: twelve codes an hour leave a guesser one chance in a thousand a day, and nobody is flooded.
ACCOUNT_RATE_LIMITS = {"change_phone": "5/m/user", "request_login_code": "20/m/ip,3/m/key,12/h/key"}
_ACCOUNT_FORMS = "perizinan.accounts.forms"
ACCOUNT_FORMS = {
    "confirm_login_code": f"{_ACCOUNT_FORMS}.SignInCodeForm",
    "confirm_email_verification_code": f"{_ACCOUNT_FORMS}.EmailCodeForm",
    "verify_phone": f"{_ACCOUNT_FORMS}.PhoneCodeForm",
    "add_email": f"{_ACCOUNT_FORMS}.NewEmailForm",
    "reauthenticate": f"{_ACCOUNT_FORMS}.PasswordAgainForm",
}
MFA_ADAPTER = "perizinan.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]  # passkeys need inline scripts in allauth's pages
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
MFA_FORMS = {
    "authenticate": f"{_ACCOUNT_FORMS}.SecondStepForm",
    "reauthenticate": f"{_ACCOUNT_FORMS}.SecondStepAgain",
    "activate_totp": f"{_ACCOUNT_FORMS}.AppCodeForm",
}

# --- rules of the office that the law leaves open (domain brief: unverified, so settings)
OWN_REGENCY = env.text("OWN_REGENCY", "35.16")
CITY_REGENCY = env.text("CITY_REGENCY", "35.76")
WORKDAYS_COUNT_FIRST_DAY = env.flag("WORKDAYS_COUNT_FIRST_DAY")
DRAFT_KEEP_DAYS = env.number("DRAFT_KEEP_DAYS", 90)

# --- language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "perizinan" / "locale"]
LANGUAGE_COOKIE_NAME = "bahasa"
USE_I18N = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# --- security
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sehat/", r"^metrics$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "perizinan.web.views.csrf_failure"

# --- logs and reports
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "perizinan.web.logs.formatter", "json": not DEBUG}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},  # else every command begins with a line about its logger
        # they print a traceback for every damaged PDF, and anybody may hand one in
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
METRICS_TOKEN = env.text("METRICS_TOKEN", "")  # empty: /metrics answers this machine only
SENTRY_DSN = env.text("SENTRY_DSN", "")
if SENTRY_DSN:
    import sentry_sdk

    # local variables and what was posted may hold a passphrase, a code or a NIK
    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0,
    )


def _refuse_unsafe_production() -> None:
    """Production refuses demo accounts, default keys and plain HTTP."""
    if DEBUG or TESTING:
        return
    wrong = [
        name
        for name, bad in [
            ("DEMO must be off", DEMO),
            ("SECRET_KEY is the development key", _DEV_KEY in SECRET_KEY or len(SECRET_KEY) < 40),
            ("FIELD_KEYS holds the development key", any(k.startswith("b25seS1mb3ItZGV2") for k in FIELD_KEYS)),
            ("FIELD_DIGEST_KEY is the development key", _DEV_KEY in FIELD_DIGEST_KEY),
            ("SITE_URL must be https", not _HTTPS),
            ("ALLOWED_HOSTS is empty", not ALLOWED_HOSTS),
            ("CLAMD_MODE must be required", CLAMD_MODE != "required"),
            ("EMAIL_CHANNEL may not be the dev mailbox", EMAIL_CHANNEL == "mailbox"),
            ("PHONE_CHANNEL may not be the dev mailbox", PHONE_CHANNEL == "mailbox"),
        ]
        if bad
    ]
    if wrong:
        raise ImproperlyConfigured("Not fit for production: " + "; ".join(wrong) + ".")


_refuse_unsafe_production()
