"""Say something about a matter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import root
from aftercare.contexts.service_requests.models import Comment, Mention
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestCommented


@transaction.atomic
def comment(*, request_id: int, text: str, is_internal: bool = True, by: Actor, at: datetime) -> Comment:
    """
    Say something about the matter, inside the company or for the customer to read.

    What a customer says is never internal. Colleagues named with `@` are kept as references and told by a reaction.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state` for a merged one, `missing`; `cannot_mention` for a
        colleague who may not see the request, `ambiguous`, `too_many`.
    """
    row = root(request_id, by=by)
    policies.may_comment(row, by=by).or_refuse()
    text = wording.lines(text, field="text", limit=4000, required=True)
    inside = is_internal and by.is_staff
    named = people.mentions(text, readers=lambda: policies.readers(row)) if by.is_staff else []
    said = Comment.objects.create(
        request=row, text=text, is_internal=inside, author_id=by.id, author_name=by.name[:80], at=at
    )
    Mention.objects.bulk_create(Mention(comment=said, user_id=m.user_id, written=m.written) for m in named)
    mentions = tuple((m.user_id, m.written) for m in named)
    event = RequestCommented(request_id=row.pk, text=text, is_internal=inside, mentions=mentions, at=at)
    outbox.publish(event, about=row.key, by=by)
    return said
