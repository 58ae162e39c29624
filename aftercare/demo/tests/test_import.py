"""Bringing the history of another system: whole or not at all, once, and like any other request."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from aftercare.contexts.insights.models import RequestFact
from aftercare.contexts.people.models import Region
from aftercare.contexts.service_requests.models import RequestCategory, ServiceRequest
from aftercare.platform import numbering, search
from aftercare.platform.outbox.models import Event
from aftercare.platform.refusal import Refused


def edited(sample: Path, tmp_path: Path, old: str, new: str) -> Path:
    """Return a copy of the sample with one thing changed."""
    path = tmp_path / "edited.csv"
    text = sample.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


class TestLoad:
    def test_makes_a_request_of_every_row(self, load, sample):
        outcome = load(sample)
        assert (outcome.rows, outcome.imported, outcome.kept) == (9, 9, True)
        row = ServiceRequest.objects.get(source_system="baltimore_311", source_key="S-0001")
        assert (row.status, row.source, row.zone) == ("closed", "import", "America/New_York")
        assert row.received_at == datetime(2026, 1, 5, 13, 15, tzinfo=UTC)
        assert row.closed_at == row.resolved_at == datetime(2026, 1, 6, 19, 15, tzinfo=UTC)
        assert (row.category.group, row.region.name, row.region.parent.code) == (
            "Water Wastewater", "Northern", "baltimore",
        )  # fmt: skip

    def test_changes_nothing_the_second_time(self, load, sample):
        load(sample)
        before = list(ServiceRequest.objects.order_by("pk").values())
        again = load(sample)
        assert (again.imported, again.already_there) == (0, 9)
        assert list(ServiceRequest.objects.order_by("pk").values()) == before
        assert Region.objects.count() == 4
        assert RequestCategory.objects.filter(source="baltimore_311").count() == 4

    def test_keeps_nothing_of_a_dry_run(self, load, sample):
        outcome = load(sample, dry_run=True)
        assert (outcome.imported, outcome.kept) == (9, False)
        assert not ServiceRequest.objects.exists()
        assert not Region.objects.exists()

    def test_keeps_the_whole_file_out_for_one_bad_row(self, load, sample, tmp_path):
        outcome = load(edited(sample, tmp_path, "02/11/2026 06:00:00 AM", "yesterday"))
        assert not outcome.kept
        assert [(f.line, f.column, f.value) for f in outcome.faults] == [(4, "CloseDate", "yesterday")]
        assert not ServiceRequest.objects.exists()
        assert not RequestFact.objects.exists()

    def test_imports_the_good_rows_when_asked_to_leave_out_the_bad(self, load, sample, tmp_path):
        outcome = load(edited(sample, tmp_path, "02/11/2026 06:00:00 AM", "yesterday"), skip_faulty=True)
        assert (outcome.rows, outcome.imported, outcome.faulty_lines) == (9, 8, 1)

    def test_numbers_the_requests_in_the_order_they_came_in(self, load, sample):
        load(sample)
        found = ServiceRequest.objects.order_by("received_at").values_list("number", flat=True)
        assert list(found) == [f"SR-2026-{n:06d}" for n in range(1, 10)]
        assert numbering.next("SR", datetime(2026, 5, 1, tzinfo=UTC)) == "SR-2026-000010"

    def test_fills_facts_search_words_and_the_timeline(self, load, sample):
        load(sample)
        row = ServiceRequest.objects.get(source_key="S-0002")
        fact = RequestFact.objects.get(request_id=row.pk)
        assert (fact.category, fact.region, fact.due_at) == ("WW-Water Leak (Exterior)", "Northern", row.due_at)
        for typed in ("S-0002", row.number, "water leak", "102 sample"):
            assert row in search.matches(ServiceRequest.objects.all(), typed)
        told = Event.objects.filter(about=row.key).order_by("id").values_list("name", flat=True)
        assert list(told) == ["RequestRegistered", "RequestClosed", "ClockStopped"]

    def test_leaves_out_places_rounded_to_a_degree(self, load, sample):
        load(sample)
        assert ServiceRequest.objects.get(source_key="S-0003").lat is None
        assert ServiceRequest.objects.get(source_key="S-0004").lat == 39.29

    def test_counts_a_line_that_says_the_same_again(self, load, sample, tmp_path):
        path = tmp_path / "twice.csv"
        lines = sample.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
        outcome = load(path)
        assert (outcome.imported, outcome.repeated) == (9, 1)

    def test_refuses_a_number_used_for_two_things(self, load, sample, tmp_path):
        outcome = load(edited(sample, tmp_path, "S-0002", "S-0001"))
        assert not outcome.kept
        assert [f.line for f in outcome.faults] == [3]


class TestTimes:
    def test_inside_a_spring_gap_count_with_the_offset_before(self, load, sample):
        load(sample)
        row = ServiceRequest.objects.get(source_key="S-0007")
        assert row.received_at == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
        assert row.closed_at == row.received_at

    def test_inside_an_autumn_fold_take_the_second_reading_when_the_first_lies_before_the_start(self, load, sample):
        load(sample)
        row = ServiceRequest.objects.get(source_key="S-0008")
        assert row.received_at == datetime(2026, 11, 1, 5, 45, tzinfo=UTC)
        assert row.closed_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
        assert row.due_at == datetime(2026, 11, 1, 5, 50, tzinfo=UTC)

    @pytest.mark.parametrize("text", ["01/05/1926 08:15:00 AM", "01/05/2926 08:15:00 AM", "13/45/2026 08:15:00 AM"])
    def test_that_nobody_can_mean_are_refused(self, load, sample, tmp_path, text):
        outcome = load(edited(sample, tmp_path, "01/05/2026 08:15:00 AM", text))
        assert [(f.line, f.column) for f in outcome.faults] == [(2, "CreatedDate")]

    def test_of_closing_before_the_report_are_refused(self, load, sample, tmp_path):
        outcome = load(edited(sample, tmp_path, "01/06/2026 02:15:00 PM", "01/04/2026 02:15:00 PM"))
        assert [(f.line, f.column) for f in outcome.faults] == [(2, "CloseDate")]


class TestFiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
    def test_are_read_in_the_usual_encodings(self, load, desk_sample, tmp_path, encoding):
        path = tmp_path / "list.csv"
        path.write_bytes(desk_sample.read_text(encoding="utf-8").encode(encoding))
        assert load(path, "service_desk").imported == 5
        row = ServiceRequest.objects.get(source_key="A2026-004")
        assert (row.subject, row.priority, row.region.name) == ("两人困在五楼附近", 1, "城西片区")
        assert row.arrived_at == datetime(2026, 3, 4, 0, 20, tzinfo=UTC)

    def test_may_be_gzipped(self, load, sample, tmp_path):
        path = tmp_path / "packed"
        path.write_bytes(gzip.compress(sample.read_bytes()))
        assert load(path).imported == 9

    def test_may_be_spreadsheets_with_real_dates(self, load, desk_sample, tmp_path):
        book = Workbook()
        for number, line in enumerate(desk_sample.read_text(encoding="utf-8").splitlines()):
            cells = line.split(",")
            if number:
                cells[1] = datetime.strptime(cells[1], "%Y-%m-%d %H:%M")
            book.active.append(cells)
        path = tmp_path / "list.xlsx"
        book.save(path)
        assert load(path, "service_desk").imported == 5

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "unreadable"),
            (b"\x1f\x8b broken", "unreadable"),
            (b"PK\x03\x04 broken", "unreadable"),
            (b"\xff\xff\x00\x81\xff" * 50, "unreadable"),
            (b"one,two\n1,2\n", "missing_column"),
        ],
    )
    def test_that_cannot_be_read_are_refused_in_words(self, load, tmp_path, content, code):
        path = tmp_path / "bad"
        path.write_bytes(content)
        with pytest.raises(Refused) as refused:
            load(path)
        assert refused.value.code == code
        assert refused.value.message

    def test_that_are_not_there_are_refused(self, load, tmp_path):
        with pytest.raises(Refused, match="no_file"):
            load(tmp_path / "nowhere.csv")

    @pytest.mark.parametrize(
        ("old", "new", "column"),
        [
            ("WW-Water Leak (Exterior),Phone", "WW-Water\0Leak,Phone", "SRType"),
            ("100 SAMPLE AVE", "100 \u202eEVA AVE", "Address"),
            ("100 SAMPLE AVE", "A" * 300, "Address"),
            ("S-0001", "S" * 70, "SRRecordID"),
            ("Closed,01/07", "Vanished,01/07", "SRStatus"),
            ("39.301234", "93.301234", "Latitude"),
        ],
    )
    def test_with_strange_cells_name_line_and_column(self, load, sample, tmp_path, old, new, column):
        outcome = load(edited(sample, tmp_path, old, new))
        assert {(f.line, f.column) for f in outcome.faults} == {(2, column)}
        assert not ServiceRequest.objects.exists()


class TestCity:
    """The city's real file; skipped where it is not at hand."""

    def test_of_new_york_reads_without_a_fault(self, load, shared):
        outcome = load(shared("nyc_311.csv.gz"), "nyc_311")
        assert (outcome.imported, outcome.faults) == (666, [])
