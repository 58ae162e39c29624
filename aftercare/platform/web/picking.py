"""Fields that choose a record by typing: the choices come from the server, for the person who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.http import JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.platform.actor import Actor
from aftercare.platform.web.forms import StrictForm

Labels = Callable[[Actor, list[int]], Mapping[int, Any]]
MOST = 30


class PickField(forms.IntegerField):
    """
    The id of a record chosen by typing; `url_name` answers the choices, `labels(actor, ids)` names the chosen one.

    An id the actor may not see is refused in the words for one that does not exist.
    """

    widget = forms.Select
    default_error_messages = {"unknown": _("Choose one of the list; this one does not exist.")}

    def __init__(self, *, url_name: str, labels: Labels, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)
        self.labels = labels
        self.widget.attrs["data-pick-url"] = reverse_lazy(url_name)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return nothing: bounds of a number make no sense on a select."""
        return {}

    def offer(self, actor: Actor, value: Any) -> None:
        """Let the chosen record stand in the box with its name, when the actor may see it."""
        text = str(value or "")
        known = self.labels(actor, [int(text)]) if text.isascii() and text.isdigit() and len(text) < 19 else {}
        self.known = {pk: str(label) for pk, label in known.items()}
        self.widget.choices = [("", ""), *self.known.items()]

    def clean(self, value: Any) -> int | None:
        """Return the id of a record that was offered."""
        pk: int | None = super().clean(value)
        if pk is not None and pk not in self.known:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return pk


class PickForm(StrictForm):
    """A form whose fields know who asks; give it `actor`."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, field in self.fields.items():
            if isinstance(field, PickField):
                given = (
                    self.data.get(self.add_prefix(name)) if self.is_bound else self.get_initial_for_field(field, name)
                )
                field.offer(actor, given)


def choices(rows: Iterable[tuple[int, Any, Any]]) -> JsonResponse:
    """Answer (id, label, note) as the choices of a box one types into."""
    return JsonResponse([{"value": str(pk), "text": str(t), "note": str(n or "")} for pk, t, n in rows], safe=False)
