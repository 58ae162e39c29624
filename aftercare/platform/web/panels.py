"""Record pages made of several contexts: each registers its panels, the page shows those allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import not_found
from aftercare.platform.web.fragments import DeskRequest

Load = Callable[[Actor, int], Any]
Render = Callable[[DeskRequest, Any], str]


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel of a record page: where it stands, who sees it, how it is drawn."""

    kind: str
    key: str
    title: Any
    render: Render
    order: int
    eager: bool
    place: str
    roles: frozenset[Role]
    icon: str

    def open_to(self, actor: Actor) -> bool:
        """Tell whether this person may see the panel."""
        return not self.roles or bool(self.roles & actor.roles)


_loads: dict[str, Load] = {}
_panels: dict[str, dict[str, Panel]] = {}


def record(kind: str, load: Load) -> None:
    """
    Register how a record of the kind is found for someone: `load(actor, id)`.

    It must refuse with `not_found` what the actor may not see; panels loaded later rely on it.
    """
    _loads[kind] = load


def load(kind: str, actor: Actor, pk: int) -> Any:
    """
    Return a record as its owner finds it for someone: the one answer to who may see it.

    :raises LookupError: when nobody registered the kind.
    :raises Refused: `not_found`.
    """
    if kind not in _loads:
        raise LookupError(f"nobody says who may see {kind}")
    return _loads[kind](actor, pk)


def panel(
    kind: str,
    title: Any,
    render: Render,
    order: int = 50,
    *,
    key: str = "",
    eager: bool = False,
    place: str = "main",
    roles: tuple[Role, ...] = (),
    icon: str = "",
) -> None:
    """
    Register a panel on the record pages of `kind`.

    `render(request, record)` returns its body, or "" when there is nothing to show. An eager panel is drawn
    with the page, the others when scrolled to. `place` is `main` or `side`; no roles = whoever sees the record.
    :raises ValueError: at start-up, when two panels of a kind share a key.
    """
    name = key or f"{render.__module__.rsplit('.', 2)[-2]}-{render.__name__}".replace("_", "-").strip("-")
    known = _panels.setdefault(kind, {})
    if name in known and known[name].render is not render:
        raise ValueError(f"two panels of {kind} are called {name}")
    known[name] = Panel(kind, name, title, render, order, eager, place, frozenset(roles), icon)


def panels(kind: str, actor: Actor, *, place: str = "main") -> list[Panel]:
    """Return the panels of a kind this person may see, in order."""
    mine = [p for p in _panels.get(kind, {}).values() if p.place == place and p.open_to(actor)]
    return sorted(mine, key=lambda p: (p.order, p.key))


def draw(request: DeskRequest, kind: str, pk: int, key: str) -> tuple[Panel, str]:
    """
    Return one panel and its body, for the record with this id.

    :raises Refused: `not_found` when the kind, the panel or the record does not exist for this person.
    """
    found = _panels.get(kind, {}).get(key)
    if found is None or kind not in _loads or not found.open_to(request.actor):
        raise not_found()
    return found, found.render(request, _loads[kind](request.actor, pk))
