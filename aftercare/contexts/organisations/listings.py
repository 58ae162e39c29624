"""The list of customers and other parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.organisations import policies, queries
from aftercare.contexts.organisations.models import Organisation, Tag
from aftercare.contexts.people import public as people
from aftercare.platform.actor import OFFICE, Actor
from aftercare.platform.web import marks
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Create,
    Listing,
    PhoneColumn,
    StatusColumn,
    Tab,
    status_filter,
)

READERS = tuple(OFFICE)


class RegionFilter(ChoiceFilter):
    """Narrows to regions with all their parts."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for the chosen regions."""
        return Q(**{f"{self.path}__in": people.regions_under(int(pk) for pk in chosen)})


def region_choices() -> list[tuple[int, str]]:
    """Return every region as a choice."""
    return [(card.id, card.name) for card in people.regions()]


class TagFilter(ChoiceFilter):
    """Narrows to organisations that carry one of the tags."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for the chosen tags."""
        carried = Organisation.tags.through.objects.filter(tag_id__in=map(int, chosen))
        return Q(pk__in=carried.values("organisation_id"))


def tag_choices() -> list[tuple[int, str]]:
    """Return every tag as a choice."""
    return list(Tag.objects.order_by("name").values_list("pk", "name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsColumn(Column):
    """The tags an organisation carries."""

    def html(self, row: Any) -> SafeString:
        """Return the tags as coloured words."""
        tags = [(tag.colour, tag.name) for tag in row.tags.all()]
        return format_html_join(" ", '<span class="sign sign-{}">{}</span>', tags) if tags else marks.NOTHING

    def plain(self, row: Any) -> str:
        """Return the words."""
        return "、".join(tag.name for tag in row.tags.all())


class OrganisationList(Listing):
    """The organisations the person may see."""

    name, title, roles = "organisations.organisations", _("Customers and parties"), READERS
    icon = "building"
    columns = [
        Column(key="name", label=_("Name"), value=str, link=True, sort="name", card=1, wide=True),
        Column(key="number", label=_("Number"), sort="number"),
        StatusColumn(key="grade", label=_("Grade"), kind="customer_grade", sort="grade", card=3),
        Column(key="kind", label=_("Kind"), value=lambda r: r.get_kind_display(), sort="kind"),
        Column(key="type", label=_("Customer type"), value=lambda r: r.get_customer_type_display(), shown=False),
        Column(key="industry", label=_("Industry"), value=lambda r: r.get_industry_display(), sort="industry"),
        Column(key="region", label=_("Region"), value=lambda r: r.region.name if r.region else ""),
        Column(key="contact", label=_("Main contact"), value=lambda r: r.main.name if r.main else "", card=2),
        PhoneColumn(key="phone", label=_("Phone"), value=lambda r: (r.main.phone if r.main else "") or r.phone),
        TagsColumn(key="tags", label=_("Tags")),
    ]
    filters = [
        status_filter("customer_grade", key="grade", label=_("Grade")),
        RegionFilter(key="region", label=_("Region"), field="region_id", choices=region_choices),
        ChoiceFilter(key="kind", label=_("Kind"), choices=Organisation.Kind.choices),
        ChoiceFilter(
            key="type", label=_("Customer type"), field="customer_type", choices=Organisation.CustomerType.choices
        ),
        ChoiceFilter(key="industry", label=_("Industry"), choices=Organisation.Industry.choices),
        TagFilter(key="tag", label=_("Tag"), choices=tag_choices),
    ]
    tabs = [
        Tab("customers", pgettext_lazy("list", "Customers"), Q(kind="customer", is_active=True)),
        Tab("key", _("Key accounts"), Q(kind="customer", grade="A", is_active=True)),
        Tab("parties", _("Other parties"), ~Q(kind="customer") & Q(is_active=True)),
        Tab("inactive", _("No longer dealt with"), Q(is_active=False)),
    ]
    default_sort = ("-id",)
    create = Create(_("New customer"), "organisations:new", policies.WRITERS)
    search_hint = _("Name, number, phone or contact")
    empty_title = _("No customers yet")
    empty_text = _("Register the first customer; requests, projects and contracts hang on it.")

    def queryset(self, actor: Actor) -> QuerySet[Organisation]:
        """Return the organisations of the actor's regions."""
        return policies.visible_to(actor).select_related("region").prefetch_related("tags")

    def rows(self, objects: list[Any]) -> list[Any]:
        """Return the organisations with their main contacts."""
        main = queries.main_contacts([row.pk for row in objects])
        for row in objects:
            row.main = main.get(row.pk)
        return objects

    def url(self, row: Organisation) -> str:
        """Return the organisation's page."""
        return reverse("organisations:organisation", args=[row.pk])
