"""Access tokens of the sandbox: JSON web tokens that anybody can decode and nobody should trust."""

import base64
import hmac
import json
import time
from hashlib import sha256
from typing import Any

LIFETIME_SECONDS = 3600
SERVICE_USERNAME = "sandbox-service"
_KEY = b"the sandbox keeps no secrets"


def _segment(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def access_token(client_id: str, issuer: str) -> str:
    """A JWT (HS256) with the claims of an LMS; ``preferred_username`` is always ``SERVICE_USERNAME``."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "aud": client_id,
        "exp": now + LIFETIME_SECONDS,
        "iat": now,
        "iss": issuer,
        "preferred_username": SERVICE_USERNAME,
        "scopes": ["read", "write", "profile", "email"],
        "sub": sha256(client_id.encode()).hexdigest()[:32],
        "version": "1.2.0",
    }
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    signed = ".".join(_segment(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return f"{signed}.{_segment(hmac.new(_KEY, signed.encode(), sha256).digest())}"
