"""The pages of a register: a row's form, its history, and the import of a whole sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import fragments, register_cells, register_history, sheets
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import export

if TYPE_CHECKING:
    from aftercare.platform.web.registers import Register

RegisterView = Callable[..., HttpResponseBase]
One = Callable[[sheets.Row, sheets.Report], None]


def bind(view: RegisterView, register: Register) -> Callable[..., HttpResponseBase]:
    """Return the view for this register."""

    def bound(request: DeskRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, register, **kwargs)

    bound.__name__, bound.__doc__ = f"{register.name}_{view.__name__}", view.__doc__
    return bound


def new(request: DeskRequest, register: Register) -> HttpResponse:
    """Add a row."""
    return _form(request, register, None)


def edit(request: DeskRequest, register: Register, pk: int) -> HttpResponse:
    """Change a row."""
    return _form(request, register, _row(request, register, pk))


def history(request: DeskRequest, register: Register, pk: int) -> HttpResponse:
    """Show who changed what in a row."""
    row = _row(request, register, pk)
    ctx = {"register": register, "row": row, "changes": register_history.of(row), "title": str(row)}
    return fragments.page(request, "web/register/history.html", ctx)


def _row(request: DeskRequest, register: Register, pk: int) -> Any:
    row = register.visible(request.actor).filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


def _form(request: DeskRequest, register: Register, row: Any) -> HttpResponse:
    form = register.form_class()(fragments.posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form), transaction.atomic():
            saved = register.write(form, request.actor)
        if not form.errors:
            fragments.toast(request, _("Saved: %(row)s") % {"row": saved})
            return fragments.redirect(request, register.url("list"))
    ctx = {"register": register, "row": row, "form": form, "title": row or register.one or register.title}
    return fragments.page(request, "web/register/form.html", ctx, status=fragments.status_of(form))


class SheetForm(StrictForm):
    """The file of an import; a dry run only says what would happen."""

    file = forms.FileField(label=gettext_lazy("Excel or CSV file"), allow_empty_file=True)
    dry_run = forms.BooleanField(label=gettext_lazy("Only check, change nothing"), required=False, initial=True)


def import_template(request: DeskRequest, register: Register) -> HttpResponseBase:
    """Answer an empty sheet with the right heads, as they stand on the page."""
    names = register_cells.heads(register.form_class(), register.fields)
    return export.answer("xlsx", register.name, [known[-1] for known in names.values()], [])


def import_rows(request: DeskRequest, register: Register) -> HttpResponse:
    """Read a sheet: rows with a known key are changed, others added; all of it or nothing."""
    return import_page(
        request,
        heads=register_cells.heads(register.form_class(), register.fields),
        one=lambda row, report: _apply_one(register, request, row, report),
        to=register.url("list"),
    )


def import_page(
    request: DeskRequest,
    *,
    heads: Mapping[str, tuple[str, ...]],
    one: One,
    to: str,
    optional: Collection[str] = (),
    most: int = 0,
    note: Any = "",
) -> HttpResponse:
    """
    Show the page of an import and carry it out: `one(row, report)` writes one row, or notes what is wrong with it.

    The page stands at `…/import/`, beside its `template.xlsx`; `to` is where it leads when all is written, `note` says
    how rows are recognised.
    """
    form = SheetForm(fragments.posted(request), request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            rows = sheets.read(form.cleaned_data["file"], heads=heads, optional=optional, most=most)
            report = _apply(rows, one, dry_run=form.cleaned_data["dry_run"])
        except Refused as refused:
            form.add_error("file", str(refused.message))
    if report and report.done and not report.errors:
        fragments.toast(request, _("%(n)d rows imported.") % {"n": report.added + report.changed})
        return fragments.redirect(request, to)
    ctx = {"form": form, "report": report, "title": _("Import"), "note": note}
    status = 422 if form.errors or (report and report.errors) else 200
    return fragments.page(request, "web/register/import.html", ctx, status=status)


def _apply(rows: list[sheets.Row], one: One, *, dry_run: bool) -> sheets.Report:
    """Save every row or, when one is wrong or it is a dry run, none; say what each error is."""
    report = sheets.Report()
    with transaction.atomic():
        for row in rows:
            one(row, report)
        report.done = not dry_run and not report.errors
        if not report.done:
            transaction.set_rollback(True)
    return report


def _apply_one(register: Register, request: DeskRequest, row: sheets.Row, report: sheets.Report) -> None:
    wanted = {name: row.values.get(name, "") for name in register.keys}
    known = None
    if all(wanted.values()):
        known = register.visible(request.actor).filter(**wanted).first()
    form = register.form_class()(instance=known)
    form = register.form_class()(register_cells.values(form, row.values), instance=known)
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            report.errors.append(sheets.RowError(row.number, str(label or ""), " ".join(str(e) for e in errors)))
        return
    try:
        register.write(form, request.actor)
    except Refused as refused:
        label = form.fields[refused.field].label if refused.field in form.fields else ""
        report.errors.append(sheets.RowError(row.number, str(label or ""), str(refused.message)))
        return
    if known is None:
        report.added += 1
    else:
        report.changed += 1
