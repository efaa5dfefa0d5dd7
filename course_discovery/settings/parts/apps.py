"""Installed applications, middleware, templates, languages, static and media files."""

from course_discovery.settings.parts.environment import DISCOVERY_DATA_DIR, env

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "auth_backends",
    "config_models",
    "corsheaders",
    "django_celery_results",
    "django_filters",
    "django_object_actions",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "openedx_events",
    "parler",
    "rest_framework",
    "simple_history",
    "social_django",
    "solo",
    "sortedm2m",
    "stdimage",
    "taggit",
    "taxonomy",
    "waffle",
    "course_discovery.apps.core",
    "course_discovery.apps.ietf_language_tags",
    "course_discovery.apps.course_metadata",
    "course_discovery.apps.programs",
    "course_discovery.apps.learner_pathway",
    "course_discovery.apps.publisher",
    "course_discovery.apps.search",
    "course_discovery.apps.catalogs",
    "course_discovery.apps.tagging",
    "course_discovery.apps.taxonomy_support",
    "course_discovery.apps.data_loading",
    "course_discovery.apps.visibility",
    "course_discovery.apps.api",
    "course_discovery.apps.explorer",
    # After the search app, whose command search_index takes the place of this one's.
    "django_elasticsearch_dsl",
]

MIDDLEWARE = [
    "django_structlog.middlewares.RequestMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "edx_django_utils.cache.middleware.RequestCacheMiddleware",
    "edx_rest_framework_extensions.auth.jwt.middleware.JwtAuthCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "social_django.middleware.SocialAuthExceptionMiddleware",
    "waffle.middleware.WaffleMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "edx_django_utils.cache.middleware.TieredCacheMiddleware",
    "edx_rest_framework_extensions.auth.jwt.middleware.EnsureJWTAuthSettingsMiddleware",
]

ROOT_URLCONF = "course_discovery.urls"
WSGI_APPLICATION = "course_discovery.wsgi.application"
ASGI_APPLICATION = "course_discovery.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.debug",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "course_discovery.apps.core.context_processors.core",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "course_discovery_language"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

PARLER_DEFAULT_LANGUAGE_CODE = LANGUAGE_CODE
PARLER_LANGUAGES = {
    1: ({"code": LANGUAGE_CODE},),
    "default": {"fallbacks": [LANGUAGE_CODE], "hide_untranslated": False},
}
PARLER_ENABLE_CACHING = False

DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

MEDIA_ROOT = DISCOVERY_DATA_DIR / "media"
MEDIA_URL = "/media/"
# The service hands out uploaded images itself; behind a web server or an object store it need not.
DISCOVERY_SERVE_MEDIA = env.bool("DISCOVERY_SERVE_MEDIA", default=True)
STATIC_ROOT = DISCOVERY_DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Static files are served from the applications themselves; `make static` collects them for a web server in front.
WHITENOISE_USE_FINDERS = True

SIMPLE_HISTORY_DATE_INDEX = False
EXTRA_APPS: list[str] = []
