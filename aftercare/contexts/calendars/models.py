"""Working calendars: weeks with several intervals a day, holidays and make-up working days."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.ranges import one

MINUTES_A_DAY = 1440


@tracked()
class HolidayTable(models.Model):
    """The public holidays of a country or of one customer."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)

    def __str__(self) -> str:
        return self.name


@tracked()
class HolidayYear(models.Model):
    """A year whose holidays have been published; every other year is provisional."""

    table = models.ForeignKey(HolidayTable, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("Year"))
    published_on = models.DateField(_("Published on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "year"], name="holiday_year_once"),
            models.CheckConstraint(condition=Q(year__range=(1990, 2200)), name="holiday_year_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.year}"


@tracked()
class SpecialDay(models.Model):
    """A day that differs from its weekday: a holiday, or a make-up working day 调休."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        WORKDAY = "workday", _("Make-up working day")

    table = models.ForeignKey(HolidayTable, on_delete=models.PROTECT, related_name="days")
    on_date = models.DateField(_("Date"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=80, blank=True)
    # Which weekday's intervals a make-up day takes: 0 is Monday.
    as_weekday = models.PositiveSmallIntegerField(_("Works like"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "on_date"], name="special_day_once"),
            models.CheckConstraint(condition=Q(as_weekday__lte=6), name="special_day_weekday"),
        ]
        ordering = ["on_date"]

    def __str__(self) -> str:
        return f"{self.on_date} {self.name}"


@tracked()
class Calendar(models.Model):
    """When work counts, in one zone: a week of intervals and a table of special days."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Shanghai")
    holiday_table = models.ForeignKey(
        HolidayTable, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Holidays")
    )
    is_default = models.BooleanField(_("Default"), default=False)
    # Raised by every change of the week or the special days; deadlines remember it.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_calendar"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Return the name under which events know this calendar."""
        return f"calendar:{self.pk}"


@tracked()
class OwnDay(models.Model):
    """A day special in one calendar only: a customer's own holiday or working day; it comes before the table's."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="own_days")
    on_date = models.DateField(_("Date"))
    kind = models.CharField(_("Kind"), max_length=8, choices=SpecialDay.Kind.choices)
    name = models.CharField(_("Name"), max_length=80, blank=True)
    as_weekday = models.PositiveSmallIntegerField(_("Works like"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "on_date"], name="own_day_once"),
            models.CheckConstraint(condition=Q(as_weekday__lte=6), name="own_day_weekday"),
            models.CheckConstraint(condition=Q(kind__in=["holiday", "workday"]), name="own_day_kind_known"),
        ]
        ordering = ["on_date"]

    def __str__(self) -> str:
        return f"{self.on_date} {self.name}"


class CalendarVersion(models.Model):
    """
    What a calendar said from some change on: its zone, week, special days and known years, all in one row.

    Deadlines name the version they were counted by, so that an old one can still be explained after the calendar moved.
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=48)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "version"], name="calendar_version_once")]
        ordering = ["-version"]


@tracked()
class WeekInterval(models.Model):
    """One stretch of work on a weekday, in minutes from local midnight; 1440 is the end of the day."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="week")
    weekday = models.PositiveSmallIntegerField(_("Weekday"))
    start_minute = models.PositiveSmallIntegerField(pgettext_lazy("interval", "From"))
    end_minute = models.PositiveSmallIntegerField(pgettext_lazy("interval", "To"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6) & Q(start_minute__lt=F("end_minute")) & Q(end_minute__lte=MINUTES_A_DAY),
                name="week_interval_sane",
            ),
            ExclusionConstraint(
                name="week_intervals_apart",
                expressions=[
                    (one("calendar_id"), RangeOperators.OVERLAPS),
                    (one("weekday"), RangeOperators.OVERLAPS),
                    (Func(F("start_minute"), F("end_minute"), function="int4range"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        ordering = ["weekday", "start_minute"]
