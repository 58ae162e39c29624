"""Ask the customer of an accepted order: the survey, its link and its mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aftercare.contexts.feedback import links, policies, rules
from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.notify import telling
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.feedback import SurveySent


@transaction.atomic
def open_survey(*, work_order_id: int, by: Actor, at: datetime) -> Survey:
    """Make the survey of an accepted order, once; whoever is to answer is the order's contact or the main one."""
    order = work_orders.order_card(work_order_id)
    contact = _contact(order.customer_id, order.contact_name, order.contact_phone)
    survey, _new = Survey.objects.get_or_create(
        work_order_id=work_order_id,
        defaults={
            "customer_id": order.customer_id,
            "region_id": order.region_id,
            "token": links.token_of(work_order_id),
            "language": contact.language if contact else "zh-hans",
            "contact_name": order.contact_name or (contact.name if contact else ""),
            "email": contact.email if contact else "",
            "phone": order.contact_phone or (contact.phone if contact else ""),
            "due_at": at + rules.ASK_WITHIN,
            "expires_at": at + rules.OPEN_FOR,
        },
    )
    return survey


def _contact(customer_id: int | None, name: str, phone: str) -> organisations.ContactCard | None:
    """Return the person at the customer who was there, else the main contact."""
    card = organisations.organisation_card(customer_id) if customer_id else None
    if card is None:
        return None
    digits = organisations.phone_digits(phone) if phone else ""
    for contact in card.contacts:
        if digits and organisations.phone_digits(contact.phone) == digits:
            return contact
    for contact in card.contacts:
        if name and contact.name == name:
            return contact
    return next((contact for contact in card.contacts if contact.is_primary), None)


@transaction.atomic
def send(*, survey_id: int, by: Actor, at: datetime) -> Survey:
    """
    Mail the link to the customer, once; nothing happens when the customer was asked or answered already.

    :raises Refused: `not_found`, or `no_address` when there is no e-mail address.
    """
    survey = _locked(survey_id, by)
    if survey.sent_at is not None or survey.answered_at is not None:
        return survey
    if not survey.email:
        raise Refused("no_address", _("This contact has no e-mail address; pass the link on in another way."))
    with translation.override(survey.language):
        subject, text = _letter(survey)
    telling.mail(to=survey.email, subject=subject, text=text, dedupe=f"survey:{survey.pk}", at=at)
    return _sent(survey, by=by, at=at)


@transaction.atomic
def pass_on(*, survey_id: int, by: Actor, at: datetime) -> Survey:
    """
    Note that the link reached the customer by another way, such as a message or a word on the phone.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when the customer was asked already.
    """
    survey = _locked(survey_id, by)
    policies.may_pass_on(survey, by=by).or_refuse()
    return _sent(survey, by=by, at=at)


def _locked(survey_id: int, by: Actor) -> Survey:
    survey = policies.visible_to(by).select_for_update(of=("self",)).filter(pk=survey_id).first()
    if survey is None:
        raise not_found()
    return survey


def _sent(survey: Survey, *, by: Actor, at: datetime) -> Survey:
    survey.sent_at = at
    survey.save(update_fields=["sent_at"])
    event = SurveySent(
        survey_id=survey.pk,
        work_order_id=survey.work_order_id,
        region_id=survey.region_id,
        customer_id=survey.customer_id,
        at=at,
    )
    outbox.publish(event, about=f"work_order:{survey.work_order_id}", by=by)
    return survey


def _letter(survey: Survey) -> tuple[str, str]:
    """Return subject and text in the active language."""
    order = work_orders.order_card(survey.work_order_id)
    values = {"name": survey.contact_name, "subject": order.subject, "number": order.number}
    hello = _("Dear %(name)s,") % values if survey.contact_name else _("Hello,")
    asked = _("we finished “%(subject)s” (%(number)s). How did we do? Two questions, half a minute:") % values
    thanks = _("The link is yours alone and works for 30 days. Thank you.")
    subject = _("How did we do? %(subject)s") % values
    return subject, f"{hello}\n\n{asked}\n\n{links.address_of(survey.token)}\n\n{thanks}"
