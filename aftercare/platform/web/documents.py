"""The documents panel of a record page: list, upload, download, and what the customer may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.files import documents, storing
from aftercare.platform.files.intake import LIMIT_BYTES, PICTURES
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import Decision, Refused, not_found
from aftercare.platform.web import dialogs, door, fragments, panels
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest

SHOWN_IN_PLACE = {*PICTURES, "application/pdf"}
_kinds: dict[str, Documents] = {}


class DocumentForm(StrictForm):
    """One file, what it is, and whether the customer may see it."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, Word, Excel, photo or video, 20 MB.")
    )
    note = forms.CharField(label=gettext_lazy("What it is"), max_length=500, required=False)
    for_customer = forms.BooleanField(label=gettext_lazy("The customer may see it"), required=False)

    def clean_file(self) -> UploadedFile:
        """Return the file, unless it is too large to be read at all."""
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > LIMIT_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB; send a smaller one."))
        return given


@dataclass(frozen=True, kw_only=True)
class Documents:
    """
    A declaration: records of this kind have documents. `may_add(record, actor)` answers who brings and shows them.

    The record is found as on its own page, by `panels.load(kind, …)`; `page` names that page, which takes the id.
    Who may read a document is the answer of the guard that the context registered for the kind with `storing.guard`.
    """

    kind: str
    page: str
    readers: tuple[Role, ...]
    may_add: Callable[[Any, Actor], Decision]
    # Whether a customer can reach the record at all; where not, nothing is offered to be shown.
    has_customer: Callable[[Any], bool] = lambda row: True
    # Whether customers open the very page the panel stands on; else a page of theirs lists what is `linked`.
    is_page_shared: bool = False

    def urls(self, prefix: str) -> list[URLPattern]:
        """Return the addresses under the record's own, and put the panel on its page."""
        _kinds[self.kind] = self
        seen_by = (*self.readers, Role.CUSTOMER) if self.is_page_shared else self.readers
        panels.panel(self.kind, gettext_lazy("Documents"), self.draw, 70, key="documents", roles=seen_by, icon="files")
        read = door.Policy(roles=frozenset({*self.readers, Role.CUSTOMER}), methods=("GET", "HEAD"))
        write = door.Policy(roles=frozenset(self.readers), methods=("GET", "HEAD", "POST"))
        post = door.Policy(roles=frozenset(self.readers), methods=("POST",))
        made: list[tuple[str, str, Callable[..., HttpResponseBase], door.Policy]] = [
            ("new/", "add", self.add, write),
            ("<int:attachment_id>/", "read", self.read, read),
            ("<int:attachment_id>/audience/", "show", self.show, post),
        ]
        return [
            path(
                f"{prefix}<int:pk>/documents/{end}", door.guard(_named(view, self.kind), policy), name=self._name(page)
            )
            for end, page, view, policy in made
        ]

    def _name(self, page: str) -> str:
        return f"{self.kind}_document_{page}"

    def url(self, page: str, *args: int) -> str:
        """Return the address of one of the panel's pages."""
        return reverse(f"{self.page.partition(':')[0]}:{self._name(page)}", args=args)

    def _subject(self, pk: int) -> str:
        return f"{self.kind}:{pk}"

    def _found(self, request: DeskRequest, pk: int) -> Any:
        """Return the record, for somebody who may bring documents to it."""
        row = panels.load(self.kind, request.actor, pk)
        self.may_add(row, request.actor).or_refuse()
        return row

    def draw(self, request: DeskRequest, row: Any) -> str:
        """Draw the panel; nothing where there is no document and nobody here may bring one."""
        pk: int = row["pk"] if isinstance(row, dict) else row.pk
        found = documents.of([self._subject(pk)], by=request.actor)
        may_add = self.may_add(row, request.actor)
        if not found and not may_add.ok:
            return ""
        if not request.actor.is_staff:
            shown = [(one, self.url("read", pk, one.pk)) for one in found]
            return fragments.html(request, "web/my_documents.html", {"documents": shown})
        lines = [(one, self.url("read", pk, one.pk), self.url("show", pk, one.pk)) for one in found]
        may_show = may_add.ok and self.has_customer(row)
        ctx = {"lines": lines, "may_add": may_add, "may_show": may_show, "add_url": self.url("add", pk)}
        return fragments.html(request, "web/documents.html", ctx)

    def add(self, request: DeskRequest, pk: int) -> HttpResponse:
        """Bring a document."""
        row = self._found(request, pk)
        form = DocumentForm(fragments.posted(request), request.FILES or None)
        if not self.has_customer(row):
            del form.fields["for_customer"]

        def do(values: dict[str, Any]) -> Attachment:
            given: UploadedFile = values.pop("file")
            return documents.add(
                given.read(), subject=self._subject(pk), name=given.name or "", **values, by=request.actor,
                at=clock.now(),
            )  # fmt: skip

        to = reverse(self.page, args=[pk])
        return dialogs.answer(request, form, do, to=to, verb=_("Add the document"), done=_("The document is there."))

    def read(self, request: DeskRequest, pk: int, attachment_id: int) -> HttpResponse:
        """Hand out a document; customers get what is shown to them, pictures without camera and place data."""
        found = storing.readable(attachment_id, by=request.actor)
        if (found.subject, found.role) != (self._subject(pk), documents.ROLE):
            raise not_found()
        with storing.open_for(found, by=request.actor) as handle:
            response = HttpResponse(handle.read(), content_type=found.blob.media_type)
        apart = found.blob.media_type not in SHOWN_IN_PLACE
        response["Content-Disposition"] = content_disposition_header(apart, found.name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response

    def show(self, request: DeskRequest, pk: int, attachment_id: int) -> HttpResponse:
        """Show a document to the customer, or no longer."""
        row = self._found(request, pk)
        shown = request.POST.get("for_customer") == "1"
        if shown and not self.has_customer(row):
            raise Refused("wrong_state", _("No customer can reach this record, so nothing is shown to one."))
        documents.show(attachment_id, subject=self._subject(pk), for_customer=shown)
        words = _("The customer sees the document now.") if shown else _("The document stays inside the company.")
        fragments.toast(request, words)
        return fragments.redirect(request, reverse(self.page, args=[pk]))


def _named(view: Callable[..., HttpResponseBase], kind: str) -> Callable[..., HttpResponseBase]:
    def bound(request: DeskRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, **kwargs)

    bound.__name__, bound.__doc__ = f"{kind}_document_{view.__name__}", view.__doc__
    return bound


def linked(subjects: Iterable[str], *, by: Actor) -> list[tuple[Attachment, str]]:
    """Return the documents of these records that the actor may read, each with its address."""
    found = []
    for one in documents.of(subjects, by=by):
        kind, _colon, pk = one.subject.partition(":")
        if kind in _kinds:
            found.append((one, _kinds[kind].url("read", int(pk), one.pk)))
    return found
