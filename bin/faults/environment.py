"""Settings for loads that fail soon."""

from pathlib import Path


def environment(folder: Path, database: str | None) -> dict[str, str]:
    """Return the environment in which platforms are given up soon and nothing is left outside the folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "course_discovery.settings.test",
        "DATABASE_URL": database or f"sqlite:///{folder / 'discovery.sqlite3'}",
        "DISCOVERY_DATA_DIR": str(folder),
        "ELASTICSEARCH_DSL_AUTOSYNC": "False",
        "DATA_LOADING_PAGE_SIZE": "5",
        "PLATFORM_API_READ_TIMEOUT": "1",
        "PLATFORM_API_ATTEMPTS": "2",
        "PLATFORM_API_FIRST_WAIT": "0.001",
        "PLATFORM_API_LONGEST_WAIT": "0.05",
        "PLATFORM_API_LONGEST_ANSWER": "0.3",
        "LMS_REQUESTS_PER_MINUTE": "0",
        "BACKEND_SERVICE_EDX_OAUTH2_SECRET": "secret",
    }
