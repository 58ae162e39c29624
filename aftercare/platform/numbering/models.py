"""One counter per series and year."""

from django.db import models


class Counter(models.Model):
    """The last number given in a series and year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_a_series_and_year")]
