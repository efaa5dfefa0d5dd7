"""GetSmarter: the products of executive education, behind an OAuth2 gateway or for a bearer token."""

from typing import Any
from urllib.parse import parse_qs

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.outside.double import Double

TOKEN = "/oauth2/token"
PRODUCTS = "/products"


class GetSmarterDouble(Double):
    """Gives ``products`` to whoever brings a token; tokens are given for any id and secret."""

    def __init__(self, products: list[dict[str, Any]]) -> None:
        super().__init__()
        self.products = products

    @property
    def credentials(self) -> dict[str, str]:
        """What GETSMARTER_CLIENT_CREDENTIALS has to be."""
        return {
            "CLIENT_ID": "client",
            "CLIENT_SECRET": "secret",
            "API_URL": self.url,
            "PROVIDER_URL": self.url,
            "PRODUCTS_DETAILS_URL": f"{self.url}{PRODUCTS}",
        }

    def answer(self, request: Request) -> Response:
        """What the gateway answers."""
        if request.path == TOKEN:
            form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
            if form.get("grant_type") != "client_credentials" or not {"client_id", "client_secret"} <= set(form):
                return json_response(401, {"error": "invalid_client"})
            return json_response(200, {"access_token": "gateway-token", "expires_in": 3600, "token_type": "Bearer"})
        if request.path != PRODUCTS or request.params.get("detail") != "2":
            return json_response(404, {"error": "not found"})
        if not request.authorization.startswith("Bearer "):
            return json_response(401, {"error": "unauthorized"})
        return json_response(200, {"products": self.products})
