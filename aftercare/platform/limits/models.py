"""One bucket per limited thing."""

from django.db import models


class Bucket(models.Model):
    """How many tries are left, as of a moment."""

    key = models.CharField(max_length=160, primary_key=True)
    tokens = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="bucket_age")]
