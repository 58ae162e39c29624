"""Writing rows: values are checked by the model's own fields, and a clash with a constraint is told in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.platform import wording
from aftercare.platform.refusal import Refused, not_found

M = TypeVar("M", bound=models.Model)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


def locked(rows: QuerySet[M], pk: int) -> M:
    """
    Return the row of these with the id, locked until the transaction ends.

    :raises Refused: `not_found` when it is not among them.
    """
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


def fill(row: models.Model, values: Mapping[str, Any]) -> tuple[str, ...]:
    """
    Put the values into the row, each checked by its field; return the names of those that differ from before.

    :raises Refused: `missing`, `too_long`, `unseen_characters` or `invalid`, naming the field.
    """
    changed = []
    for name, value in values.items():
        field = row._meta.get_field(name)
        if not isinstance(field, models.Field):
            raise LookupError(f"{name} is not a column of {row._meta.label}")
        checked = _checked(field, name, value, row)
        if checked != getattr(row, field.attname):
            changed.append(name)
        setattr(row, field.attname, checked)
    return tuple(changed)


def _checked(field: models.Field[Any, Any], name: str, value: Any, row: models.Model) -> Any:
    if isinstance(value, str):
        limit = field.max_length or 10_000
        tidy = wording.lines if isinstance(field, models.TextField) else wording.line
        value = tidy(value, field=name, limit=limit, required=not field.blank)
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused("invalid", _("This must be a plain number."), field=name)
    if isinstance(value, date) and not EARLIEST_YEAR <= value.year < LATEST_YEAR:
        raise Refused("invalid", _("The year must lie between 1900 and 2100."), field=name)
    try:
        return field.clean(value, row)
    except ValidationError as error:
        raise Refused("invalid", " ".join(error.messages), field=name) from error


@contextmanager
def telling(clashes: Mapping[str, Refused]) -> Iterator[None]:
    """Write inside a savepoint; the violation of a constraint named here becomes its refusal."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refused = clashes.get(getattr(diagnosis, "constraint_name", None) or "")
        if refused is None:
            raise
        raise refused from error
