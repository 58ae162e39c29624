"""Who may open a page: every view declares it, and a view that does not is refused."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from aftercare.platform import audit
from aftercare.platform.actor import ROLE_LABELS, Role
from aftercare.platform.refusal import Refused
from aftercare.platform.web import actors, refusals

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call a view; the permission matrix reads it from `view.policy`."""

    roles: frozenset[Role] = field(default_factory=frozenset)
    signed_in: bool = True
    reason: str = ""
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")

    @property
    def is_public(self) -> bool:
        """Tell whether anybody on the network may call the view; `reason` says why."""
        return not self.signed_in

    def allows(self, roles: Iterable[Role]) -> bool:
        """Tell whether a signed-in person with these roles may call the view."""
        return self.is_public or not self.roles or bool(self.roles.intersection(roles))


_declared: dict[str, Policy] = {}


def door(*roles: Role, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """
    Let only signed-in people with one of these roles call the view, with these HTTP methods.

    The view gets `request.actor`. A `Refused` raised inside becomes the 403/404/409/422 answer.
    :raises TypeError: at import, when no role is named; use `signed_in` where every role may come in.
    """
    if not roles:
        raise TypeError("door() needs at least one role; use @signed_in or @public(reason)")
    return _guarded(Policy(roles=frozenset(roles), methods=_with_head(methods)))


def signed_in(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let every signed-in person call the view, whatever the role."""
    return _guarded(Policy(methods=_with_head(methods)))


def public(reason: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let anybody call the view without signing in; the reason is shown in the permission matrix."""
    return _guarded(Policy(signed_in=False, reason=reason, methods=_with_head(methods)))


def declare(name_pattern: str, policy: Policy) -> None:
    """Give views written by a library a policy, by the pattern of their url name (`account_*`, `api-1:*`)."""
    _declared[name_pattern] = policy


def policy_of(view: Any, view_name: str | None = None) -> Policy | None:
    """Return the policy of a view, its own or the one declared for its url name; None means refuse."""
    own = getattr(view, "policy", None) or getattr(getattr(view, "view_class", None), "policy", None)
    if isinstance(own, Policy):
        return own
    for pattern, policy in _declared.items():
        if view_name and fnmatch.fnmatchcase(view_name, pattern):
            return policy
    return None


def guards_itself(view: Any) -> bool:
    """Tell whether the view was made by this module and checks the policy on its own."""
    return bool(getattr(view, "is_door", False))


def guard(view: View, policy: Policy) -> View:
    """Return the view behind this policy; for views that are made, such as `Listing.as_view()`."""
    return _guarded(policy)(view)


def _with_head(methods: tuple[str, ...]) -> tuple[str, ...]:
    return (*methods, "HEAD") if "GET" in methods and "HEAD" not in methods else tuple(methods)


def _guarded(policy: Policy) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in policy.methods:
                return HttpResponseNotAllowed(policy.methods)
            if refusal := stopped(request, policy):
                return refusal
            request.actor = actors.of(request)  # type: ignore[attr-defined]
            try:
                with audit.acting(request.actor):  # type: ignore[attr-defined]
                    return view(request, *args, **kwargs)
            except Refused as refused:
                return refusals.answer(request, refused)

        guarded.policy = policy  # type: ignore[attr-defined]
        guarded.is_door = True  # type: ignore[attr-defined]
        return guarded

    return wrap


def stopped(request: HttpRequest, policy: Policy) -> HttpResponse | None:
    """Return the answer for someone who may not come in, or None for someone who may."""
    if policy.is_public:
        return None
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if not policy.allows(actors.of(request).roles):
        names = _(", ").join(str(ROLE_LABELS[role]) for role in Role if role in policy.roles)
        return refusals.answer(request, Refused("not_allowed", _("This page is for: %(roles)s.") % {"roles": names}))
    return None


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Return the way to the sign-in page and back; htmx is told to move the whole page there."""
    back = request.get_full_path()
    if request.headers.get("HX-Request") == "true":
        back = request.headers.get("HX-Current-URL", "/")
        path = "/" + back.split("://", 1)[-1].partition("/")[2]
        response = HttpResponse(status=401)
        response["HX-Redirect"] = redirect_to_login(path).url
        return response
    return redirect_to_login(back)
