"""Local memory, or whatever CACHE_URL names (rediscache://)."""

from course_discovery.settings.parts.environment import env

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://discovery")}
SITE_CACHE_TTL = 300
USE_API_CACHING = True
