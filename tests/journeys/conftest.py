"""A real browser before the real product: web processes, worker and database as an operator runs them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from aftercare.demo import company
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.testing import schema
from tests.serving import served

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
BUILDER = Actor.system("demo", via="demo")
PICTURES = Path(os.environ.get("AFTERCARE_PICTURES", "test-output/journeys"))


@pytest.fixture(scope="session")
def founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Give the name of a database with the demo company's people and equipment, and no history."""
    with django_db_blocker.unblock():
        own = connection.settings_dict["NAME"]
        with copied(schema.migrated(), f"{own}_company") as name:
            company.found(clock.now(), by=BUILDER, say=lambda text: None)
            schema.use(own)
            yield name


@pytest.fixture(scope="module")
def product(founded: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    Give the address of the product running for the demo company, on a database of the module's own.

    A module's journeys share it and commit for good: each brings the records it looks at. A passkey wants a name
    for an address, not a number.
    """
    folder = tmp_path_factory.mktemp("product")
    with django_db_blocker.unblock(), copied(founded, f"{founded}_journey"), served(folder) as (_process, port):
        yield f"http://localhost:{port}"


@contextmanager
def copied(template: str, name: str) -> Iterator[str]:
    """Work on a copy of a database, and drop it."""
    own = connection.settings_dict["NAME"]
    schema.administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    try:
        schema.use(name)
        yield name
    finally:
        schema.use(own)
        schema.administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium with a fresh profile."""
    assert CHROMIUM, "no Chromium found; `make test` says how to install one"
    with sync_playwright() as play, pytest.MonkeyPatch.context() as patch:
        # Playwright runs an event loop in this thread; Django would otherwise refuse to touch the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """One person before one screen; counts the taps and inputs the budgets speak of."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.page: Page = context.new_page()
        self.taps = self.inputs = self.pages = 0
        self.troubles: list[str] = []
        self.page.on("domcontentloaded", self._opened)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("response", self._answered)

    def _opened(self, page: Page) -> None:
        self.pages += 1

    @property
    def steps(self) -> int:
        """Return everything the hands did: taps, choices, keys and fields."""
        return self.taps + self.inputs

    def _heard(self, message: Any) -> None:
        # A refusal is an answer; what the server could not answer is heard by `_answered`.
        told = ("Response Status Error Code", "Failed to load resource")
        if message.type == "error" and not any(words in message.text for words in told):
            self.troubles.append(message.text)

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} {response.url}")

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(self.home + path)

    def sign_in(self, login: str) -> None:
        """Sign in with the demo company's password."""
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", company.PASSWORD)
        self.page.click("form:has(input[name=password]) button[type=submit]")
        self.page.wait_for_url(self.home + "/")

    def tap(self, selector: str) -> None:
        """Tap something, once it is there."""
        self.page.locator(selector).first.click()
        self.taps += 1

    def type(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.page.locator(selector).first.fill(text)
        self.inputs += 1

    def choose(self, selector: str, label: str) -> None:
        """Choose from a list."""
        self.page.locator(selector).first.select_option(label=label)
        self.inputs += 1

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)
        self.taps += 1

    def find(self, selector: str) -> Locator:
        """Return the one thing that is there."""
        found = self.page.locator(selector)
        found.wait_for()
        return found

    def see(self, text: str) -> None:
        """Wait until the words are on the page."""
        self.page.get_by_text(text).first.wait_for()

    def keep(self, name: str) -> None:
        """Keep a picture of the page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.fixture
def visit(browser: Browser, product: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Give a maker of visitors: `visit()`, `visit("dispatcher")`, `visit("engineer", PHONE)`."""
    contexts: list[BrowserContext] = []
    people: list[Visitor] = []

    def make(login: str = "", screen: dict[str, Any] = DESK, **more: Any) -> Visitor:
        contexts.append(browser.new_context(locale="zh-CN", **screen, **more))
        contexts[-1].set_default_timeout(20_000)
        people.append(Visitor(contexts[-1], product))
        if login:
            people[-1].sign_in(login)
        return people[-1]

    yield make
    for number, person in enumerate(people):
        person.keep(f"{request.node.name}-{number}")
    for context in contexts:
        context.close()
    troubles = [trouble for person in people for trouble in person.troubles]
    assert not troubles, troubles
