"""Plain reference data without hand-written screens: list, form, import, export and history from a declaration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import URLPattern, path, reverse

from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import door, navigation, register_pages
from aftercare.platform.web.forms import StrictModelForm
from aftercare.platform.web.listing import Column, Create, DateColumn, FlagColumn, Listing, NumberColumn

NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)


@dataclass(frozen=True, kw_only=True)
class Register:
    """
    A declaration of reference data. `key` names the fields that tell rows apart in an import; `rows(actor)`
    narrows what somebody sees; `form` replaces the form made from `fields`; `keep(row, by, at)` carries a row that was
    typed or imported out by a command, where something follows from it.
    """

    name: str
    model: type[models.Model]
    title: Any
    fields: Sequence[str]
    key: str | Sequence[str]
    readers: tuple[Role, ...]
    writers: tuple[Role, ...]
    app_name: str = ""
    columns: Sequence[Column] = ()
    section: str = "settings"
    icon: str = "list-details"
    order: int = 50
    one: Any = ""
    help_text: Any = ""
    form: type[StrictModelForm] | None = None
    rows: Callable[[Actor], models.QuerySet[Any]] | None = None
    keep: Callable[[Any, Actor, datetime], Any] | None = None
    search_fields: Sequence[str] = field(default=())

    def visible(self, actor: Actor) -> models.QuerySet[Any]:
        """Return the rows this person may see."""
        return self.rows(actor) if self.rows else self.model._default_manager.all()

    def url(self, page: str, *args: Any) -> str:
        """Return the address of one of the register's pages."""
        return reverse(f"{self._namespace}register_{self.name}_{page}", args=args)

    @property
    def _namespace(self) -> str:
        return f"{self.app_name or self.model._meta.app_label}:"

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the fields that tell rows apart."""
        return (self.key,) if isinstance(self.key, str) else tuple(self.key)

    def form_class(self) -> type[StrictModelForm]:
        """Return the form of one row."""
        if self.form is not None:
            return self.form
        meta = type("Meta", (), {"model": self.model, "fields": list(self.fields)})
        return type(f"{self.model.__name__}Form", (StrictModelForm,), {"Meta": meta})

    def write(self, form: StrictModelForm, actor: Actor) -> Any:
        """
        Write the row of a valid form; return it.

        :raises Refused: what the command refuses, where one is declared.
        """
        return form.save() if self.keep is None else self.keep(form.save(commit=False), actor, clock.now())

    def urls(self, prefix: str) -> list[URLPattern]:
        """Return the addresses of the register and put it into the navigation."""
        navigation.nav(
            self.section,
            self.title,
            f"{self._namespace}register_{self.name}_list",
            self.icon,
            self.readers,
            None,
            self.order,
        )
        write = door.Policy(roles=frozenset(self.writers), methods=("GET", "HEAD", "POST"))
        read = door.Policy(roles=frozenset(self.readers), methods=("GET", "HEAD"))
        made: dict[str, tuple[str, register_pages.RegisterView, door.Policy]] = {
            "new": ("new/", register_pages.new, write),
            "edit": ("<int:pk>/", register_pages.edit, write),
            "history": ("<int:pk>/history/", register_pages.history, read),
            "import": ("import/", register_pages.import_rows, write),
            "template": ("import/template.xlsx", register_pages.import_template, write),
        }
        pages = [path(prefix, self.listing().as_view(), name=f"register_{self.name}_list")]
        for page, (route, view, policy) in made.items():
            bound = register_pages.bind(view, self)
            pages.append(path(prefix + route, door.guard(bound, policy), name=f"register_{self.name}_{page}"))
        return pages

    def listing(self) -> type[Listing]:
        """Return the list page of the register."""
        register = self

        class RegisterList(Listing):
            name = f"register.{register.model._meta.app_label}.{register.name}"
            title = register.title
            roles = register.readers
            columns = register.columns or register.own_columns()
            default_sort = tuple(register.keys)
            icon = register.icon
            is_searchable = bool(register.text_fields())
            empty_text = register.help_text
            template = "web/register/list.html"

            def queryset(self, actor: Actor) -> models.QuerySet[Any]:
                return register.visible(actor)

            def searched(self, rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
                found = models.Q()
                for name in register.text_fields():
                    found |= models.Q(**{f"{name}__icontains": text})
                return rows.filter(found)

            def url(self, row: Any) -> str:
                return register.url("edit" if self.actor.has(*register.writers) else "history", row.pk)

        RegisterList.create = Create(self.one or self.title, f"{self._namespace}register_{self.name}_new", self.writers)
        RegisterList.register = register  # type: ignore[attr-defined]
        return RegisterList

    def text_fields(self) -> list[str]:
        """Return the fields a search looks into: registers are small, so a plain scan does."""
        if self.search_fields:
            return list(self.search_fields)
        texts = (models.CharField, models.TextField)
        return [name for name in self.fields if isinstance(self.model._meta.get_field(name), texts)]

    def own_columns(self) -> list[Column]:
        """Return a column per field, of the field's kind."""
        return [self._column(name, first=i == 0, place=i + 1) for i, name in enumerate(self.fields)]

    def _column(self, name: str, *, first: bool, place: int) -> Column:
        source = self.model._meta.get_field(name)
        kind: type[Column] = Column
        if isinstance(source, models.BooleanField):
            kind = FlagColumn
        elif isinstance(source, models.DateField) and not isinstance(source, models.DateTimeField):
            kind = DateColumn
        elif isinstance(source, NUMBERS) and not source.is_relation and not source.choices:
            kind = NumberColumn
        value = (lambda row: getattr(row, f"get_{name}_display")()) if getattr(source, "choices", None) else None
        label = getattr(source, "verbose_name", name)
        sort = "" if source.is_relation else name
        return kind(key=name, label=label, value=value, sort=sort, link=first, card=place if place <= 3 else 0)
