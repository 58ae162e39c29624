"""Nobody decides: the next level is asked, each once, and silence grants nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.concessions import commands, jobs, queries
from aftercare.contexts.concessions.models import ApprovalLimit, Concession
from aftercare.contexts.concessions.tests.builders import HOUR
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.notify.models import Notice

SYSTEM = Actor.system("concessions")


@pytest.fixture
def row(company):
    """Give an ask at 10:00 that level 1 should decide by 14:00."""
    return company.ask()


@pytest.fixture
def sweep(monkeypatch):
    """Give the job, run as of a moment."""

    def run(at):
        monkeypatch.setattr(clock, "now", lambda: at)
        return jobs.escalate_late()

    return run


def again(row):
    """Return the concession as it is now."""
    return Concession.objects.get(pk=row.pk)


class TestEscalate:
    def test_asks_the_next_level_once_its_time_is_over(self, row, sweep, published, drain, company):
        assert sweep(row.decide_by - timedelta.resolution) == 0
        assert sweep(row.decide_by) == 1
        assert (again(row).level, again(row).needed_level, again(row).state) == (2, 1, "asked")
        assert again(row).decide_by == row.decide_by + 8 * HOUR
        assert (sweep(row.decide_by), published.only("ConcessionEscalated")["level"]) == (0, 2)
        drain()
        assert [n.recipient_id for n in Notice.objects.filter(kind="concession.escalated")] == [company.quality.id]

    def test_goes_level_by_level_each_once_after_an_outage(self, row, sweep, published):
        late = row.decide_by + timedelta(days=30)
        moments = [late, late + 8 * HOUR, late + 32 * HOUR, late + timedelta(days=9), late + timedelta(days=99)]
        assert [sweep(at) for at in moments] == [1, 1, 1, 0, 0]
        assert published.names().count("ConcessionEscalated") == 2
        assert (published.only("ConcessionReminded")["level"], again(row).level) == (3, 3)

    def test_never_grants(self, row, sweep, company):
        due_at = company.clock().due_at
        for days in (1, 2, 3, 4, 300):
            sweep(row.decide_by + timedelta(days=days))
        assert (again(row).state, company.clock().due_at) == ("asked", due_at)
        assert again(row).decide_by < row.decide_by + timedelta(days=300)

    def test_leaves_the_right_to_those_asked_before(self, row, sweep, company):
        sweep(row.decide_by)
        assert company.grant(row, after=6 * HOUR).state == "granted"

    def test_passes_a_level_where_nobody_stands(self, row, sweep):
        ApprovalLimit.objects.filter(level=2).update(role="dispatcher")
        sweep(row.decide_by)
        assert again(row).level == 3

    def test_lapses_what_is_about_an_ended_promise(self, row, sweep, company):
        clock_row = company.clock()
        type(clock_row).objects.filter(pk=clock_row.pk).update(state="met", stopped_at=row.asked_at)
        sweep(row.decide_by)
        assert again(row).state == "lapsed"

    def test_does_nothing_to_what_is_decided(self, row, company, published):
        company.grant(row)
        told = published.names()
        assert commands.escalate(concession_id=row.pk, by=SYSTEM, at=row.decide_by + 99 * HOUR) is False
        assert published.names() == told


class TestSweep:
    def test_reads_one_partial_index(self, row, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert queries.to_escalate(row.decide_by) == [row.pk]
        assert queries.to_escalate(row.decide_by - HOUR) == []
