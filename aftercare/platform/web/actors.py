"""Who is asking: the one place that turns a web request into an `Actor`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from aftercare.platform.actor import Actor

Provider = Callable[[HttpRequest], Actor]
_provider: list[Provider] = []


def provided_by(provider: Provider) -> Provider:
    """Make this function the one that builds the actor of a request; the desk shell sets it once."""
    _provider[:] = [provider]
    return provider


def of(request: HttpRequest) -> Actor:
    """
    Return the actor of the request, built once per request.

    :raises LookupError: when no surface provided a way to build actors; a page must not guess who asks.
    """
    known = request.__dict__.get("_actor")
    if known is None:
        if not _provider:
            raise LookupError("no actor provider is registered; aftercare.surfaces.desk registers it in ready()")
        known = request.__dict__["_actor"] = _provider[0](request)
    return known
