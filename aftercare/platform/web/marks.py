"""The small marks of the product as markup: badges, times, durations, money, countdowns, people."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.platform import clock
from aftercare.platform.money import Money
from aftercare.platform.web import icons, signs

NOTHING = mark_safe('<span class="nothing">–</span>')
NEAR, URGENT = timedelta(hours=4), timedelta(hours=1)


def icon(name: str, css: str = "") -> SafeString:
    """Return the picture with this name from the sprite; it is decoration and hidden from readers."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        icons.sprite_url(),
        name,
    )


def status(kind: str, value: str) -> SafeString:
    """Return the badge of a status: colour, icon and word."""
    return badge(signs.status(kind, value))


def badge(sign: signs.Sign) -> SafeString:
    """Return the badge of a sign."""
    return format_html('<span class="sign sign-{}">{}{}</span>', sign.colour, icon(sign.picture), sign.label)


def priority(value: int) -> SafeString:
    """Return the mark of a priority: a shape and a word."""
    sign = signs.priority(value)
    return format_html(
        '<span class="priority priority-{}">{}<span>{}</span></span>', value, icon(sign.picture), sign.label
    )


def absolute(moment: datetime) -> str:
    """Return the moment in full, with the zone when it is not the company's."""
    local = timezone.localtime(moment)
    text = local.strftime("%Y-%m-%d %H:%M")
    zone = timezone.get_current_timezone_name()
    return text if str(timezone.get_current_timezone()) == settings.TIME_ZONE else f"{text} {zone}"


def relative(moment: datetime, *, now: datetime | None = None) -> str:
    """Return the moment as people say it: minutes for the last hour, today, yesterday, tomorrow, else the date."""
    now = now or clock.now()
    gap = moment - now
    minutes = int(abs(gap).total_seconds() // 60)
    if minutes < 60:
        if minutes < 1:
            return _("in a moment") if gap > timedelta(0) else _("just now")
        words = ngettext("%(n)d min ago", "%(n)d min ago", minutes) if gap < timedelta(0) else _("in %(n)d min")
        return words % {"n": minutes}
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    time = local.strftime("%H:%M")
    days = (local.date() - today).days
    named = {0: _("today %(time)s"), -1: _("yesterday %(time)s"), 1: _("tomorrow %(time)s")}.get(days)
    if named:
        return named % {"time": time}
    return local.strftime("%m-%d %H:%M") if local.year == today.year else local.strftime("%Y-%m-%d")


def when(moment: datetime | None) -> SafeString:
    """Return the moment as people say it, with the exact one on hover."""
    if moment is None:
        return NOTHING
    return format_html(
        '<time class="when" datetime="{}" title="{}">{}</time>', moment.isoformat(), absolute(moment), relative(moment)
    )


def day(value: Any) -> SafeString:
    """Return a date as year-month-day."""
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat()) if value else NOTHING


def duration_words(span: timedelta | int | None) -> str:
    """Return a span as `3 小时 20 分`; an int is minutes; days only from two days on."""
    if span is None:
        return "–"
    total = int(span.total_seconds() // 60) if isinstance(span, timedelta) else int(span)
    sign, total = ("-", -total) if total < 0 else ("", total)
    if total >= 2 * 24 * 60:
        days, hours = total // 1440, total % 1440 // 60
        text = _("%(d)d d %(h)d h") if hours else _("%(d)d d")
        return sign + text % {"d": days, "h": hours}
    hours, minutes = divmod(total, 60)
    if not hours:
        return sign + _("%(m)d min") % {"m": minutes}
    text = _("%(h)d h %(m)d min") if minutes else _("%(h)d h")
    return sign + text % {"h": hours, "m": minutes}


def duration(span: timedelta | int | None) -> SafeString:
    """Return a span in words, in figures of equal width."""
    return NOTHING if span is None else format_html('<span class="figure">{}</span>', duration_words(span))


def money_words(amount: Money | Decimal | int | float | None, currency: str = "CNY") -> str:
    """Return an amount as `¥1,234.50`."""
    if amount is None:
        return "–"
    return str(amount if isinstance(amount, Money) else Money(Decimal(str(amount)), currency))


def money(amount: Money | Decimal | int | float | None, currency: str = "CNY") -> SafeString:
    """Return an amount in figures of equal width."""
    return NOTHING if amount is None else format_html('<span class="figure">{}</span>', money_words(amount, currency))


def number(value: Any, places: int = 0) -> SafeString:
    """Return a number with thousands marks."""
    if value is None:
        return NOTHING
    return format_html('<span class="figure">{}</span>', formats.number_format(value, places, force_grouping=True))


def left(span: str) -> str:
    """Return the words for the time that is left."""
    return _("%(span)s left") % {"span": span}


def overdue(span: str) -> str:
    """Return the words for the time that has passed since a promise broke."""
    return _("overdue %(span)s") % {"span": span}


def promise(
    due: datetime | None, *, met_at: datetime | None = None, paused: bool = False, now: datetime | None = None
) -> SafeString:
    """
    Return the countdown to a promise, coloured by nearness; the page keeps it running.

    A kept promise says so, a paused one shows no countdown.
    """
    if due is None:
        return NOTHING
    now = now or clock.now()
    state = promise_state(due, met_at=met_at, paused=paused, now=now)
    span = duration_words(abs((met_at or now) - due))
    words = {
        "kept": _("kept"),
        "late": _("kept late by %(span)s"),
        "paused": _("paused"),
        "broken": _("overdue %(span)s"),
    }.get(state, _("%(span)s left"))
    pictures = {"kept": "circle-check", "late": "alert-triangle", "paused": "player-pause", "broken": "alert-triangle"}
    live = format_html(' data-due="{}"', due.isoformat()) if state in {"calm", "near", "urgent", "broken"} else ""
    return format_html(
        '<span class="promise promise-{}" title="{}"{}>{}<span class="promise-words">{}</span></span>',
        state,
        absolute(due),
        live,
        icon(pictures.get(state, "hourglass")),
        words % {"span": span},
    )


def promise_state(due: datetime, *, met_at: datetime | None, paused: bool, now: datetime) -> str:
    """Return how a promise stands: kept, late, paused, broken, urgent, near or calm."""
    if met_at is not None:
        return "kept" if met_at <= due else "late"
    if paused:
        return "paused"
    if now > due:
        return "broken"
    left = due - now
    return "urgent" if left <= URGENT else "near" if left <= NEAR else "calm"


def avatar(name: str, size: str = "sm") -> SafeString:
    """Return a round mark with the person's initials; the colour comes from the name and stays the same."""
    words = name.split()
    letters = (words[0][:1] + words[-1][:1]).upper() if len(words) > 1 else name.strip()[-1 if size == "xs" else -2 :]
    tint = sum(name.encode()) % 6
    return format_html(
        '<span class="avatar avatar-{} tint-{}" aria-hidden="true">{}</span>', size, tint, letters or "?"
    )


def person(name: str | None, url: str = "") -> SafeString:
    """Return a person with the round mark, as a link when there is a page."""
    if not name:
        return NOTHING
    body = format_html("{}<span>{}</span>", avatar(name, "xs"), name)
    return (
        format_html('<a class="person" href="{}">{}</a>', url, body)
        if url
        else format_html('<span class="person">{}</span>', body)
    )


def phone(number_: str | None) -> SafeString:
    """Return a phone number that can be tapped to call."""
    if not number_:
        return NOTHING
    plain = "".join(c for c in number_ if c.isdigit() or c == "+")
    return format_html('<a class="phone" href="tel:{}">{}{}</a>', plain, icon("phone"), number_)
