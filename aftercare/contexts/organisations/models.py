"""The parties: customers and everyone else around a project, and the people to call there."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked


@tracked()
class Tag(models.Model):
    """A word to group customers by."""

    name = models.CharField(_("Name"), max_length=40, unique=True)
    colour = models.CharField(_("Colour"), max_length=16, default="blue")

    def __str__(self) -> str:
        return self.name


@tracked()
class Organisation(models.Model):
    """Any legal party, or a private customer."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        CONTRACTOR = "contractor", _("Contractor")
        DESIGNER = "designer", _("Designer")
        SUPPLIER = "supplier", _("Supplier")
        SUBCONTRACTOR = "subcontractor", _("Subcontractor")
        LABORATORY = "laboratory", _("Laboratory")

    class CustomerType(models.TextChoices):
        GOVERNMENT = "government", _("Public body")
        ENTERPRISE = "enterprise", _("Enterprise")
        INDIVIDUAL = "individual", _("Individual")

    class Industry(models.TextChoices):
        BUILDING = "building", pgettext_lazy("industry", "Building")
        POWER = "power", pgettext_lazy("industry", "Power")
        RAIL = "rail", pgettext_lazy("industry", "Rail transit")
        MUNICIPAL = "municipal", pgettext_lazy("industry", "Municipal works")
        ELEVATOR = "elevator", pgettext_lazy("industry", "Lifts")
        HVAC = "hvac", pgettext_lazy("industry", "Heating and cooling")
        OTHER = "other", pgettext_lazy("industry", "Other")

    class Grade(models.TextChoices):
        A = "A", _("A – key account")
        B = "B", _("B – important")
        C = "C", _("C – normal")

    number = models.CharField(_("Number"), max_length=24, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    short_name = models.CharField(_("Short name"), max_length=60, blank=True)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.CUSTOMER)
    customer_type = models.CharField(
        _("Customer type"), max_length=16, choices=CustomerType.choices, default=CustomerType.ENTERPRISE
    )
    industry = models.CharField(_("Industry"), max_length=16, choices=Industry.choices, default=Industry.OTHER)
    grade = models.CharField(_("Grade"), max_length=1, choices=Grade.choices, default=Grade.C)
    region = models.ForeignKey(
        "people.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region")
    )
    credit_code = models.CharField(_("Unified social credit code"), max_length=18, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    # Digits only with country code, for finding a caller.
    phone_digits = models.CharField(max_length=20, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("Tags"))
    is_active = models.BooleanField(_("Active"), default=True)
    registered_at = models.DateTimeField(_("Registered at"))
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credit_code"], condition=~Q(credit_code=""), name="credit_code_once"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="organisation_search"),
            models.Index(fields=["kind", "name", "id"], name="organisation_kind_name"),
            models.Index(fields=["-registered_at", "-id"], name="organisation_newest"),
            models.Index(fields=["phone_digits"], name="organisation_phone", condition=~Q(phone_digits="")),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


@tracked()
class Contact(models.Model):
    """A person at an organisation; with a login, a customer or partner who sees that organisation's records."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=80)
    title = models.CharField(pgettext_lazy("person", "Position"), max_length=80, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    # Digits only with country code, for finding a caller.
    phone_digits = models.CharField(max_length=20, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(
        _("Language"), max_length=8, default="zh-hans", choices=[("zh-hans", "中文"), ("en", "English")]
    )
    is_primary = models.BooleanField(_("Main contact"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_primary=True, is_active=True), name="one_main_contact"
            ),
        ]
        indexes = [models.Index(fields=["phone_digits"], name="contact_phone", condition=~Q(phone_digits=""))]

    def __str__(self) -> str:
        return self.name
