"""The pages of logins: what each may do, its sessions, closing it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.people import commands, policies, queries
from aftercare.contexts.people.forms import GrantForm, ReasonForm, SureForm, UserForm
from aftercare.contexts.people.models import Grant
from aftercare.contexts.people.user_listing import grants_of
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import ROLE_LABELS, Actor, Role
from aftercare.platform.notify.telling import link as address
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments, panels, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
ADMINS = (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN)


def load(actor: Actor, pk: int) -> User:
    """
    Return a login the administrator may see.

    :raises Refused: `not_found`.
    """
    row = policies.users_visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("user", load)


def _url(pk: int) -> str:
    return reverse("people:user", args=[pk])


@door.door(*ADMINS)
def user(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one login."""
    row = load(request.actor, pk)
    held = grants_of([pk])[pk]
    scope = queries.scope_of(pk)
    names = {card.id: card.name for card in queries.regions()} if scope.region_ids else {}
    ctx = {
        "login": row,
        "title": row.name,
        "state": "open" if row.is_active else "closed",
        "verbs": _verbs(row, frozenset(Role(grant.role) for grant in held), request.actor),
        "grants": [(grant, ROLE_LABELS[Role(grant.role)]) for grant in held],
        "may_grant": policies.may_grant(row, by=request.actor),
        "reach": None if scope.region_ids is None else [names[pk] for pk in names if pk in (scope.region_ids or ())],
        "factors": Authenticator.objects.filter(user=row).count(),
        "sessions": UserSession.objects.filter(user=row).order_by("-last_seen_at")[:20],
        "entries": timeline.of(f"user:{pk}"),
    }
    return fragments.page(request, "people/user.html", ctx)


def _verbs(row: User, held: frozenset[Role], actor: Actor) -> list[Verb]:
    link, close = policies.may_issue_link(row, held, by=actor), policies.may_deactivate(row, by=actor)

    def verb(name: str, label: Any, icon: str, may: Any, **more: Any) -> Verb:
        return Verb(name=name, label=label, url=reverse(f"people:{name}", args=[row.pk]), may=may, icon=icon, **more)

    ending = (
        verb("deactivate", _("Close the login"), "user-off", close, danger=True)
        if row.is_active
        else verb("reactivate", _("Open again"), "user-check", close)
    )
    return [
        verb("grant", _("Grant a role"), "shield-plus", policies.may_grant(row, by=actor), primary=row.is_active),
        verb("link", _("Link to set a password"), "link", link),
        verb("reset_factor", _("Reset the second factor"), "shield-off", link),
        ending,
    ]


@door.door(*ADMINS, methods=BOTH)
def user_new(request: DeskRequest) -> HttpResponse:
    """Make a login."""
    return dialogs.form_page(
        request,
        UserForm(fragments.posted(request)),
        lambda values: commands.create_user(**values, by=request.actor, at=clock.now()),
        to=lambda row: _url(row.pk),
        title=_("New login"),
        verb=_("Make the login"),
        done=_("The login is made. It may do nothing yet: grant it a role."),
        note=_("Engineers are hired under engineers; customers get their login from their contact."),
        back=reverse("people:users"),
    )


@door.door(Role.SECURITY_ADMIN, methods=BOTH)
def grant(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a role."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.grant_role(user_id=pk, **values, by=request.actor, at=clock.now())

    form = GrantForm(fragments.posted(request))
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Grant"), done=_("Role granted."))


@door.door(Role.SECURITY_ADMIN, methods=BOTH)
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a role."""
    held = Grant.objects.filter(pk=pk).select_related("region", "user").first()
    if held is None:
        raise not_found()

    def do(values: dict[str, Any]) -> None:
        commands.revoke_role(grant_id=pk, by=request.actor, at=clock.now())

    words = {"name": held.user.name, "role": ROLE_LABELS[Role(held.role)]}
    note = _("%(name)s will no longer act as: %(role)s.") % words
    form, to = _sure(request), _url(held.user_id)
    return dialogs.answer(request, form, do, to=to, verb=_("Revoke"), done=_("Role revoked."), note=note, danger=True)


@door.door(Role.SECURITY_ADMIN, methods=BOTH)
def deactivate(request: DeskRequest, pk: int) -> HttpResponse:
    """Close a login."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.deactivate_user(user_id=pk, **values, by=request.actor, at=clock.now())

    note, form = _("All sessions end now."), ReasonForm(fragments.posted(request))
    done, verb = _("The login is closed."), _("Close the login")
    return dialogs.answer(request, form, do, to=_url(pk), verb=verb, done=done, note=note, danger=True)


@door.door(Role.SECURITY_ADMIN, methods=BOTH)
def reactivate(request: DeskRequest, pk: int) -> HttpResponse:
    """Open a closed login."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.reactivate_user(user_id=pk, by=request.actor, at=clock.now())

    done = _("The login is open again.")
    return dialogs.answer(request, _sure(request), do, to=_url(pk), verb=_("Open again"), done=done)


@door.door(Role.SECURITY_ADMIN, methods=BOTH)
def reset_factor(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the second factor away."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.reset_second_factor(user_id=pk, by=request.actor, at=clock.now())

    note = _("Do this only after you have made sure who asks. All sessions end now.")
    verb, done = _("Reset the second factor"), _("The second factor is reset.")
    return dialogs.answer(request, _sure(request), do, to=_url(pk), verb=verb, done=done, note=note, danger=True)


@door.door(Role.SECURITY_ADMIN, methods=BOTH)
def link(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand out the link by which the person sets a password; it is shown this once."""
    row, form = load(request.actor, pk), _sure(request)
    made = ""
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            path = commands.issue_sign_in_link(user_id=pk, by=request.actor, at=clock.now())
            made = address(path)
    ctx = {"form": form, "login": row, "made": made, "title": _("Link to set a password")}
    return fragments.fragment(request, "people/_link.html", ctx, status=fragments.status_of(form))


def _sure(request: DeskRequest) -> SureForm:
    return SureForm(request.POST if request.method == "POST" else None)
