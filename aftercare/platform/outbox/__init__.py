"""
The outbox: an event and the jobs that follow from it are written in the caller's transaction.

Delivery is at least once; a reaction's effect and its `Delivery` row share one transaction, so the
effect happens once.
"""

from typing import TYPE_CHECKING, Any

from aftercare.platform.outbox.reacting import reactions_to, when

if TYPE_CHECKING:
    from aftercare.platform.outbox.publishing import of, publish, publish_many, record

__all__ = ["drain", "of", "publish", "publish_many", "reactions_to", "record", "when"]


def drain(*, limit: int = 10_000) -> int:
    """Run every waiting job in this process, in order, until none is left; return how many ran."""
    from aftercare.platform.outbox import draining

    return draining.drain(limit=limit)


def __getattr__(name: str) -> Any:
    """Give the functions that need the models, which exist only once Django has loaded the applications."""
    if name not in {"of", "publish", "publish_many", "record"}:
        raise AttributeError(name)
    from aftercare.platform.outbox import publishing

    return getattr(publishing, name)
