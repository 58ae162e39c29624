"""
The crowd: as many requests and orders as asked for, all copies of a few made by the commands.

Nine of ten are closed and spread over two years; the tenth is open and recent. Copies are made inside the database,
without audit triggers, so that a hundred thousand take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, models, transaction

from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.people import commands as people
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.models import ChecklistItem, WorkOrder
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform import clock, outbox
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from aftercare.platform.api import tokens
from benchmarks.rig.stand import tell

BUILDER = Actor.system("bench")
CUSTOMERS = 20
# Each token may call ten times a second; together they may call more often than the product answers.
TOKENS = 60
OPEN = "n % 10 = 0"


@dataclass
class Crowd:
    """The requests and orders so far, and somebody who may see them."""

    scenes: list[requests.Scene]
    request: ServiceRequest
    order: WorkOrder
    cookie: str
    tokens: list[str]
    now: datetime
    size: int = 0

    def grow_to(self, size: int) -> None:
        """Add copies until there are so many requests, each with an order."""
        tell(f"making {size - self.size} orders")
        span = range(self.size + 1, size + 1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            _copy_requests(self.request, self.scenes, span, self.now)
            _copy_orders(self.order, span, self.now)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.size = size

    def some_orders(self, count: int = 500) -> list[int]:
        """Return orders spread over the whole crowd."""
        step = max(1, self.size // count)
        numbers = [f"WO-2000-{number:07d}" for number in range(1, self.size + 1, step)]
        return list(WorkOrder.objects.filter(number__in=numbers).values_list("pk", flat=True))


def gather(size: int) -> Crowd:
    """Make so many requests, each with an order, and somebody who may see them."""
    now = clock.now()
    requests.promises(now)
    region_id = requests.region("east")
    scenes = [requests.scene(region_id) for _ in range(CUSTOMERS)]
    crowd = Crowd(scenes, *_patterns(scenes[0], now), *_person(region_id, now), now)
    crowd.grow_to(size)
    return crowd


def _patterns(place: requests.Scene, now: datetime) -> tuple[ServiceRequest, WorkOrder]:
    """Make one request and one planned order by the commands, with their clocks and their checklist."""
    request = requests.request_of(place, by=BUILDER, at=now, description="三楼开门时异响，门关到一半又打开。")
    steps = [{"text": f"检查第 {number} 项", "is_required": True} for number in range(1, 9)]
    procedure = orders.procedure(*steps)
    order = orders.draft(place, by=BUILDER, at=now, request_id=request.pk)
    plan: dict[str, Any] = {
        "estimated_minutes": 90,
        "skills": {},
        "certificate_kind_ids": [],
        "procedure_id": procedure.pk,
    }
    orders.commands.plan(work_order_id=order.pk, **plan, by=BUILDER, at=now)
    outbox.drain()
    request.refresh_from_db()
    order.refresh_from_db()
    return request, order


def _copy_requests(pattern: ServiceRequest, scenes: list[requests.Scene], span: range, now: datetime) -> None:
    recent = "%(now)s - (n % 7000) * interval '1 minute'"
    received = f"CASE WHEN {OPEN} THEN {recent} ELSE {_long_ago()} END"
    over = f"CASE WHEN {OPEN} THEN NULL ELSE {_long_ago()} + interval '6 hours' END"
    copy_rows(
        pattern,
        span,
        {
            "number": "'SR-2000-' || lpad(n::text, 7, '0')",
            "status": f"CASE WHEN {OPEN} THEN 'in_progress' ELSE 'closed' END",
            "received_at": received,
            "resolved_at": over,
            "closed_at": over,
            "priority": "1 + n % 4",
            "customer_id": _of(scenes, "customer_id"),
            "contact_id": _of(scenes, "contact_id"),
            "project_id": _of(scenes, "project_id"),
            "equipment_id": _of(scenes, "equipment_id"),
            "search": "t.search || to_tsvector('simple', 'sr2000' || n)",
        },
        now,
    )
    clocks = Clock.objects.filter(subject=pattern.key)
    columns = _columns(Clock)
    chosen = ["'service_request:' || r.id" if name == "subject" else f't."{name}"' for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO clocks_clock ({_listed(columns)}) SELECT {', '.join(chosen)} FROM clocks_clock t,"
            " service_requests_servicerequest r WHERE t.id = ANY(%s) AND r.status = 'in_progress'"
            " AND r.number BETWEEN %s AND %s",
            [list(clocks.values_list("pk", flat=True)), *_ends("SR", span)],
        )


def _copy_orders(pattern: WorkOrder, span: range, now: datetime) -> None:
    over = f"CASE WHEN {OPEN} THEN NULL ELSE {_long_ago()} + interval '5 hours' END"
    named = "r.number = 'SR-2000-' || lpad(n::text, 7, '0')"
    asked = "(SELECT r.{column} FROM service_requests_servicerequest r WHERE " + named + ")"
    copy_rows(
        pattern,
        span,
        {
            "number": "'WO-2000-' || lpad(n::text, 7, '0')",
            "status": f"CASE WHEN {OPEN} THEN t.status ELSE 'closed' END",
            "opened_at": asked.format(column="received_at"),
            "completed_at": over,
            "accepted_at": over,
            "closed_at": over,
            "priority": "1 + n % 4",
            "request_id": asked.format(column="id"),
            "customer_id": asked.format(column="customer_id"),
            "project_id": asked.format(column="project_id"),
            "equipment_id": asked.format(column="equipment_id"),
            "search": "t.search || to_tsvector('simple', 'wo2000' || n)",
        },
        now,
    )
    columns = _columns(ChecklistItem)
    chosen = ["o.id" if name == "work_order_id" else f't."{name}"' for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO work_orders_checklistitem ({_listed(columns)}) SELECT {', '.join(chosen)}"
            " FROM work_orders_checklistitem t, work_orders_workorder o"
            " WHERE t.work_order_id = %s AND o.number BETWEEN %s AND %s",
            [pattern.pk, *_ends("WO", span)],
        )


def copy_rows(pattern: models.Model, span: range, instead: dict[str, str], now: datetime) -> None:
    """Copy one row for each number; `instead` gives columns as SQL over the copy's number `n`."""
    table, columns = pattern._meta.db_table, _columns(type(pattern))
    chosen = [instead.get(name, f't."{name}"') for name in columns]
    query = (
        f"INSERT INTO {table} ({_listed(columns)}) SELECT {', '.join(chosen)} FROM {table} t,"
        " generate_series(%(first)s, %(last)s) AS n WHERE t.id = %(pattern)s"
    )
    # What the arithmetic calls the remainder, the driver takes for a placeholder.
    query = query.replace("n % ", "n %% ")
    with connection.cursor() as cursor:
        cursor.execute(query, {"first": span[0], "last": span[-1], "pattern": pattern.pk, "now": now})


def _ends(prefix: str, span: range) -> tuple[str, str]:
    return f"{prefix}-2000-{span[0]:07d}", f"{prefix}-2000-{span[-1]:07d}"


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _of(scenes: list[requests.Scene], name: str) -> str:
    return f"(ARRAY[{', '.join(str(getattr(scene, name)) for scene in scenes)}])[1 + n % {len(scenes)}]"


def _long_ago() -> str:
    return "%(now)s - interval '6 days' - (n % 1000000) * interval '10 minutes'"


def _person(region_id: int, now: datetime) -> tuple[str, list[str]]:
    """Make a desk agent; return the session's cookie and tokens."""
    user = User.objects.create_user("bench", name="李静")
    people.grant_role(user_id=user.pk, role="desk_agent", region_id=region_id, by=BUILDER, at=now)
    scopes = list(tokens.SCOPES)
    issued = [
        tokens.issue(user_id=user.pk, name=f"bench {n}", scopes=scopes, expires_at=None, by=BUILDER, at=now)[1]
        for n in range(TOKENS)
    ]
    return f"{settings.SESSION_COOKIE_NAME}={session_of(user)}", issued


def session_of(user: User) -> str:
    """Sign somebody in; return the value of the session's cookie."""
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
