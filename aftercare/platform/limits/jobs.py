"""Forget buckets that have long been full again."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from aftercare.platform import clock
from aftercare.platform.limits.models import Bucket


@app.periodic(cron="23 * * * *")
@app.task(name="limits.forget", queue="housekeeping", queueing_lock="limits.forget")
def forget(timestamp: int = 0) -> int:
    """Delete the buckets nobody touched for two days; return how many."""
    return Bucket.objects.filter(at__lt=clock.now() - timedelta(days=2)).delete()[0]
