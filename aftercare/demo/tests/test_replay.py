"""Real days lived again: every step through the commands, told the same by the same seed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from aftercare.contexts.insights import public as insights
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.demo.simulation import replay
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.models import Event
from aftercare.platform.refusal import Refused

LONG_AFTER = datetime(2027, 6, 1, tzinfo=UTC)
QUIET = {"say": lambda text: None, "now": LONG_AFTER, "source": "baltimore_311"}


def play(**fields):
    return replay.play(**{"day": date(2026, 1, 5), "days": 1, "agency": "", "seed": 1, **QUIET, **fields})


@pytest.fixture
def imported(load, sample):
    """Import the made-up file."""
    load(sample)


class TestReplay:
    def test_brings_the_days_requests_to_acceptance_through_the_commands(self, imported):
        told = play()
        assert (told.found, told.registered, told.triaged, told.booked, told.accepted) == (2, 2, 2, 2, 2)
        assert told.visited >= 2
        row = ServiceRequest.objects.get(source_system="baltimore_311_replay", source_key="S-0001")
        assert row.received_at == datetime(2026, 1, 5, 13, 15, tzinfo=UTC)
        assert row.status == "closed"
        names = set(Event.objects.filter(about=row.key).values_list("name", flat=True))
        assert {"RequestRegistered", "RequestAcknowledged", "RequestTriaged", "RequestResolved"} <= names
        question = insights.Question(
            actor=Actor.system("test"), period=insights.Period(None, None, "Asia/Shanghai"), now=LONG_AFTER,
            source="baltimore_311_replay",
        )  # fmt: skip
        figures = insights.figures(question)
        assert (figures.requests, figures.sla.n, figures.surveys.n) == (2, 8, 2)

    def test_leaves_alone_what_it_lived_before(self, imported):
        first, again = play(), play()
        assert (first.already_there, again.already_there, again.registered) == (0, 2, 2)

    def test_tells_the_same_stories_for_the_same_seed(self, imported):
        rows = replay._rows("baltimore_311", date(2026, 1, 1), 60, "")
        from aftercare.contexts.organisations.models import Contact

        who = Contact(name="Service desk", phone="1", organisation_id=1, pk=1)
        stories = [[replay._story(row, who, seed) for row in rows] for seed in (1, 1, 2)]
        assert stories[0] == stories[1]
        assert stories[0] != stories[2]

    def test_may_be_about_one_agency(self, imported):
        rows = replay._rows("baltimore_311", date(2026, 1, 1), 300, "transportation")
        assert {row.source_key for row in rows} == {"S-0003", "S-0004"}

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"source": "nowhere"}, "no_source"),
            ({"day": date(2020, 1, 1)}, "no_requests"),
            ({"now": datetime(2026, 1, 10, tzinfo=UTC)}, "bad_day"),
        ],
    )
    def test_is_refused_in_words_and_changes_nothing(self, imported, fields, code):
        with pytest.raises(Refused, match=code):
            play(**fields)
        assert not ServiceRequest.objects.filter(source_system__endswith="_replay").exists()
