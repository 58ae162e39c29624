"""The template tags of every page: marks, verbs, panels, timeline, fields of the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms, template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from aftercare.platform.web import actions, icons, marks, mentioning, panels, signs, words
from aftercare.platform.web.forms import dress

register = template.Library()

register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.status, name="status")
register.simple_tag(marks.priority, name="priority")
register.simple_tag(marks.when, name="when")
register.simple_tag(marks.day, name="day")
register.simple_tag(marks.duration, name="duration")
register.simple_tag(marks.money, name="money")
register.simple_tag(marks.number, name="number")
register.simple_tag(marks.promise, name="promise")
register.simple_tag(marks.avatar, name="avatar")
register.simple_tag(marks.person, name="person")
register.simple_tag(marks.phone, name="phone")
register.simple_tag(words.word_block, name="words")
register.filter("absolute", marks.absolute)
register.filter("mentioning", mentioning.marked)


@register.simple_tag
def dressed(form: forms.BaseForm) -> SafeString:
    """Draw a form that a library made with our fields: `{% dressed form %}`."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        dress(field)
    return form.render("web/form.html")


@register.filter
def device(user_agent: str) -> str:
    """Return what a browser calls itself, in two words: `Chrome, Windows`."""
    text = user_agent or ""
    known = (("Edg/", "Edge"), ("MicroMessenger", "WeChat"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
    browser = next((name for mark, name in (*known, ("Safari/", "Safari")) if mark in text), text[:40] or "?")
    systems = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"))
    system = next((name for mark, name in (*systems, ("Mac OS", "macOS"), ("Linux", "Linux")) if mark in text), "")
    return f"{browser}, {system}" if system else browser


@register.simple_tag(takes_context=True)
def frame_part(context: template.Context, drawn_by: str) -> SafeString:
    """Draw a part of the frame that is the same for everybody of these roles: `{% frame_part "desk/side.html" %}`."""
    return context["shell"].part(drawn_by)


@register.simple_tag(takes_context=True)
def waiting_messages(context: template.Context) -> SafeString:
    """Hand what the last command wants said to the page's script."""
    return words.message_block(context["request"])


@register.simple_tag
def asset(source: str) -> str:
    """Return the address of a bundled file: `{% asset "desk/mark.svg" %}`."""
    entry = icons.bundled(source)
    return static(f"bundle/{entry['file']}") if entry else ""


@register.simple_tag
def badge(tone: str, label: Any, icon: str = "") -> SafeString:
    """Draw a badge that is not a registered status: `{% badge "waiting" _("Provisional") %}`."""
    return marks.badge(signs.Sign(signs.Tone(tone), label, icon))


@register.simple_tag
def bundle(source: str) -> SafeString:
    """Load one entry of the front-end bundle with its styles: `{% bundle "desk/desk.ts" %}`."""
    entry = icons.bundled(source)
    if not entry:
        return mark_safe("")
    styles = format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"bundle/{css}"),) for css in _styles(entry))
    )
    return format_html('{}<script type="module" src="{}"></script>', styles, static(f"bundle/{entry['file']}"))


def _styles(entry: dict[str, Any]) -> list[str]:
    """Return the style sheets of an entry and of what it imports, once each, imports first."""
    found: list[str] = []
    for name in entry.get("imports", []):
        found += _styles(icons.bundled(name))
    return list(dict.fromkeys([*found, *entry.get("css", [])]))


@register.inclusion_tag("web/verbs.html", takes_context=True)
def verbs(context: template.Context, every: Iterable[actions.Verb]) -> dict[str, Any]:
    """Draw the primary verb as a button and the others in a menu; greyed ones say why."""
    return {"menu": actions.menu(every), "csrf_token": context.get("csrf_token"), "request": context.get("request")}


@register.inclusion_tag("web/panels.html", takes_context=True, name="panels")
def draw_panels(context: template.Context, kind: str, record: Any, place: str = "main") -> dict[str, Any]:
    """Draw the panels of a record this person may see: eager ones now, the rest when scrolled to."""
    request = context["request"]
    drawn = []
    for panel in panels.panels(kind, request.actor, place=place):
        body = panel.render(request, record) if panel.eager else None
        if body != "":
            pk = record["pk"] if isinstance(record, dict) else getattr(record, "pk", None) or record.id
            drawn.append((panel, body, reverse("web:panel", args=[kind, pk, panel.key])))
    return {"drawn": drawn, "place": place}


@register.inclusion_tag("web/stepper.html")
def stepper(kind: str, value: str, steps: str | Sequence[str]) -> dict[str, Any]:
    """Draw the way of a record: `{% stepper "work_order" order.status "unscheduled scheduled in_progress" %}`."""
    names = steps.split() if isinstance(steps, str) else list(steps)
    at = names.index(value) if value in names else -1
    marked = [
        (signs.status(kind, name), "now" if i == at else "past" if i < at else "next") for i, name in enumerate(names)
    ]
    aside = None if at >= 0 else signs.status(kind, value)
    return {"steps": marked, "aside": aside}


@register.inclusion_tag("web/empty.html")
def empty(title: Any, text: Any = "", icon: str = "inbox", url: str = "", action: Any = "") -> dict[str, Any]:
    """Draw what stands where nothing is yet: what belongs here, and the first step."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("web/fact.html")
def fact(label: Any, value: Any, url: str = "") -> dict[str, Any]:
    """Draw one line of a side column: a word and its value, e.g. who, where, promised."""
    return {"label": label, "value": value, "url": url}


@register.inclusion_tag("web/timeline.html", takes_context=True)
def timeline(context: template.Context, entries: Iterable[Any]) -> dict[str, Any]:
    """Draw `timeline.Entry` rows as one stream with filters by who speaks."""
    rows = list(entries)
    return {"entries": rows, "voices": {row.source: row.voice for row in rows}}


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return this page's query string with parameters changed; None takes one out."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}"
