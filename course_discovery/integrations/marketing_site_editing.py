"""Writing to a Drupal marketing site: its nodes by the web services module, their addresses by the forms of editors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn
from urllib.parse import quote, urljoin

import requests
from bs4 import BeautifulSoup, Tag
from django.conf import settings

from course_discovery.integrations.errors import BadStatus, PlatformError, UnreadableAnswer
from course_discovery.integrations.json_api import typed_errors
from course_discovery.integrations.marketing_site import MarketingSite, MarketingSiteAPIClientException
from course_discovery.integrations.retrying import ONCE

_ALIASES = "admin/config/search/path"
# Of addresses that are listed, fifty a page.
_MOST_PAGES = 40
_NO_AUTHOR = "Failed to retrieve Marketing site user details!"


class MarketingSitePublisherException(PlatformError):
    """Something that the site was asked to do and did not: `response_status` and `response_text` are its answer."""

    def __init__(
        self,
        asked: str,
        came: str,
        response_status: int,
        response_text: str,
        node_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(asked, came)
        self.response_status = response_status
        self.response_text = response_text
        self.node_id = node_id
        self.retry_after = retry_after
        self.transient = response_status == 429 or not 400 <= response_status < 500


class NodeLookupError(MarketingSitePublisherException):
    pass


class NodeCreateError(MarketingSitePublisherException):
    pass


class NodeEditError(MarketingSitePublisherException):
    pass


class NodeDeleteError(MarketingSitePublisherException):
    pass


class FormRetrievalError(MarketingSitePublisherException):
    """A form, or the page of addresses, could not be had or is not what it was."""


class AliasCreateError(MarketingSitePublisherException):
    pass


class AliasDeleteError(MarketingSitePublisherException):
    pass


class PersonToMarketingException(PlatformError):
    """The page of a person could not be made or changed; `cause` is why."""

    def __init__(self, came: str, cause: PlatformError) -> None:
        super().__init__(cause.asked, f"{came} {cause.came}")
        self.cause = cause
        self.transient, self.retry_after = cause.transient, cause.retry_after


@dataclass(frozen=True)
class Alias:
    """An address of a page: `path` is what people see, `source` what it stands for, such as `node/12`."""

    path: str
    source: str
    delete_link: str

    def ends_with(self, slug: str) -> bool:
        """Whether the address is this slug, in whatever directory."""
        return self.path == slug or self.path.endswith(f"/{slug}")


class MarketingSiteEditor(MarketingSite):
    """The site at `base_url` for whoever changes it; it is entered with the first request, and asked once each time.

    All methods raise PlatformError: what the site refuses as MarketingSitePublisherException, which keeps its answer.
    """

    def __init__(self, base_url: str, username: str, password: str) -> None:
        super().__init__(base_url, username, password, retry=ONCE)
        self._entered = False

    @cached_property
    def author_id(self) -> str:
        """The id of the account of this service, who is the author of what it writes."""
        self._enter()
        params = {"name": self._username}
        try:
            found = self.get("user.json", lambda: params, lambda body, asked: _first(body, asked, "uid"))
        except (BadStatus, UnreadableAnswer) as error:
            raise MarketingSiteAPIClientException(error.asked, _NO_AUTHOR) from error
        if found is None:
            raise MarketingSiteAPIClientException(f"GET {self._base_url}/user.json", _NO_AUTHOR)
        return found

    def find_node(self, field: str, value: str) -> str | None:
        """Return the id of the first node whose field has the value, None where there is none."""
        self._enter()
        with _refused_as(NodeLookupError):
            return self.get("node.json", lambda: {field: value}, lambda body, asked: _first(body, asked, "nid"))

    def create_node(self, values: Mapping[str, Any]) -> str:
        """Make a node and return its id."""
        self._take_token()
        with _refused_as(NodeCreateError):
            return str(self.send("POST", "node.json", values, parse=_created_id))

    def edit_node(self, node_id: str, values: Mapping[str, Any]) -> None:
        self._take_token()
        with _refused_as(NodeEditError, node_id):
            self.send("PUT", f"node.json/{node_id}", values)

    def delete_node(self, node_id: str) -> None:
        self._take_token()
        with _refused_as(NodeDeleteError, node_id):
            self.send("DELETE", f"node.json/{node_id}")

    def aliases(self, slug: str) -> list[Alias]:
        """Return the addresses in which the slug occurs anywhere, as far as they may be deleted."""
        self._enter()
        url: str | None = f"{self._base_url}/{_ALIASES}/list/{quote(slug)}"
        found: list[Alias] = []
        for _ in range(_MOST_PAGES):
            if url is None:
                break
            page = self._page_of("GET", url, FormRetrievalError)
            found += _aliases(page, url)
            following = page.select_one(".pager-next a[href]")
            url = urljoin(url, str(following["href"])) if following else None
        return found

    def add_alias(self, node_id: str, path: str) -> None:
        """Let the node be found under the path as well."""
        url = f"{self._base_url}/{_ALIASES}/add"
        form = {"alias": path, "source": f"node/{node_id}", "op": "Save"}
        self._fill_in(url, "path_admin_form", form, AliasCreateError)

    def delete_alias(self, alias: Alias) -> None:
        form = {"confirm": "1", "op": "Confirm"}
        self._fill_in(alias.delete_link, "path_admin_delete_confirm", form, AliasDeleteError)

    def _enter(self) -> None:
        if not self._entered:
            self._log_in()
            self._entered = True

    def _take_token(self) -> None:
        """Each request that changes something needs the token that the site expects by then."""
        if self._entered:
            self._take_session_token()
        else:
            self._enter()

    def _fill_in(
        self, url: str, form_id: str, values: Mapping[str, str], refused: type[MarketingSitePublisherException]
    ) -> None:
        """Send a form with what the site has hidden in it. A form that is shown again was not accepted."""
        self._enter()
        page = self._page_of("GET", url, FormRetrievalError)
        hidden = {name: _hidden_value(page, form_id, name) for name in ("form_build_id", "form_token")}
        if not all(hidden.values()):
            raise FormRetrievalError(f"GET {url}", f"no form {form_id}", 200, str(page))
        answer = self._page_of("POST", url, refused, {**values, **hidden, "form_id": form_id})
        if _form(answer, form_id):
            messages = " ".join(each.get_text(" ", strip=True) for each in answer.select(".messages.error"))
            raise refused(f"POST {url}", f"the form came back: {messages}"[:300], 200, str(answer))

    def _page_of(
        self,
        method: str,
        url: str,
        refused: type[MarketingSitePublisherException],
        form: Mapping[str, Any] | None = None,
    ) -> BeautifulSoup:
        asked = f"{method} {url}"
        with typed_errors(asked):
            response = self.session.request(method, url, data=form, timeout=settings.PLATFORM_API_TIMEOUT)
        if response.status_code != 200:
            _refuse(refused, asked, response)
        return BeautifulSoup(response.text, "html.parser")


def _refuse(refused: type[MarketingSitePublisherException], asked: str, response: requests.Response) -> NoReturn:
    raise refused(asked, f"status {response.status_code} {response.reason}", response.status_code, response.text)


@contextmanager
def _refused_as(refused: type[MarketingSitePublisherException], node_id: str | None = None) -> Iterator[None]:
    try:
        yield
    except BadStatus as error:
        text = error.content.decode("utf-8", "replace")
        raise refused(error.asked, error.came, error.status, text, node_id, error.retry_after) from error


def _first(body: Any, asked: str, name: str) -> str | None:
    """Return the column of the first row of a listing, None for an empty one."""
    rows = body.get("list") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get(name) for row in rows[:1]):
        raise UnreadableAnswer(asked, f"no {name}: {str(body)[:200]}")
    return str(rows[0][name]) if rows else None


def _created_id(body: Any, asked: str) -> str:
    if not isinstance(body, dict) or not body.get("id"):
        raise UnreadableAnswer(asked, f"no id: {str(body)[:200]}")
    return str(body["id"])


def _aliases(page: BeautifulSoup, url: str) -> Iterator[Alias]:
    """Read the rows of the page of addresses: a link for the address, one for what it is of, one to delete it."""
    for link in page.select(".delete.last a[href]"):
        row = link.find_parent("tr")
        if row is None:
            continue
        # Long addresses are cut short in the text, and whole in the title.
        texts = [str(each.get("title") or each.get_text(strip=True)) for each in row.select("a")]
        if len(texts) > 1:
            yield Alias(texts[0], texts[1], urljoin(url, str(link["href"])))


def _form(page: BeautifulSoup, form_id: str) -> Tag | None:
    marker = page.select_one(f'input[name="form_id"][value="{form_id}"]')
    return marker.find_parent("form") if marker else None


def _hidden_value(page: BeautifulSoup, form_id: str, name: str) -> str:
    found = (_form(page, form_id) or page).select_one(f'input[name="{name}"]')
    return str(found.get("value") or "") if found else ""
