"""How terms, bases and flags are said."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.contexts.warranties.rules.jurisdictions import Minimum

BASES = {"statutory": gettext_lazy("by law"), "contract": gettext_lazy("by contract")}
FLAGS = {
    "contract_shorter": gettext_lazy("The contract promises less than the law; the law counts."),
    "design_life_missing": gettext_lazy("The design life is not on file, so the end is unknown."),
    "season_missing": gettext_lazy("The season of the city is not on file, so the end is unknown."),
    "contract_term_missing": gettext_lazy("The law leaves this to the contract, and no contract term is on file."),
    "acceptance_missing": gettext_lazy("No acceptance is on file, so the warranty has not begun."),
    "suspended": gettext_lazy("The warranty stands still; its end is known once it goes on."),
}


def term_words(minimum: Minimum) -> str:
    """Return the law's term of a kind of part, in words."""
    if minimum.term == "years":
        return ngettext("%(n)d year", "%(n)d years", minimum.amount) % {"n": minimum.amount}
    if minimum.term == "seasons":
        if minimum.kind == "cooling":
            return ngettext("%(n)d cooling season", "%(n)d cooling seasons", minimum.amount) % {"n": minimum.amount}
        return ngettext("%(n)d heating season", "%(n)d heating seasons", minimum.amount) % {"n": minimum.amount}
    return _("the design's service life") if minimum.term == "design_life" else _("as agreed")


def flag_words(flag: str) -> str:
    """Return what a person should look at; nothing for no flag."""
    return str(FLAGS.get(flag, ""))
