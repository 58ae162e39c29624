// One booking as a block: what it is, how it stands, how urgent it is; colour says one of these, signs say all.
import { percent, place } from "./axis";
import { icon, make, priority } from "./make";
import { config, endOf, hour, minuteOf, moment, span, startOf, state, w } from "./state";
import type { Leg } from "./travel";
import { MOVABLE, type Booking, type Word } from "./types";

const COLOURS: Record<string, string> = {
  proposed: "grey", scheduled: "amber", dispatched: "blue", accepted: "blue", traveling: "indigo", on_site: "indigo",
  on_break: "indigo", done: "green", cannot_complete: "red",
};
export const ICONS: Record<string, string> = {
  proposed: "bulb", scheduled: "calendar", dispatched: "send", accepted: "thumb-up", traveling: "car",
  on_site: "map-pin-check", on_break: "coffee", done: "circle-check", cannot_complete: "alert-triangle",
};
const URGENCY: Record<number, string> = { 1: "red", 2: "amber", 3: "blue", 4: "grey" };
export const WORDS: Record<Word, string> = { asked: "mail", confirmed: "calendar-check", wished: "calendar-question", call: "phone-off" };
export const LOCKS: Record<string, string> = { none: "pinned-off", engineer: "user-pin", time: "clock-pin", both: "pinned" };
// A block that takes less of the row has no room for its time, or for its words.
const SHORT_PX = 84;
const TINY_PX = 34;
const SLIVER_PX = 15;

export const canMove = (booking: Booking): boolean => config.may_dispatch && MOVABLE.has(booking.status);
export const isLocked = (booking: Booking): boolean => Boolean(booking.lock && booking.lock !== "none");

export function isLate(booking: Booking): boolean {
  const { arrive_by, resolve_by } = booking;
  return Boolean(
    (arrive_by && startOf(booking) > minuteOf(arrive_by)) || (resolve_by && endOf(booking) > minuteOf(resolve_by)),
  );
}

export function colourOf(booking: Booking): string {
  return (state.colours === "status" ? COLOURS[booking.status] : URGENCY[booking.priority]) ?? "grey";
}

export function drawBlock(booking: Booking, lanePx: number, leg?: Leg): HTMLElement {
  const [start, end] = [startOf(booking), endOf(booking)];
  const width = ((percent(end) - percent(start)) / 100) * lanePx;
  const late = isLate(booking);
  const words = describe(booking, late, leg);
  const css = [
    "block", `block-${colourOf(booking)}`, `block-is-${booking.status}`, late && "block-late",
    canMove(booking) && "block-movable", width < SHORT_PX && "block-short", width < TINY_PX && "block-tiny", width < SLIVER_PX && "block-sliver",
    state.busy.has(booking.id) && "block-busy", state.picked.has(booking.id) && "picked",
    isMoving(booking) && "block-placing",
  ].filter(Boolean).join(" ");
  const block = make("button", css, { type: "button", "data-booking": String(booking.id), "aria-label": words, title: words });
  if (canMove(booking)) block.setAttribute("aria-pressed", String(state.picked.has(booking.id)));
  block.append(drawHead(booking, start, late), make("span", "block-subject", {}, booking.subject));
  if (canMove(booking)) block.append(make("span", "grip grip-start"), make("span", "grip grip-end"));
  place(block, start, end);
  return block;
}

function isMoving({ id }: Booking): boolean {
  const placing = state.placing;
  return placing?.booking?.id === id || Boolean(placing?.others.some((other) => other.id === id));
}

function drawHead(booking: Booking, start: number, late: boolean): HTMLElement {
  const head = make("span", "block-head", {}, icon(ICONS[booking.status] ?? "calendar"));
  if (booking.priority <= 2 || state.colours === "priority") head.append(priority(booking.priority, false));
  if (late) head.append(icon("alarm"));
  if (booking.crew) head.append(icon("users"));
  if (isLocked(booking)) head.append(icon(LOCKS[booking.lock!] ?? "pinned"));
  if (booking.order_status === "on_hold") head.append(icon("player-pause"));
  head.append(...wordSigns(booking));
  head.append(make("span", "block-time", {}, hour(start)));
  return head;
}

// What the customer says to the time, and that the engineer says nothing.
function wordSigns({ word, unanswered_at }: Booking): HTMLElement[] {
  const sign = (picture: string, css: string): HTMLElement => make("span", `block-word ${css}`, {}, icon(picture));
  const found = word ? [sign(WORDS[word], `word-${word}`)] : [];
  if (unanswered_at) found.push(sign("message-off", "word-silent"));
  return found;
}

export function silence({ dispatched_at, unanswered_at }: Booking): string {
  if (!dispatched_at) return "";
  return w(unanswered_at ? "engineer_late" : "engineer_silent", { time: moment(dispatched_at) });
}

// The block in words, for the pointer that rests on it and for whoever listens.
function describe(booking: Booking, late: boolean, leg?: Leg): string {
  const said = [
    `${span(startOf(booking), endOf(booking))} ${booking.number} ${booking.subject}`,
    w(`status_${booking.status}`), w(`priority_${booking.priority}`),
  ];
  if (booking.crew) said.push(together(booking));
  if (late) said.push(w("promise_broken"));
  if (isLocked(booking)) said.push(w(`lock_${booking.lock}`));
  if (booking.word) said.push(w(`word_${booking.word}`));
  if (booking.word === "wished" && booking.wish) said.push(booking.wish);
  if (booking.unanswered_at) said.push(silence(booking));
  if (leg) said.push(w("way_before", { n: leg.way.minutes }));
  if (leg?.missing) said.push(w("travel", { n: leg.missing }));
  return said.join(" · ");
}

// Who goes along, or that somebody is still to be found.
export const together = ({ mates }: Booking): string =>
  mates?.length ? w("mates", { names: mates.join("、") }) : w("mate_missing");

// What the colours mean, below the grid.
export function drawLegend(): HTMLElement {
  const list = make("ul", "board-legend", { "aria-label": w("legend") });
  const line = (colour: string, sign: Element, text: string): void => {
    list.append(make("li", `block-${colour}`, {}, make("span", "legend-patch", {}, sign), text));
  };
  if (state.colours === "status")
    for (const status of ["scheduled", "dispatched", "traveling", "done", "cannot_complete"])
      line(COLOURS[status], icon(ICONS[status]), w(`legend_${status}`));
  else for (const level of [1, 2, 3, 4]) line(URGENCY[level], priority(level, false), w(`priority_${level}`));
  return list;
}
