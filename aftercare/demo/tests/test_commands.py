"""What the console prints: figures, outcomes, refusals."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from aftercare.contexts.insights.models import RequestFact
from aftercare.contexts.service_requests.models import ServiceRequest

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


class TestImport:
    def test_prints_the_outcome_as_json(self, sample):
        told = json.loads(run("import", "requests", str(sample), "--mapping", "baltimore_311", "--json"))
        assert (told["rows"], told["imported"], told["errors"], told["error_report"]) == (9, 9, 0, None)

    def test_reports_each_fault_in_a_file_no_spreadsheet_would_run(self, sample, tmp_path):
        bad = tmp_path / "bad.csv"
        bad.write_text(sample.read_text().replace("02/11/2026 06:00:00 AM", "=1+1"), encoding="utf-8")
        with pytest.raises(CommandError, match="Nothing was imported"):
            run("import", "requests", str(bad), "--mapping", "baltimore_311")
        with (tmp_path / "bad.csv.errors.csv").open(encoding="utf-8-sig", newline="") as report:
            rows = list(csv.DictReader(report))
        assert [(r["line"], r["column"], r["value"]) for r in rows] == [("4", "CloseDate", "'=1+1")]
        assert not ServiceRequest.objects.exists()

    def test_refuses_an_unknown_mapping(self, sample):
        with pytest.raises(CommandError, match="baltimore_311"):
            run("import", "requests", str(sample), "--mapping", "../secrets")


class TestKpi:
    def test_prints_the_figures_of_one_source(self, load, sample):
        load(sample)
        told = json.loads(run("kpi", "--source", "baltimore_311", "--json"))
        # Six are due and closed; late are S-0002, and S-0008 by the second reading of the hour the clocks went back.
        assert (told["requests"], told["on_time"]) == (9, {"n": 6, "share": 0.6667})

    def test_prints_words_for_people(self, load, sample):
        load(sample)
        assert "on_time" in run("kpi", "--from", "2026-01-01", "--to", "2026-01-31", "--region", "baltimore")

    @pytest.mark.parametrize(
        "words", [["--source", "nowhere"], ["--region", "nowhere"], ["--from", "2026-02-01", "--to", "2026-01-01"]]
    )
    def test_refuses_what_is_not_there(self, words):
        with pytest.raises(CommandError):
            run("kpi", *words)

    def test_fills_the_facts_anew_to_the_same(self, load, sample):
        load(sample)
        before = list(RequestFact.objects.order_by("request_id").values("request_id", "due_at", "category", "region"))
        RequestFact.objects.filter(category__startswith="WW").delete()
        run("kpi", "rebuild")
        found = RequestFact.objects.order_by("request_id").values("request_id", "due_at", "category", "region")
        assert list(found) == before
