"""Eight colleagues note what one customer wishes about one engineer: one word stands."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import EngineerWish
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY

GUARDS = ("wish_stands_once", "wish_never_or_only")


@pytest.mark.django_db(transaction=True)
class TestRace:
    def race(self) -> Counter[str]:
        """Let four say never here and four say only everywhere, all at once."""
        requests.promises()
        place = requests.scene()
        engineer = orders.engineer_of(place)

        def note(n: int) -> str:
            kind, where = ("never", place.project_id) if n % 2 else ("only", None)
            try:
                commands.set_wish(customer_id=place.customer_id, project_id=where, engineer_id=engineer.pk, kind=kind,
                                  reason="争执", by=builders.BUILDER, at=MONDAY)  # fmt: skip
            except Refused as refused:
                return "refused" if refused.code in ("conflict", "contradiction") else refused.code
            finally:
                connection.close()
            return "noted"

        with ThreadPoolExecutor(8) as pool:
            return Counter(pool.map(note, range(8)))

    def test_one_stands(self):
        assert self.race() == {"noted": 1, "refused": 7}

    def test_without_the_constraints_several_do(self):
        """The control run."""
        guards = [c for c in EngineerWish._meta.constraints if c.name in GUARDS]
        with connection.schema_editor() as editor:
            for guard in guards:
                editor.remove_constraint(EngineerWish, guard)
        try:
            assert self.race()["noted"] > 1
        finally:
            with transaction.atomic():
                EngineerWish.objects.all().delete()
            with connection.schema_editor() as editor:
                for guard in guards:
                    editor.add_constraint(EngineerWish, guard)
