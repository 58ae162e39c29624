"""The desk's pages of customers and other parties."""

from __future__ import annotations

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.organisations import pages, policies, queries, rules
from aftercare.contexts.organisations.forms import TagForm
from aftercare.contexts.organisations.listings import READERS, OrganisationList
from aftercare.contexts.organisations.models import Tag
from aftercare.platform import live
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import creating, navigation, palette, panels
from aftercare.platform.web.registers import Register

app_name = "organisations"

TAGS = Register(
    name="tags",
    model=Tag,
    title=_("Customer tags"),
    one=_("New tag"),
    fields=["name", "colour"],
    key="name",
    readers=(*READERS, Role.SYSTEM_ADMIN),
    writers=(Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN),
    icon="tags",
    order=30,
    form=TagForm,
    help_text=_("Words to group customers by."),
)

urlpatterns = [
    path("customers/", OrganisationList.as_view(), name="list"),
    path("customers/new/", pages.new, name="new"),
    path("customers/pick/", pages.pick, name="pick"),
    path("customers/<int:pk>/", pages.organisation, name="organisation"),
    path("customers/<int:pk>/change/", pages.change, name="change"),
    path("customers/<int:pk>/tags/", pages.tags, name="tags"),
    path("customers/<int:pk>/contact/", pages.contact_add, name="contact_add"),
    path("customers/contacts/<int:pk>/", pages.contact_change, name="contact_change"),
    path("customers/contacts/<int:pk>/login/", pages.contact_login, name="contact_login"),
    *TAGS.urls("settings/tags/"),
]

navigation.nav("customers", _("Customers and parties"), "organisations:list", "building", READERS, order=10)
creating.creatable(_("New customer"), "organisations:new", "building-plus", roles=policies.WRITERS, order=40)
panels.panel("organisation", _("Contacts"), pages.contacts_panel, 10, key="contacts", eager=True, icon="address-book")
panels.panel("organisation", _("About"), pages.facts_panel, 10, key="facts", eager=True, place="side", icon="building")


def find(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the organisations that match by name, number, contact, or a phone however it is written."""
    if rules.looks_like_phone(text):
        return [_calling(caller) for caller in queries.find_caller(text, by=actor, limit=limit)]
    rows = queries.search_organisations(actor, text, limit=limit)
    return [
        palette.Hit(
            row.name, f"{row.number} · {row.phone}".strip(" ·"), reverse("organisations:organisation", args=[row.pk])
        )
        for row in rows
    ]


def _calling(caller: queries.Caller) -> palette.Hit:
    who = " · ".join(part for part in (caller.contact_name, caller.title, caller.phone) if part)
    url = reverse("organisations:organisation", args=[caller.organisation_id])
    return palette.Hit(caller.organisation_name, who or caller.organisation_number, url)


palette.searchable("organisation", _("Customers and parties"), find, roles=READERS, icon="building", order=30)


@live.watchable("organisation")
def may_watch_organisation(actor: Actor, key: str) -> bool:
    """Tell whether the actor may hear of changes of this record."""
    return key.isdecimal() and len(key) < 19 and policies.visible_to(actor).filter(pk=int(key)).exists()
