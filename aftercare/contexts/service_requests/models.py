"""What customers said: requests, their triage and their progress."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.public import HoldParty, HoldReason
from aftercare.contexts.installed_base.public import PartKind
from aftercare.contexts.service_requests.choices import OPEN, Coverage, Kind, RemoteOutcome, Source, Status
from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found


@tracked()
class RequestCategory(models.Model):
    """A kind of trouble, in two levels: its group and its name."""

    code = models.SlugField(_("Code"), max_length=64, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    group = models.CharField(_("Group"), max_length=60, blank=True)
    source = models.CharField(max_length=32, blank=True)
    # What the desk asks the caller about this kind of trouble, one question a line.
    questions = models.TextField(_("Questions to the caller"), max_length=600, blank=True, db_default="")
    needs_equipment = models.BooleanField(_("Needs the equipment"), default=False, db_default=False)
    # What of a building it concerns where no equipment is named; empty for installed equipment.
    part_kind = models.CharField(
        _("Warranted as"), max_length=16, choices=PartKind.choices, blank=True, default="", db_default=""
    )
    is_active = models.BooleanField(_("In use"), default=True, db_default=True)

    class Meta:
        ordering = ["group", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(part_kind__in=["", *PartKind.values]), name="category_part_kind")
        ]

    def __str__(self) -> str:
        return self.name


class Requests(models.QuerySet["ServiceRequest"]):
    """Ways to read requests."""

    def open(self) -> Self:
        """Keep the ones somebody still has to do something about."""
        return self.filter(status__in=OPEN)

    def locked(self, request_id: int) -> ServiceRequest:
        """
        Return one request, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(pk=request_id).first()
        if row is None:
            raise not_found()
        return row


@tracked()
class ServiceRequest(models.Model):
    """One customer's matter, from the first word to the closed file."""

    number = models.CharField(_("Number"), max_length=24, unique=True)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.FAULT)
    status = models.CharField(_("Status"), max_length=16, choices=Status.choices, default=Status.NEW)
    source = models.CharField(_("Channel"), max_length=12, choices=Source.choices)
    subject = models.CharField(_("Subject"), max_length=200)
    description = models.TextField(_("What happened"), max_length=10_000, blank=True)
    customer = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Customer"),
    )
    contact = models.ForeignKey(
        "organisations.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    caller_name = models.CharField(_("Caller"), max_length=80, blank=True)
    caller_phone = models.CharField(_("Phone"), max_length=32, blank=True)
    project = models.ForeignKey(
        "installed_base.Project",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Project"),
    )
    equipment = models.ForeignKey(
        "installed_base.Equipment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Equipment"),
    )
    place = models.CharField(_("Place"), max_length=200, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    region = models.ForeignKey(
        "people.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region")
    )
    category = models.ForeignKey(
        RequestCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Category")
    )
    # 1 is the most urgent, 4 the least.
    urgency = models.PositiveSmallIntegerField(_("Urgency"), default=3)
    impact = models.PositiveSmallIntegerField(_("Impact"), default=3)
    priority = models.PositiveSmallIntegerField(_("Priority"), default=3)
    is_emergency = models.BooleanField(_("Danger to people"), default=False)
    is_verified = models.BooleanField(default=True)
    coverage = models.CharField(_("Coverage"), max_length=20, choices=Coverage.choices, blank=True)
    # What a person gave as the reason, or the judgement's in the company's language.
    coverage_reason = models.CharField(max_length=300, blank=True)
    # The judgement's reason by language, as it was judged; empty where a person judged.
    coverage_words = models.JSONField(default=dict, db_default={}, blank=True)
    contract = models.ForeignKey("contracts.ServiceContract", null=True, on_delete=models.PROTECT, related_name="+")
    # As claimed when the project was handed over; who is liable in the end is another matter.
    liable_party = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Liable party"),
    )
    remote_outcome = models.CharField(max_length=16, choices=RemoteOutcome.choices, default=RemoteOutcome.NOT_TRIED)
    remote_note = models.CharField(max_length=1000, blank=True)
    resolution = models.CharField(_("Resolution"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Handled by")
    )
    received_at = models.DateTimeField(_("Received"))
    read_back_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    triaged_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    # When it could be used again, if that was said before it was put right.
    restored_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    rated_at = models.DateTimeField(null=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    # Set while the request waits.
    wait_reason = models.CharField(_("Waits for"), max_length=24, choices=HoldReason.choices, blank=True, db_default="")
    wait_party = models.CharField(max_length=16, choices=HoldParty.choices, blank=True, db_default="")
    wait_note = models.CharField(max_length=500, blank=True, db_default="")
    held_at = models.DateTimeField(null=True)
    needs_visit = models.BooleanField(null=True)
    # Counts the changes, so that somebody who decided on an old page is told.
    version = models.PositiveIntegerField(default=1, db_default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    # Kept by reactions to what happens downstream.
    work_order_number = models.CharField(max_length=24, blank=True)
    work_order_status = models.CharField(max_length=16, blank=True)
    engineer_name = models.CharField(max_length=80, blank=True)
    due_at = models.DateTimeField(_("Promised by"), null=True)
    # The nearest promise still open; none while every clock is stopped or paused.
    next_due_at = models.DateTimeField(_("Next promise"), null=True)
    next_promise = models.CharField(max_length=12, blank=True, db_default="")
    # The number this matter has in the system it came from.
    source_system = models.CharField(max_length=32, blank=True)
    source_key = models.CharField(max_length=64, blank=True)
    search = SearchVectorField(null=True)

    objects = Requests.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_system", "source_key"], condition=~Q(source_key=""), name="request_source_once"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="request_not_into_itself"),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False) | ~Q(status="merged"), name="merged_into_one"
            ),
            models.CheckConstraint(
                condition=Q(urgency__range=(1, 4)) & Q(impact__range=(1, 4)) & Q(priority__range=(1, 4)),
                name="request_levels",
            ),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True) | Q(restored_at__gte=F("received_at")), name="restored_later"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(resolved_at__gte=F("received_at")), name="resolved_later"
            ),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="request_status_known"),
            models.CheckConstraint(
                condition=Q(liable_party__isnull=True) | Q(project__isnull=False), name="liable_party_of_a_project"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["resolved", "closed"]) | Q(resolved_at__isnull=False), name="resolved_has_time"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="request_search"),
            models.Index(fields=["-received_at", "-id"], name="request_latest"),
            models.Index(fields=["status", "-received_at", "-id"], name="request_status"),
            models.Index(fields=["region", "-received_at", "-id"], name="request_region"),
            models.Index(fields=["customer", "-received_at", "-id"], name="request_customer"),
            models.Index(fields=["equipment", "-received_at"], name="request_equipment"),
            models.Index(fields=["category", "-received_at", "-id"], name="request_category"),
            models.Index(fields=["priority", "received_at"], name="request_open", condition=Q(status__in=list(OPEN))),
            models.Index(fields=["next_due_at"], name="request_promise", condition=Q(status__in=list(OPEN))),
            models.Index(fields=["owner", "-received_at"], name="request_owner", condition=Q(status__in=list(OPEN))),
            models.Index(
                fields=["liable_party", "-received_at", "-id"],
                name="request_liable",
                condition=Q(liable_party__isnull=False),
            ),
            models.Index(fields=["resolved_at"], name="request_to_close", condition=Q(status="resolved")),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the address of the request's page."""
        return reverse("service_requests:detail", args=[self.pk])

    @property
    def key(self) -> str:
        """Return the name under which events, clocks and files know this request."""
        return f"service_request:{self.pk}"

    @property
    def coverage_said(self) -> str:
        """Return why it was judged so, in the reader's language where the judgement has it."""
        said: dict[str, str] = self.coverage_words
        return said.get(translation.get_language() or "") or self.coverage_reason


class Comment(models.Model):
    """Something said about a request, inside the company or to the customer."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(max_length=4000)
    is_internal = models.BooleanField(default=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Mention(models.Model):
    """A colleague named in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As the comment writes it, which may not be the name of today.
    written = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user", "written"], name="request_mention_once")]


class RequestOrder(models.Model):
    """A work order as far as the request shows it, kept by reactions; news older than `changed_at` changes nothing."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="orders")
    work_order_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=24)
    status = models.CharField(max_length=16)
    engineer_name = models.CharField(max_length=160, blank=True)
    start_at = models.DateTimeField(null=True)
    end_at = models.DateTimeField(null=True)
    window_start_at = models.DateTimeField(null=True)
    window_end_at = models.DateTimeField(null=True)
    appointment_path = models.CharField(max_length=120, blank=True)
    set_out_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["work_order_id"]


class RequestEngineer(models.Model):
    """An engineer booked for one of the request's orders: who may therefore read it; kept by reactions."""

    order = models.ForeignKey(RequestOrder, on_delete=models.CASCADE, related_name="engineers")
    booking_id = models.BigIntegerField(unique=True)
    engineer = models.ForeignKey("people.Engineer", on_delete=models.PROTECT, related_name="+")
