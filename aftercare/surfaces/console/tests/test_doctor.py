"""The doctor says what is wrong and what to do."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from aftercare.platform import clock, health
from aftercare.platform.outbox.models import Heartbeat
from aftercare.surfaces.console import examining
from aftercare.surfaces.console.examining import Health, database, machine, work

pytestmark = pytest.mark.django_db


def only(look, name):
    return next(finding for finding in look() if finding.name == name)


class TestDoctor:
    def test_prints_findings_a_program_can_read_and_fails_without_a_worker(self, capsys):
        with pytest.raises(SystemExit) as ended:
            call_command("doctor", "--json")
        told = json.loads(capsys.readouterr().out)
        assert ended.value.code == 1
        assert told["healthy"] is False
        assert {"server", "fsync", "migrations", "worker", "queue", "disk", "fonts"} <= {
            f["name"] for f in told["findings"]
        }

    def test_tells_a_look_that_broke_and_goes_on(self):
        def broken():
            raise RuntimeError("no way in")
            yield

        found = examining.examine([("door", broken), ("disk", machine.disk)])
        assert (found[0].health, "no way in" in found[0].detail, found[1].name) == (Health.BAD, True, "disk")


class TestDatabase:
    def test_settings_that_lose_data_are_bad(self):
        # The throwaway server of the tests runs without fsync.
        assert only(database.keeping, "fsync").health is Health.BAD

    def test_applied_migrations_are_fine(self):
        assert only(database.migrations, "migrations").health is Health.FINE

    def test_clocks_of_one_machine_agree(self):
        assert only(database.drift, "clock").health is Health.FINE

    def test_a_clock_that_is_off_is_bad(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda now=clock.now: now() + timedelta(seconds=5))
        assert only(database.drift, "clock").health is Health.BAD


class TestWorker:
    @pytest.mark.parametrize(("seconds", "health"), [(5, Health.FINE), (300, Health.BAD)])
    def test_is_judged_by_its_last_sign_of_life(self, seconds, health):
        Heartbeat.objects.create(worker="host:1", at=clock.now() - timedelta(seconds=seconds))
        assert only(work.worker, "worker").health is health


class TestMachine:
    @pytest.mark.parametrize(("free", "verdict"), [(10**8, Health.BAD), (10**9, Health.POOR), (10**11, Health.FINE)])
    def test_room_is_judged_before_it_runs_out(self, monkeypatch, free, verdict):
        monkeypatch.setattr(health, "free_bytes", lambda: free)
        assert only(machine.disk, "disk").health is verdict
