"""The home page: what needs this person now."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform.actor import Role
from aftercare.platform.web import cards, door, fragments, navigation
from aftercare.platform.web.fragments import DeskRequest


@door.signed_in()
def home(request: DeskRequest) -> HttpResponse:
    """Show the cards of this person's roles."""
    drawn = [(card, card.render(request)) for card in cards.cards(request.actor)]
    ctx = {"cards": [(card, body) for card, body in drawn if body], "title": _("Home")}
    return fragments.page(request, "desk/home.html", ctx)


navigation.nav("home", gettext_lazy("Home"), "desk:home", "layout-dashboard", tuple(Role), order=0)
