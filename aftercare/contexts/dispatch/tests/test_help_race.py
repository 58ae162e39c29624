"""Eight regions ask for one engineer for one day: one of them is heard."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Help
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.people.tests import building
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY

FIRST = date(2026, 9, 7)


@pytest.mark.django_db(transaction=True)
class TestRace:
    def race(self) -> Counter[str]:
        """Let eight regions ask for one engineer for one day at once."""
        guest = building.engineer(building.region("华南"))
        regions = [building.region(f"区{n}") for n in range(8)]

        def ask(region) -> str:
            try:
                commands.ask_help(engineer_id=guest.pk, borrower_id=region.pk, first_day=FIRST, last_day=FIRST,
                                  reason="抢修", by=builders.BUILDER, at=MONDAY)  # fmt: skip
            except Refused as refused:
                return refused.code
            finally:
                connection.close()
            return "asked"

        with ThreadPoolExecutor(8) as pool:
            return Counter(pool.map(ask, regions))

    def test_one_is_heard(self):
        assert self.race() == {"asked": 1, "conflict": 7}

    def test_without_the_constraint_several_are(self):
        """The control run."""
        constraint = next(c for c in Help._meta.constraints if c.name == "engineer_helps_once")
        with connection.schema_editor() as editor:
            editor.remove_constraint(Help, constraint)
        try:
            assert self.race()["asked"] > 1
        finally:
            with transaction.atomic():
                Help.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(Help, constraint)
