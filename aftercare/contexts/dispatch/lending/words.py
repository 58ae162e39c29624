"""Help between regions in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from aftercare.contexts.dispatch.models import Help


def days(first: date, last: date) -> str:
    """Return some days in words: one day, or from one to another."""
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"


def lent(loan: Help) -> str:
    """Return where an engineer helps and until when."""
    return _("Helps %(region)s, to %(day)s") % {"region": loan.borrower.name, "day": f"{loan.last_day:%m-%d}"}


def guest(loan: Help) -> str:
    """Return where a helper comes from and until when they stay."""
    return _("From %(region)s, to %(day)s") % {"region": loan.lender.name, "day": f"{loan.last_day:%m-%d}"}
