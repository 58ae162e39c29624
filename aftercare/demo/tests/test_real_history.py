"""
Real files lived through our clocks: attainment and pauses are what an independent computation over the files says.

`AFTERCARE_WHOLE_LOG=1` takes every incident of the log instead of each eighth (a minute).
"""

from __future__ import annotations

import csv
import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.insights import public as insights
from aftercare.demo.figures_report import as_json
from aftercare.demo.history import loading, mapping
from aftercare.demo.tests.conftest import SHARED, shared_file
from aftercare.platform.actor import Actor

pytestmark = pytest.mark.django_db
EVERY = 1 if os.environ.get("AFTERCARE_WHOLE_LOG") else 8
DAY, OPENS, LONG = 86_400, 8 * 3600, 9 * 3600
LOG = SHARED / "incidents/servicenow_incident_log.csv.gz"


def load(path: Path, name: str) -> loading.Outcome:
    return loading.load(path, mapping.load(name), progress=lambda stage, count: None)


def report(source: str) -> dict:
    """Return what `aftercare kpi --source … --json` prints."""
    return as_json(
        insights.Question(
            actor=Actor.system("test"),
            period=insights.Period(None, None, "Asia/Shanghai"),
            now=datetime(2026, 11, 21, tzinfo=UTC),
            source=source,
        )
    )


class TestCity:
    """The city's requests, counted in the working hours of New York, which change in spring and autumn."""

    @pytest.fixture(scope="class")
    @staticmethod
    def city(shared_db: None) -> Path:
        path = shared_file("requests_311/baltimore_311_sample.csv.gz")
        outcome = load(path, "baltimore_311")
        assert (outcome.rows, outcome.imported) == (6666, 6666)
        return path

    def test_gives_the_published_figures(self, city):
        told = report("baltimore_311")
        assert told["requests"] == 6666
        assert told["on_time"] == {"n": 6439, "share": 0.8292}
        assert told["close_hours_median"] == 43.15

    def test_keeps_as_many_promises_as_counted_apart(self, city):
        rows = pd.read_csv(city, usecols=["SRRecordID", "CreatedDate", "CloseDate", "SRStatus"])
        rows = rows[rows.SRStatus.str.startswith("Closed")]
        began, ended = (local(rows[name]) for name in ("CreatedDate", "CloseDate"))
        kept = ended <= due(began, 2700 * 60)
        sla = report("baltimore_311")["sla"]
        assert (sla["n"], sla["share"]) == (len(rows), round(float(kept.mean()), 4))
        ours = Clock.objects.filter(state__in=["met", "missed"]).values_list("state", flat=True)
        assert sum(state == "met" for state in ours) == int(kept.sum())


def local(texts: pd.Series) -> np.ndarray:
    """Return local wall times as seconds since 1970; the promises are counted by day, where no clock changes."""
    return pd.to_datetime(texts, format="%m/%d/%Y %I:%M:%S %p").to_numpy().astype("datetime64[s]").astype(np.int64)


def due(began: np.ndarray, seconds: int) -> np.ndarray:
    """Return when so many seconds of Monday to Friday, 08:00 to 17:00, are over."""
    days = (began // DAY).astype("datetime64[D]")
    is_open = np.is_busday(days)
    spent = np.where(is_open, np.clip(began % DAY - OPENS, 0, LONG), 0)
    first = np.busday_offset(days, 0, roll="forward")
    total = spent + seconds
    on = np.busday_offset(first, (total - 1) // LONG)
    return on.astype("datetime64[D]").astype(np.int64) * DAY + OPENS + (total - 1) % LONG + 1


class TestLog:
    """An incident log: each line a change; incidents wait for users and vendors and are opened again."""

    @pytest.fixture(scope="class")
    @staticmethod
    def log(shared_db: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
        with gzip.open(shared_file(f"incidents/{LOG.name}"), "rt", encoding="utf-8", newline="") as file:
            heading, *lines = csv.reader(file)
        chosen = {number for place, number in enumerate(dict.fromkeys(line[0] for line in lines)) if place % EVERY == 0}
        path = tmp_path_factory.mktemp("log") / "log.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *(line for line in lines if line[0] in chosen)])
        outcome = load(path, "servicenow_log")
        assert outcome.faults == []
        assert outcome.imported == len(chosen) > 2000
        return path

    @pytest.fixture
    def lived(self, log) -> pd.DataFrame:
        """Give each incident that ended with the minutes it took, waited and was solved too early."""
        lines = pd.read_csv(
            log, dtype=str, usecols=["number", "incident_state", "opened_at", "sys_updated_at", "priority"]
        )
        for name in ("opened_at", "sys_updated_at"):
            lines[name] = pd.to_datetime(lines[name], format="%d/%m/%Y %H:%M")
        lines = lines.sort_values(["number", "sys_updated_at"], kind="stable")
        by_number = lines.groupby("number", sort=False)
        lines["until"] = by_number.sys_updated_at.shift(-1)
        lines["over"] = lines.incident_state.isin(["Resolved", "Closed"])
        lines["final"] = lines[::-1].groupby("number", sort=False).over.cummin()[::-1]
        began = np.maximum(lines.sys_updated_at, lines.opened_at)
        lines["minutes"] = ((lines.until - began).dt.total_seconds() / 60).clip(lower=0).fillna(0)
        found = by_number.agg(opened=("opened_at", "last"), priority=("priority", "last"))
        found["ended"] = lines[lines.final].groupby("number").sys_updated_at.min()
        waiting = lines[lines.incident_state.str.startswith("Awaiting")]
        found["waited"] = waiting.groupby("number").minutes.sum()
        found["undone"] = lines[lines.over & ~lines.final].groupby("number").minutes.sum()
        return found.fillna({"waited": 0, "undone": 0})

    def test_keeps_as_many_promises_as_counted_apart(self, lived):
        ended = lived[lived.ended.notna()]
        took = (ended.ended - ended.opened).dt.total_seconds() / 60 - ended.waited - ended.undone
        kept = took <= ended.priority.map({"1": 240, "2": 480, "3": 2880, "4": 7200})
        sla = report("servicenow_log")["sla"]
        assert (sla["n"], sla["share"]) == (len(ended), round(float(kept.mean()), 4))

    def test_waits_as_many_minutes_as_counted_apart(self, lived):
        told = report("servicenow_log")["paused_minutes"]
        assert sum(row["minutes"] for row in told) == int(lived[lived.ended.notna()].waited.sum()) > 100_000
        assert {row["party"] for row in told} == {"customer", "supplier", "third_party"}
