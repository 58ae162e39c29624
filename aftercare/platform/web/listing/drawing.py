"""Drawing the rows of a list: hundreds of cells a page, so they are joined here and not in a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from aftercare.platform.web.listing.columns import Column
    from aftercare.platform.web.listing.listing import Listing


def row_markup(listing: Listing, columns: Sequence[Column], row: Any, *, selectable: str) -> SafeString:
    """Return one table row; `selectable` is the words of its tick box, or "" for none."""
    url = listing.url(row)
    goes = format_html(' data-href="{}"', url) if url else ""
    parts: list[str] = [format_html('<tr class="{}"{}>', listing.row_css(row), goes)]
    if selectable:
        box = (
            '<td class="select"><input type="checkbox" class="form-check-input" name="ids" value="{}" aria-label="{}">'
        )
        parts.append(format_html(box, row.pk, selectable) + SafeString("</td>"))
    parts += [_cell(column, row, url) for column in columns]
    return mark_safe("".join(parts) + "</tr>")  # noqa: S308 - every part is escaped


def _cell(column: Column, row: Any, url: str) -> str:
    words = conditional_escape(column.html(row))
    if column.link and url:
        words = format_html('<a class="row-link" href="{}">{}</a>', url, words)
    css = " ".join(filter(None, (column.css, "wide" if column.wide else "", f"card-{column.card}" * bool(column.card))))
    return f'<td class="{css}">{words}</td>' if css else f"<td>{words}</td>"
