"""The limits a company starts with."""

from typing import Any

from django.db import migrations

ALL = ["extend", "waive", "replan"]
FIRST = [
    {"level": 1, "role": "service_manager", "most_minutes": 480, "most_amount": 5000, "kinds": ["extend", "replan"],
     "decide_hours": 4},
    {"level": 2, "role": "quality_manager", "most_minutes": 2880, "most_amount": 50000, "kinds": ALL,
     "decide_hours": 8},
    {"level": 3, "role": "service_manager", "is_companywide": True, "kinds": ALL, "decide_hours": 24},
]  # fmt: skip


def first_limits(apps: Any, schema_editor: Any) -> None:
    """Fill the register of limits."""
    limit = apps.get_model("concessions", "ApprovalLimit")
    limit.objects.bulk_create(limit(**given) for given in FIRST)


class Migration(migrations.Migration):
    dependencies = [("concessions", "0001_initial")]

    operations = [migrations.RunPython(first_limits, migrations.RunPython.noop)]
