"""Whatever is sent, by whomever: a clear answer and never a server error."""

from __future__ import annotations

from collections import Counter
from random import Random
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import resolve

from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.installed_base import labels
from aftercare.contexts.installed_base.models import Equipment
from aftercare.demo import company
from aftercare.demo.simulation.authors import Author
from aftercare.demo.simulation.cast import Cast
from aftercare.demo.simulation.life import Life
from aftercare.demo.simulation.roster import Roster
from aftercare.demo.simulation.settling import Settler
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.gathering import gathering
from tests.robustness.walking import Form, walk

pytestmark = pytest.mark.django_db
WHO = ["desk_agent", "dispatcher", "engineer", "service_manager", "security_admin", "system_admin", "customer"]
WRITTEN = [
    "", "\x00", "a\u202eb\u2066c", "很" * 100_000, "-1", "9" * 30, "1e400", "NaN", "9999-12-31T23:59", "0000-00-00",
    "2026-02-30", "<script>alert(1)</script>", "=1+1", "😀" * 50, " ",
]  # fmt: skip
CHOSEN = ["", "no-such", "-1", "9" * 30, "\x00", "987654321"]
JUNK = "?page=x&page=-1&sort=nope&sort=-&q=%00&q=%FF&size=1e9&tab=nope&from=0000-00-00&to=NaN&day=2026-02-30"


@pytest.fixture(scope="module")
def living(shared_db: None) -> None:
    """Give the demo company on an ordinary day, with matters in every state."""
    now, by = clock.now(), Actor.system("demo", via="demo")
    company.found(now - company.FOUNDED_BEFORE, by=by, say=lambda text: None)
    stories = Author(Random("bad input"), zone=ZoneInfo("Asia/Shanghai")).right_now(now)
    cast = Cast()
    roster = Roster(cast.engineers)
    with gathering() as gathered:
        for story in sorted(stories, key=lambda story: story.received_at):
            Life(story, cast=cast, roster=roster, settler=Settler(gathered), until=now).live()


def browser_of(login: str) -> Client:
    browser = Client(raise_request_exception=False)
    if login:
        browser.force_login(User.objects.get(username=login))
    return browser


def attacks(form: Form) -> list[dict[str, str]]:
    """Return the form with every typed field wrong at once, then each field wrong alone."""
    found = [form.values | dict.fromkeys(form.typed, text) for text in WRITTEN if form.typed]
    rest = [name for name in form.kinds if name not in form.typed]
    return [*found, *(form.values | {name: value} for name in rest for value in CHOSEN), {}]


def public_pages() -> list[str]:
    lift = Equipment.objects.order_by("id").first()
    survey = Survey.objects.order_by("id").first()
    assert lift
    asked = [f"/s/{survey.token}/"] if survey else []
    return ["/q/" + labels.address_of(lift).split("/q/")[1], "/accounts/login/", "/v/nobody/", *asked]


class Raid:
    """Sends every form wrong in every way, each form once, and keeps what broke."""

    def __init__(self) -> None:
        self.struck: Counter[str] = Counter()
        self.pages = 0
        self.broken: list[str] = []

    def on(self, browser: Client, start: str = "/") -> None:
        """Walk from there."""
        for address, status, forms in walk(browser, start):
            self.pages += 1
            self.note(status, f"GET {address}")
            plain = address.partition("?")[0]
            self.note(browser.get(plain + JUNK).status_code, f"GET {plain} with junk")
            for form in forms:
                route = resolve(urlsplit(form.action).path).route
                self.struck[route] += 1
                if self.struck[route] == 1:
                    self.strike(browser, form)

    def strike(self, browser: Client, form: Form) -> None:
        """Send one form as its page would, and empty as a browser without scripts would."""
        for values in attacks(form):
            wrong = {name: value[:20] for name, value in values.items() if value != form.values.get(name)}
            answer = browser.post(form.action, values, headers=form.headers if values else {})
            self.note(answer.status_code, f"POST {form.action} from {form.page}: {wrong!r}")

    def note(self, status: int, what: str) -> None:
        """Keep an answer that is an error of ours."""
        if status >= 500:
            self.broken.append(f"{status} {what}")


@pytest.mark.slow
def test_bad_input_leads_to_an_answer_and_never_to_an_error(living: None, as_served: None) -> None:
    raid = Raid()
    for login in WHO:
        raid.on(browser_of(login))
    for start in public_pages():
        raid.on(browser_of(""), start)
    assert not raid.broken, "\n".join(raid.broken[:40])
    # It went everywhere: otherwise it proves nothing.
    assert raid.pages > 300
    assert len(raid.struck) > 60


def test_the_raid_sees_an_error(living: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("aftercare.contexts.service_requests.commands.register", fail)
    raid = Raid()
    raid.on(browser_of("customer"))
    assert raid.broken
