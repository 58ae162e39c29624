"""The papers a project is handed over with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked


class PaperKind(models.TextChoices):
    """The papers a project is usually handed over with; the first six are missed when they are not there."""

    AS_BUILT = "as_built", _("As-built drawings")
    CERTIFICATE = "certificate", _("Product certificates")
    MANUAL = "manual", _("Operating manuals")
    COMMISSIONING = "commissioning", _("Commissioning report")
    INSPECTION = "inspection", _("Inspection report")
    WARRANTY = "warranty", _("Warranty certificate")
    TRAINING = "training", _("Training record")
    OTHER = "other", pgettext_lazy("paper", "Other")


NEEDED = tuple(PaperKind)[:6]


@tracked()
class Paper(models.Model):
    """One paper of a project, handed over or still owed."""

    project = models.ForeignKey("installed_base.Project", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of paper"), max_length=16, choices=PaperKind.choices)
    title = models.CharField(_("Title"), max_length=160)
    number = models.CharField(_("Number of the paper"), max_length=60, blank=True)
    is_delivered = models.BooleanField(_("Handed over"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "title"], name="paper_once"),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
        ]
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return self.title
