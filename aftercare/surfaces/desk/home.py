"""The home page: what needs this person now."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.web import cards, door, fragments, navigation
from aftercare.platform.web.fragments import DeskRequest


@door.signed_in()
def home(request: DeskRequest) -> HttpResponse:
    """Show the cards of this person's roles."""
    drawn = [(card, card.render(request)) for card in cards.cards(request.actor)]
    ctx = {
        "cards": [(card, body) for card, body in drawn if body],
        "greeting": greeting(timezone.localtime(clock.now()).hour) % {"name": request.actor.name},
        "today": timezone.localtime(clock.now()).date(),
        "title": _("Home"),
    }
    return fragments.page(request, "desk/home.html", ctx)


def greeting(hour: int) -> str:
    """Return the words for this hour of the day, with a place for the name."""
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s")
    return _("Good morning, %(name)s") if hour < 12 else _("Good afternoon, %(name)s")


navigation.nav("home", gettext_lazy("Home"), "desk:home", "layout-dashboard", tuple(Role), order=0)
