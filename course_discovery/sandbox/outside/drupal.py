"""A Drupal site: nodes by its web services, addresses of pages by the forms of its administration."""

import json
from html import escape
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.outside.double import Double

PATHS = "/admin/config/search/path"
_SESSION = "SESSdrupal=1"
_FORM_KEYS = {"form_build_id": "form-1", "form_token": "token-1"}


class DrupalDouble(Double):
    """Keeps ``nodes`` by id, and ``aliases``: the id of the node that each address leads to.

    It lets in everybody with a password that is not ``wrong``. Every token is good for one change.
    """

    username, password, author_id = "editor", "password", "77"

    def __init__(self) -> None:
        super().__init__()
        self.nodes: dict[str, dict[str, Any]] = {}
        self.aliases: dict[str, str] = {}
        self.aliases_a_page = 50
        self._ids = count(1)
        self._tokens = count(1)
        self._token = ""

    def add_node(self, **values: Any) -> str:
        """Make a node and return its id."""
        node_id = str(next(self._ids))
        self.nodes[node_id] = values
        return node_id

    def changes(self) -> list[tuple[str, str]]:
        """Method and path of the requests that were to change something, oldest first."""
        return [(each.method, each.path) for each in self.requests if each.method != "GET" and each.path != "/user"]

    def reset(self) -> None:
        """Forget everything."""
        self.nodes.clear()
        self.aliases.clear()
        self.requests.clear()
        self.failing.clear()

    def answer(self, request: Request) -> Response:
        """What the site answers."""
        if (request.method, request.path) == ("POST", "/user"):
            return self._log_in(request)
        if _SESSION not in request.cookie:
            return _page("<h1>Access denied</h1>", 403)
        if request.path == "/restws/session/token":
            self._token = f"csrf-{next(self._tokens)}"
            return Response(200, self._token.encode(), content_type="text/plain")
        if request.path == "/user.json":
            found = [{"uid": self.author_id}] if request.params["name"] == self.username else []
            return json_response(200, {"list": found})
        if request.path.startswith("/node.json"):
            return self._nodes(request)
        if request.path.startswith(PATHS):
            return self._paths(request)
        return _page("<h1>Administration</h1>") if request.path == "/admin" else _page("<h1>Page not found</h1>", 404)

    def _log_in(self, request: Request) -> Response:
        form = _form(request)
        if form["pass"] == "wrong" or form["form_id"] != "user_login" or form["op"] != "Log in":
            return _page("<p>Unrecognized username or password.</p>")
        return Response(302, b"", {"Location": "/admin", "Set-Cookie": f"{_SESSION}; path=/"}, "text/html")

    def _nodes(self, request: Request) -> Response:
        if request.method == "GET":
            ((field, value),) = request.params.items()
            found = [{"nid": node_id} for node_id, node in self.nodes.items() if node.get(field) == value]
            return json_response(200, {"list": found})
        if not self._token or request.headers.get("x-csrf-token") != self._token:
            return _page("Access to this operation not granted", 403)
        self._token = ""
        if request.method == "POST":
            return json_response(201, {"id": self.add_node(**json.loads(request.body))})
        node_id = request.path.rsplit("/", 1)[-1]
        if node_id not in self.nodes:
            return _page("", 404)
        if request.method == "DELETE":
            del self.nodes[node_id]
        else:
            self.nodes[node_id] |= json.loads(request.body)
        return json_response(200, [])

    def _paths(self, request: Request) -> Response:
        action, _, rest = request.path.removeprefix(f"{PATHS}/").partition("/")
        if action == "list":
            return _page(self._list(request.path, rest, int(request.params.get("page", "0"))))
        form_id = {"add": "path_admin_form", "delete": "path_admin_delete_confirm"}[action]
        if request.method == "GET":
            return _page(_form_page(form_id))
        form = _form(request)
        if any(form.get(name) != value for name, value in {**_FORM_KEYS, "form_id": form_id}.items()):
            return _page(_error("The form has become outdated.") + _form_page(form_id))
        if action == "delete" and form["confirm"] == "1" and form["op"] == "Confirm":
            del self.aliases[rest]
        elif action == "add" and form["op"] == "Save":
            if form["alias"] in self.aliases:
                return _page(_error(f"The alias {form['alias']} is already in use.") + _form_page(form_id))
            self.aliases[form["alias"]] = form["source"].removeprefix("node/")
        return Response(302, b"", {"Location": f"{PATHS}/list/"}, "text/html")

    def _list(self, url: str, text: str, page: int) -> str:
        """A page of the table of addresses in which the text occurs; long ones are cut."""
        found = [(path, node_id) for path, node_id in sorted(self.aliases.items()) if text in path]
        start, end = page * self.aliases_a_page, (page + 1) * self.aliases_a_page
        rows = "".join(
            f'<tr><td><a href="/{path}" title="{escape(path)}">{escape(path[:50])}</a></td>'
            f'<td><a href="/node/{node_id}">node/{node_id}</a></td><td><ul class="links inline">'
            f'<li class="edit first"><a href="{PATHS}/edit/{path}">edit</a></li>'
            f'<li class="delete last"><a href="{PATHS}/delete/{path}">delete</a></li></ul></td></tr>'
            for path, node_id in found[start:end]
        )
        pager = f'<li class="pager-next"><a href="{url}?page={page + 1}">next</a></li>' if found[end:] else ""
        return f"{_other_form()}<table>{rows}</table><ul>{pager}</ul>"


def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode()))


def _form_page(form_id: str) -> str:
    hidden = "".join(f'<input type="hidden" name="{name}" value="{value}" />' for name, value in _FORM_KEYS.items())
    return f'{_other_form()}<form>{hidden}<input type="hidden" name="form_id" value="{form_id}" /></form>'


def _other_form() -> str:
    """The search form that stands on every page."""
    return (
        '<form><input name="form_build_id" value="form-0" /><input name="form_token" value="token-0" />'
        '<input name="form_id" value="search_block_form" /></form>'
    )


def _error(text: str) -> str:
    return f'<div class="messages error">{escape(text)}</div>'


def _page(content: str, status: int = 200) -> Response:
    return Response(status, f"<html><body>{content}</body></html>".encode(), content_type="text/html")
