"""From a figure to the rows it stands on: one click, and the same number."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from aftercare.contexts.insights.models import ClockFact, OrderFact, RequestFact, SurveyFact
from aftercare.contexts.service_requests.models import RequestCategory
from aftercare.platform import clock
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Days ago; the last one lies before the period that the page shows at first.
REQUESTS = (2, 3, 5, 8, 13, 21, 34, 130)


@pytest.fixture(scope="module")
def counted(product: str) -> None:
    """Count some requests, promises, orders and surveys in every state a figure must tell apart."""
    now = clock.now()
    sorts = list(RequestCategory.objects.order_by("pk")[:3])
    RequestFact.objects.bulk_create(request(n, now - days * DAY, sorts[n % 3]) for n, days in enumerate(REQUESTS, 1))
    for n, days in enumerate((2, 3, 5, 8, 13, -4), 1):
        due = now - days * DAY
        ClockFact.objects.create(
            clock_id=n, subject=f"service_request:{n}", request_id=n, promise="arrive" if n % 2 else "resolve",
            priority=2, due_at=due, stopped_at=due - HOUR, is_met=None if days < 0 else n != 3,
        )  # fmt: skip
    orders(now)
    for n, (csat, nps) in enumerate(((5, 10), (4, None), (2, 3), (None, None)), 1):
        sent = now - n * DAY
        SurveyFact.objects.create(
            survey_id=n, work_order_id=n, sent_at=sent, answered_at=sent + HOUR if csat else None, csat=csat, nps=nps
        )


def request(n: int, received: datetime, sort: RequestCategory) -> RequestFact:
    """Return one request; the first two are not finished, the third was late."""
    ends = received + (9 if n == 3 else 3) * HOUR if n > 2 else None
    return RequestFact(
        request_id=n, number=f"SR-2026-00000{n}", kind="fault", priority=2, category_id=sort.pk, category=sort.name,
        category_group=sort.group, status="closed" if ends else "in_progress", received_at=received,
        responded_at=received + HOUR, arrived_at=received + 2 * HOUR if n > 1 else None, resolved_at=ends,
        closed_at=ends, due_at=received + 4 * HOUR,
    )  # fmt: skip


def orders(now: datetime) -> None:
    """Count orders: done and open ones, a planned follow-up, windows that are over and one that is to come."""
    for n, days in enumerate((2, 3, 5, 8, 13, 0), 1):
        opened = now - days * DAY - 3 * HOUR
        is_done = n not in (2, 6)
        OrderFact.objects.create(
            work_order_id=n, number=f"WO-2026-00000{n}", request_id=n, kind="repair", visits=2 if n == 3 else 1,
            is_planned_follow_up=n == 4, promised_by=None if n == 5 else opened + (24 if n == 6 else 2) * HOUR,
            arrived_at=opened + HOUR if is_done else None, opened_at=opened,
            completed_at=opened + 2 * HOUR if is_done else None,
        )  # fmt: skip


def stands_on(tile: str) -> int:
    """Return the number a tile says it stands on."""
    found = re.search(r"n = (\d+)|(\d+) 中的", tile) or re.search(r"\n(\d+)\n", tile)
    assert found, tile
    return int(next(number for number in found.groups() if number))


def behind(manager: Visitor) -> int:
    return int(manager.find("#listing-count").inner_text())


def test_every_figure_leads_in_one_click_to_as_many_rows(visit, counted):
    manager = visit("service_manager")
    manager.go("/figures/")
    manager.page.wait_for_load_state("networkidle")
    manager.keep("figures")
    tiles = manager.page.locator(".kpi").all_inner_texts()
    assert len(tiles) == 10
    for number, tile in enumerate(tiles):
        manager.go("/figures/")
        manager.taps = 0
        manager.tap(f".kpi >> nth={number}")
        assert behind(manager) == stands_on(tile) > 0, tile
        assert manager.taps == 1
    manager.keep("figures-behind")


def test_bar_of_a_chart_leads_in_one_click_to_its_rows(visit, counted):
    manager = visit("service_manager")
    manager.go("/figures/?period=all")
    line = manager.page.locator("#chart-categories-card tbody tr").first
    wanted = int(line.locator("td").nth(2).text_content() or 0)
    assert wanted > 0
    bar = "#chart-categories-card [data-chart] svg path[fill]:not([fill='none']):not([fill='transparent'])"
    manager.page.locator(bar).first.scroll_into_view_if_needed()
    manager.tap(bar)
    assert behind(manager) == wanted
    assert manager.taps == 1
