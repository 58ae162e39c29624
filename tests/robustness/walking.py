"""A walk through the product: every page a person's own pages lead to, and the forms on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

# What a click there would end: the walk itself, or somebody's way in.
NEVER = ("/accounts/logout/", "/-/language/", "/-/theme/")
BY_HTMX = {"HX-Request": "true"}
SEEN_OF_EACH = 2
TYPED = {"text", "search", "tel", "email", "url", "number", "date", "time", "datetime-local", "textarea", "hidden"}


@dataclass
class Form:
    """A form as a browser would send it."""

    page: str
    action: str
    headers: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """Return the fields in which somebody writes."""
        return [name for name, kind in self.kinds.items() if kind in TYPED - {"hidden"}]


class _Page(HTMLParser):
    """Reads the links and forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.links: dict[str, dict[str, str]] = {}
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what leads on."""
        has = {name: value or "" for name, value in attrs}
        for name, headers in (("href", {}), ("hx-get", BY_HTMX)):
            if has.get(name, "").startswith(("/", "?")):
                self.links.setdefault(urljoin(self.address, has[name]), headers)
        if tag == "form" and has.get("method", "").lower() == "post":
            action = urljoin(self.address, has.get("action") or has.get("hx-post") or "")
            self._open = Form(self.address, action, BY_HTMX if "hx-post" in has else {})
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(tag, has)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._open = None

    def _field(self, tag: str, has: dict[str, str]) -> None:
        assert self._open is not None
        name = has.get("name", "")
        if tag == "option" and self._select and ("selected" in has or not self._open.values[self._select]):
            self._open.values[self._select] = has.get("value", "")
        if not name or name == "csrfmiddlewaretoken":
            return
        kind = has.get("type", "text").lower() if tag == "input" else tag
        self._select = name if tag == "select" else self._select
        if tag in {"input", "select", "textarea"} and kind != "file":
            self._open.kinds[name] = kind
            if kind not in {"radio", "checkbox"} or "checked" in has:
                self._open.values[name] = has.get("value", "")


def walk(browser: Client, start: str = "/") -> Iterator[tuple[str, int, list[Form]]]:
    """Yield (address, status, forms) of every page that is reached as a browser asks for it, at most twice a route."""
    waiting, known, seen = [(start, {})], {start}, Counter[str]()
    while waiting:
        address, headers = waiting.pop(0)
        try:
            route = resolve(urlsplit(address).path).route
        except Resolver404:
            route = "nowhere"
        if seen[route] >= SEEN_OF_EACH:
            continue
        seen[route] += 1
        answer = browser.get(address, headers=headers)
        page = _Page(address)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page.feed(answer.content.decode())
        yield address, answer.status_code, [form for form in page.forms if form.action not in NEVER]
        for link, headers in page.links.items():
            if link not in known and not link.startswith(("/static/", *NEVER)):
                known.add(link)
                waiting.append((link, headers))
