"""Who sends mail, through which server, and as whom the service speaks in it."""

from course_discovery.settings.parts.environment import env

EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
# Seconds: a mail server that hangs holds up nobody for longer.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
# The sender of all mail of the service; without one Django's DEFAULT_FROM_EMAIL.
PUBLISHER_FROM_EMAIL = env("PUBLISHER_FROM_EMAIL", default=None)
# How mails name the pages that the catalogue is published on.
MARKETING_SERVICE_NAME = env("MARKETING_SERVICE_NAME", default=None)
