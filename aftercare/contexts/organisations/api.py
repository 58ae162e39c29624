"""The API's door to customers and other parties."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query

from aftercare.contexts.organisations import policies
from aftercare.contexts.organisations.schemas import CustomerDetailOut, CustomerOut
from aftercare.platform import search
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope
from aftercare.platform.refusal import not_found

customers = router("Customers")
READ = scope("customers:read")
CustomerId = Annotated[int, Path(gt=0, lt=2**63)]
Kind = Literal["customer", "contractor", "designer", "supplier", "subcontractor", "laboratory"]


@customers.get("", auth=READ, response={200: Page[CustomerOut], **problems()}, summary="List customers")
def list_customers(
    request: HttpRequest,
    kind: Annotated[Kind | None, Query()] = None,
    q: Annotated[str | None, Query(max_length=100, description="words of name, number, phone or contact")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return the customers and other parties the token's owner may see, latest first."""
    rows = policies.visible_to(actor(request)).prefetch_related("tags")
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = search.matches(rows, q)
    return cursor_page(rows, by="registered_at", cursor=cursor, limit=limit, show=CustomerOut.of)


@customers.get(
    "/{customer_id}", auth=READ, response={200: CustomerDetailOut, **problems(404)}, summary="Get a customer"
)
def get_customer(request: HttpRequest, customer_id: CustomerId) -> CustomerDetailOut:
    """Return one customer with its contacts."""
    row = policies.visible_to(actor(request)).prefetch_related("tags").filter(pk=customer_id).first()
    if row is None:
        raise not_found()
    return CustomerDetailOut.whole(row)


routers = {"/customers": customers}
