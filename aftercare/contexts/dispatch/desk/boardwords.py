"""The words the day board's script needs, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.dispatch.models import Lock, Status
from aftercare.platform.web import signs


def board_words() -> dict[str, str]:
    """Return the words by the names the script knows them by; `{name}` marks what it fills in."""
    return {
        **_reading(),
        **_drawing(),
        **_mapping(),
        **_placing(),
        **_several(),
        **_undoing(),
        **_otherwise(),
        **_mending(),
        **_customers_word(),
        **_reasons(),
        **{f"warning_{code}": text for code, text in _warnings().items()},
        **{f"status_{value}": str(signs.status("booking", value).label) for value in Status.values},
        **{f"lock_{value}": str(Lock(value).label) for value in Lock.values},
        **{f"priority_{key}": str(label) for key, label in signs.priority_choices()},
    }


def _reading() -> dict[str, str]:
    return {
        "waiting": _("Waiting for dispatch"),
        "nothing_waits": _("Nothing waits for dispatch."),
        "nothing_matches": _("Nothing matches what you typed."),
        "no_engineers": _("No engineers work in this region."),
        "engineers": _("Engineers"),
        "on_site_by": _("On site by"),
        "put_right_by": _("Put right by"),
        "crew": _("Engineers needed"),
        "crew_two": _("Two together"),
        "mate_waits": _("One more needed: {name} comes {time}"),
        "mates": _("Together with {names}"),
        "mate_missing": _("One more needed"),
        "not_before": _("Not before {time}"),
        "minutes": _("{n} min"),
        "booked": _("{booked} of {shift} h"),
        "free_day": _("Nothing booked"),
        "off_today": _("Does not work that day"),
        "order_held": _("On hold"),
        "loading_failed": _("The day could not be loaded. Check the connection; it is tried again by itself."),
        "load_again": _("Load again"),
        "now": pgettext("board", "Now"),
        "phone": _("Phone"),
        "place": _("Place"),
        "note": _("Note"),
        "promise": _("Promise"),
        "time": _("Time"),
        "went_over": _("Booked in spite of a warning"),
    }


def _drawing() -> dict[str, str]:
    return {
        "off_these_days": _("Does not work on these days"),
        "open_day": _("Show this day alone"),
        "earliest": _("Not before"),
        "lunch": _("Lunch"),
        "no_lunch": _("No time left for lunch"),
        "way": _("On the way: {n} min, {km} km"),
        "way_before": _("{n} min on the way there"),
        "the_way": _("Way there"),
        "promise_broken": _("Breaks the promise"),
        "fixed": _("Against plans"),
        "is_fixed": _("Fixed on purpose: {what}"),
        "pinned_done": _("{number}: {what}."),
        "legend": _("What the colours mean"),
        "legend_scheduled": _("Not sent yet"),
        "legend_dispatched": _("Sent or accepted"),
        "legend_traveling": _("Under way"),
        "legend_done": pgettext("booking", "Done"),
        "legend_cannot_complete": _("Could not be completed"),
        "and_more": _("and {n} more"),
    }


def _mapping() -> dict[str, str]:
    return {
        "map": _("Map"),
        "map_failed": _("The map could not be loaded."),
        "map_region": _("Region"),
        "map_waiting": _("Waits for dispatch"),
        "map_job": _("Job"),
        "map_engineer": _("Engineer, last known position"),
        "map_heat": _("Much work waits here"),
        "map_no_ground": _("The ground of the map is not available."),
        "map_seen_at": _("arrived at {number}, {time}"),
        "map_seen": _("last at {number}"),
        "map_base": _("where the day begins"),
        "map_nothing": _("No place is known of what the board shows."),
        "map_all": _("Show everything"),
    }


def _placing() -> dict[str, str]:
    return {
        "best": _("Best engineers"),
        "others_too": _("Others who could go"),
        "extra": _("+{n} min in all"),
        "detour": _("{n} min detour"),
        "no_detour": _("no detour"),
        "promise_kept": _("keeps the promise"),
        "preferred": _("The customer's choice"),
        "why_not": _("Cannot be sent"),
        "searching": _("Looking for engineers…"),
        "book": _("Assign"),
        "book_at": _("Assign {name} at {time}"),
        "after_promise": _("after the promise"),
        "free_at": _("free {time}"),
        "load": _("{h} h booked"),
        "km": _("{n} km"),
        "open_order": _("Open the order"),
        "move": _("Move"),
        "take_back": _("Take back"),
        "take_back_ask": _("Take {name} off {number}? The order waits for dispatch again."),
        "keep": _("Keep"),
        "close": _("Close"),
        "book_anyway": _("Book anyway"),
        "before_booking": _("Before you book:"),
        "booked_done": _("{name} is booked, {time}."),
        "moved_done": _("Moved: {name}, {time}."),
        "taken_back": _("The booking is taken back."),
        "placing": _("Choose engineer and time for {number}. Arrow keys move, Enter books, Escape leaves."),
        "moving": _("Choose another engineer or time for {number}. Arrow keys move, Enter moves it, Escape leaves."),
        "slot": _("{name}, {time}"),
        "cancel": _("Leave"),
        "drop_here": _("Drop here to take the booking back"),
        "past": _("This time is over"),
    }


def _several() -> dict[str, str]:
    return {
        "picked": _("{n} bookings chosen"),
        "move_picked": _("Move together"),
        "take_back_picked": _("Take all back"),
        "unpick": _("Choose none"),
        "moving_many": _("Choose another engineer or time for {n} bookings. Arrow keys move, Enter moves them, "
                         "Escape leaves."),
        "before_moving": _("Before you move:"),
        "move_anyway": _("Move anyway"),
        "moved_many": _("{n} bookings moved."),
        "moved_some": _("{n} of {all} bookings moved. These stayed:"),
        "take_back_many_ask": _("Take back {n} bookings? Their orders wait for dispatch again."),
        "taken_back_many": _("{n} bookings are taken back."),
        "taken_back_some": _("{n} of {all} bookings are taken back. These stayed:"),
        "understood": _("Understood"),
    }  # fmt: skip


def _otherwise() -> dict[str, str]:
    """Return the words for a day that goes otherwise, and for the engineer whose day it is."""
    return {
        "takes_longer": _("Takes longer"),
        "nobody_there": _("Nobody on site"),
        "drops_out": pgettext("verb", "Drops out"),
        "fit_in": pgettext("verb", "Fit in today"),
        "open_engineer": _("Open the engineer"),
        "centre": _("Service centre"),
        "shift": _("Shift"),
        "skills": _("Skills"),
    }


def _customers_word() -> dict[str, str]:
    """Return what the customer says to the announced time, and what the engineer does not say."""
    return {
        "word": pgettext("board", "Customer"),
        "word_asked": _("Told of the time, no answer yet"),
        "word_confirmed": _("The customer confirmed the time"),
        "word_wished": _("The customer asks for another time"),
        "word_call": _("No e-mail or login: call the customer"),
        "word_window": _("told {from}–{to}"),
        "engineer_silent": _("No answer from the engineer since {time}"),
        "engineer_late": _("The engineer does not answer, told {time}"),
        "answer": pgettext("board", "Engineer's answer"),
    }


def _mending() -> dict[str, str]:
    return {
        "mending": _("Shorter ways"),
        "mending_look": _("See the difference"),
        "mending_take": pgettext("proposal", "Take it"),
        "mending_leave": pgettext("proposal", "Leave it"),
        "mending_open": _("Open the proposal"),
        "mending_taken": _("Done: it is booked so now."),
        "mending_left": _("It stays as it is."),
    }


def _undoing() -> dict[str, str]:
    return {
        "undo_what": _("Undo: {what}"),
        "undo_nothing": _("Nothing to undo"),
        "undo_move": _("moving {number}"),
        "undo_book": _("booking {number}"),
        "undo_take_back": _("taking {number} back"),
        "undo_pin": _("fixing {number}"),
        "undo_moves": _("moving {n} bookings"),
        "undo_take_backs": _("taking back {n} bookings"),
        "undone": _("Undone: {what}."),
        "undo_refused": _("Cannot be undone ({what}): {why}"),
        "undo_partly": _("Undone only in part ({what}): {n} of {all} stayed as they are."),
        "undo_left": _("You left it as it is."),
    }


def _reasons() -> dict[str, str]:
    return {
        "fits": _("Fits"),
        "no_paper": _("No certificate: {what}"),
        "old_paper": _("Certificate has run out: {what}"),
        "cut": _("More is booked on these days than the board can show. Choose a region."),
        "away": _("Away: {what}"),
        "clash": _("Booked already: {what}"),
        "no_skill": _("Lacks the skill: {what}"),
        "low_skill": _("{what} only at level {has} of {needs}"),
        "outside_shift": _("Outside the shift"),
        "late_arrival": _("Later than the promised arrival"),
        "late_finish": _("Later than the promised repair"),
        "too_early": _("Earlier than the customer wants"),
        "crew_apart": _("The two do not start together"),
        "travel": _("About {n} min missing for the way"),
        "unwanted": _("Not wanted by the customer"),
        "wants_other": _("The customer wants somebody else"),
    }


def _warnings() -> dict[str, str]:
    """Return what each warning that was gone over is called, by its code."""
    return {
        "already_booked": _("Second engineer for the order"),
        "late_arrival": _("Later than the promised arrival"),
        "late_finish": _("Later than the promised repair"),
        "too_early": _("Earlier than the customer wants"),
        "travel_gap": _("Too little time for the way"),
        "other_region": _("Engineer of another region"),
        "outside_shift": _("Outside the shift"),
        "skill_missing": _("Skill missing"),
        "skill_level": _("Skill level too low"),
        "refused_before": _("Refused this order before"),
        "lent_out": _("Lent to another region"),
        "customer_excludes": _("Not wanted by the customer"),
        "customer_wants_other": _("The customer wants somebody else"),
        "crew_apart": _("The two do not start together"),
    }
