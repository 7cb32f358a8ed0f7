"""Settings, all from the environment. docs/operations.md lists the variables.

Two modes. `embedded` needs no configuration and no server: SQLite and a broker in the data folder.
`production` needs its database, broker, secret and host names, and refuses to start without them.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from django.templatetags.static import static
from django.urls import reverse_lazy
from kombu import Exchange, Queue

from claims_service.environment import Environment

django_stubs_ext.monkeypatch()

env = Environment()

PROJECT_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("CLAIMS_DATA_DIR", str(PROJECT_DIR / "data")))

_SERVERS = ("DATABASE_URL", "REDIS_URL", "BROKER_URL")
MODE = env.choice(
    "CLAIMS_MODE",
    "production" if any(env.has(name) for name in _SERVERS) else "embedded",
    ("embedded", "production"),
)
EMBEDDED = MODE == "embedded"


def _embedded_secret_key() -> str:
    """Return the secret kept in the data folder, made on first use, readable by its owner only."""
    path = DATA_DIR / "secret_key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


# --- web -----------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = _embedded_secret_key() if EMBEDDED else env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if EMBEDDED else None)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "")
ROOT_URLCONF = "claims_service.urls"
WSGI_APPLICATION = "claims_service.wsgi.application"

BEHIND_TLS = env.flag("CLAIMS_BEHIND_TLS", not EMBEDDED)
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]  # asked for from inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
X_FRAME_OPTIONS = "DENY"

MAX_TEXT_LENGTH = env.number("MAX_TEXT_LENGTH", 2_000_000, minimum=1)  # characters of one source
DATA_UPLOAD_MAX_MEMORY_SIZE = env.number("MAX_BODY_BYTES", 10_000_000, minimum=1)

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "simple_history",
    "django_structlog",
    "claims",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(PROJECT_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = EMBEDDED  # pages have their style before collectstatic was ever run

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
CSRF_FAILURE_VIEW = "claims.api.views.failures.csrf_failure"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# --- database ------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if EMBEDDED:
    DATABASES: dict[str, Any] = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "claims.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Writers queue for the lock instead of failing when they upgrade from reading.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
else:
    DATABASES = {"default": dict(dj_database_url.parse(env.text("DATABASE_URL")))}
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

# --- worker --------------------------------------------------------------------------------------

_BROKER_DIR = DATA_DIR / "broker"
if EMBEDDED:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(_BROKER_DIR / "messages"),
        "data_folder_out": str(_BROKER_DIR / "messages"),
        "control_folder": str(_BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
    for _folder in ("messages", "control"):
        (_BROKER_DIR / _folder).mkdir(parents=True, exist_ok=True)
else:
    CELERY_BROKER_URL = env.text("BROKER_URL", env.text("REDIS_URL", "")) or env.text("REDIS_URL")
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
    if CELERY_BROKER_URL.startswith("redis"):
        CELERY_BROKER_TRANSPORT_OPTIONS = {
            # Above the longest run, or a slow task would be handed out twice.
            "visibility_timeout": 3600,
            # A publisher must not hang with the broker: the sweeps will find the row.
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
        }

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 330
# Who waits for other people's servers has processes of its own: no slow host delays a reader.
# A worker that names no queue takes from both.
FETCH_QUEUE = "fetch"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in ("celery", FETCH_QUEUE)
]
CELERY_TASK_ROUTES = {
    f"worker.tasks.{name}": {"queue": FETCH_QUEUE} for name in ("fetch_sources", "poll_feeds")
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# Once, so that a connection that the broker has closed is opened again (beat keeps its own for
# ever), and not oftener: a request must not wait for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Tasks after which a worker's process takes a new database connection. By default it does so for
# each task, which takes longer than many a task. `celery.py` sees that the old one still works.
CELERY_DB_REUSE_MAX = 1_000
CELERY_WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 1 if EMBEDDED else 2, minimum=1)
FETCH_CONCURRENCY = env.number("FETCH_CONCURRENCY", 2 if EMBEDDED else 4, minimum=1)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
DJANGO_STRUCTLOG_CELERY_ENABLED = True

SWEEP_SECONDS = env.number("SWEEP_SECONDS", 10, minimum=1)  # how often due rows are looked for
# Above the longest run of a task; with less, work is done twice and recorded once.
LEASE = timedelta(seconds=env.number("LEASE_SECONDS", CELERY_TASK_TIME_LIMIT + 60, minimum=1))
# How long a message for a due row is waited for until it counts as lost.
QUEUED_FOR = timedelta(seconds=env.number("QUEUED_SECONDS", 120, minimum=1))
OVERDUE_AFTER = timedelta(seconds=env.number("OVERDUE_SECONDS", 900, minimum=1))
DEFAULT_CHECK_INTERVAL = timedelta(hours=24)

# --- fetching ------------------------------------------------------------------------------------

FETCH_CONTACT = env.text("FETCH_CONTACT", "")  # an address or page where webmasters reach you
USER_AGENT = "claims-service/0.1" + f" (+{FETCH_CONTACT})" * bool(FETCH_CONTACT)
FETCH_ALLOWED_NETWORKS = env.networks("FETCH_ALLOWED_NETWORKS")  # beside the public addresses
FETCH_ALLOWED_PORTS = env.numbers("FETCH_ALLOWED_PORTS", "80,443", maximum=65_535)
FETCH_SECONDS = env.number("FETCH_SECONDS", 60, minimum=1)  # for one document, with redirects
FETCH_MAX_BYTES = env.number("FETCH_MAX_BYTES", 20_000_000, minimum=1)  # also when unpacked
FETCH_HOST_SECONDS = env.number("FETCH_HOST_SECONDS", 1)  # between two requests to one host

# How long texts and checks are kept that nothing rests on; None: for ever.
KEEP_TEXTS = env.days("KEEP_TEXTS_DAYS")
KEEP_CHECKS = env.days("KEEP_CHECKS_DAYS")
METRICS_TOKEN = env.text("METRICS_TOKEN", "")  # opens /metrics, as an admin's API key does

# --- API -----------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "claims.api.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["claims.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["claims.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["claims.api.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "claims.api.pagination.CursorPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "claims.api.errors.problem_response",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Claims service",
    "DESCRIPTION": "Quantitative claims, their sources, and what the newest evidence says of them.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- admin ---------------------------------------------------------------------------------------


def _sidebar_group(title: str, *entries: tuple[str, str, str, str]) -> dict[str, Any]:
    """Return links to lists of rows (title, icon, app.model, query) for those who may see them."""
    return {"title": title, "items": [_sidebar_link(*entry) for entry in entries]}


def _sidebar_link(title: str, icon: str, name: str, query: str) -> dict[str, Any]:
    app, model = name.split(".")
    page = f"admin:{app}_{model}_changelist"
    return {
        "title": title,
        "icon": icon,
        "link": lambda request: f"{reverse_lazy(page)}{query}",
        "permission": lambda request: request.user.has_perm(f"{app}.view_{model}"),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Claims",
    "SITE_HEADER": "Claims service",
    "SITE_SYMBOL": "fact_check",
    "SHOW_HISTORY": True,
    "STYLES": [lambda request: static("claims/admin.css")],
    "DASHBOARD_CALLBACK": "claims.admin.site.dashboard",
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            _sidebar_group(
                "Numbers",
                ("Claims", "fact_check", "claims.claim", ""),
                ("To review", "rate_review", "claims.evidence", "?queue=review"),
                ("Evidence", "format_quote", "claims.evidence", ""),
                ("Sources", "article", "claims.source", ""),
                ("Feeds", "rss_feed", "claims.feed", ""),
                ("Measures", "straighten", "claims.measure", ""),
                ("Linked claims", "link", "claims.claimlink", ""),
                ("Sets that must fit", "functions", "claims.claimset", ""),
                ("Status changes", "timeline", "claims.statuschange", ""),
                ("Checks", "checklist", "claims.check", ""),
                ("Cited sources", "find_in_page", "claims.citationcheck", ""),
                ("Reviewed cases", "school", "claims.reviewcase", ""),
                ("Tags", "label", "claims.tag", ""),
            ),
            _sidebar_group(
                "Operation",
                ("API keys", "key", "claims.apikey", ""),
                ("Schedule", "schedule", "django_celery_beat.periodictask", ""),
                ("Users", "person", "auth.user", ""),
                ("Groups", "group", "auth.group", ""),
            ),
        ],
    },
}

# --- logs ----------------------------------------------------------------------------------------

LOGGING_CONFIG = "claims_service.logs.configure"
LOGGING = {
    "format": env.choice("LOG_FORMAT", "console" if EMBEDDED else "json", ("console", "json")),
    "level": env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
}
