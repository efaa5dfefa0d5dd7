"""Deployments: the environment, and over it the YAML file that DISCOVERY_CFG names, as Open edX operators write it."""

from course_discovery.settings import base
from course_discovery.settings.base import *  # noqa: F403
from course_discovery.settings.parts.environment import env
from course_discovery.settings.yaml_file import layer_over, read_yaml_settings

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0)

_path = env("DISCOVERY_CFG", default="")
if _path:
    _defaults = {name: value for name, value in vars(base).items() if name.isupper()}
    globals().update(layer_over(_defaults, read_yaml_settings(_path)))
