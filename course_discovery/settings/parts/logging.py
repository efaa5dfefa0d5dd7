"""Logs go to standard output, each line with its request id: readable lines, or JSON with DISCOVERY_LOG_FORMAT=json."""

import structlog

from course_discovery.settings.parts.environment import env

LOG_FORMAT = env("DISCOVERY_LOG_FORMAT", default="plain")

_SHARED_PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.StackInfoRenderer(),
]

structlog.configure(
    processors=[*_SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

_renderer = (
    [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    if LOG_FORMAT == "json"
    else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderer],
            "foreign_pre_chain": _SHARED_PROCESSORS,
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "structured", "stream": "ext://sys.stdout"}
    },
    "root": {"handlers": ["console"], "level": env("DISCOVERY_LOG_LEVEL", default="INFO")},
    "loggers": {
        **{
            name: {"level": "WARNING"}
            for name in ("elastic_transport", "elasticsearch", "urllib3", "requests", "faker", "factory")
        },
        # Each request has its own line with its status; and each finished job another.
        "django.request": {"level": "ERROR"},
        "celery.app.trace": {"level": "WARNING"},
    },
}

# Spans for a monitoring agent; none is installed by default.
OPENEDX_TELEMETRY = env.list("OPENEDX_TELEMETRY", default=[])
