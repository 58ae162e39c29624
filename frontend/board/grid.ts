// The grid: one row an engineer, one block a booking; shifts, leave and the present moment behind them.
import { standing, taken } from "./fit";
import { icon, make, priority } from "./make";
import { clock, config, engineers, minuteOf, nowMinute, state, w } from "./state";
import { MOVABLE, type Booking, type Engineer } from "./types";

const COLOURS: Record<string, string> = {
  proposed: "grey", scheduled: "amber", dispatched: "blue", accepted: "blue", traveling: "indigo", on_site: "indigo",
  on_break: "indigo", done: "green", cannot_complete: "red",
};
const ICONS: Record<string, string> = {
  proposed: "bulb", scheduled: "calendar", dispatched: "send", accepted: "thumb-up", traveling: "car",
  on_site: "map-pin-check", on_break: "coffee", done: "circle-check", cannot_complete: "alert-triangle",
};
// A block that takes less of the row has no room for its time.
const SHORT_SHARE = 0.09;
export const grid = document.getElementById("board-day")!;

export const spanMinutes = (): number => state.to - state.from;
export const percent = (minute: number): number => ((minute - state.from) / spanMinutes()) * 100;

function place(element: HTMLElement, start: number, end: number): void {
  const from = Math.max(start, state.from);
  const to = Math.min(end, state.to);
  element.style.left = `${percent(from)}%`;
  element.style.width = `${(Math.max(to - from, 0) / spanMinutes()) * 100}%`;
}

export function drawGrid(): void {
  widen();
  const rows = state.isChosen && state.placing ? fittestFirst(engineers()) : engineers();
  const byEngineer = new Map<number, Booking[]>();
  for (const booking of state.day!.bookings) {
    const row = byEngineer.get(booking.engineer);
    if (row) row.push(booking);
    else byEngineer.set(booking.engineer, [booking]);
  }
  const body = make("div", "grid-body", { role: "rowgroup" });
  body.style.setProperty("--hours", String(spanMinutes() / 60));
  body.append(...rows.map((engineer) => drawRow(engineer, byEngineer.get(engineer.id) ?? [])));
  if (!rows.length) {
    const text = state.find ? w("nothing_matches") : w("no_engineers");
    body.append(make("p", "board-empty", {}, icon("users"), text));
  }
  const keep = [grid.scrollLeft, grid.scrollTop];
  const table = make("div", "day-grid", { role: "grid", "aria-rowcount": String(rows.length) }, drawHours(), body);
  table.style.setProperty("--hours", String(spanMinutes() / 60));
  grid.replaceChildren(table);
  grid.removeAttribute("aria-busy");
  [grid.scrollLeft, grid.scrollTop] = keep;
  drawNow();
}

function fittestFirst(rows: Engineer[]): Engineer[] {
  const rank = (engineer: Engineer): number => {
    const { hard, soft } = standing(engineer, state.placing!);
    return hard.length ? 100 : soft.length;
  };
  return rows.map((row) => [rank(row), row] as const).sort((a, b) => a[0] - b[0]).map(([, row]) => row);
}

// Bookings outside the usual hours open the whole day.
function widen(): void {
  const outside = state.day!.bookings.some((b) => {
    const [start, end] = [minuteOf(b.start_at), minuteOf(b.end_at)];
    return (start >= 0 && start < 360) || (end <= 1440 && end > 1320);
  });
  [state.from, state.to] = state.whole || outside ? [0, 1440] : [360, 1320];
}

function drawHours(): HTMLElement {
  const head = make("div", "grid-head", { role: "row" });
  head.append(make("div", "grid-corner", { role: "columnheader" }, `${w("engineers")} ${engineers().length}`));
  const hours = make("div", "grid-hours", { role: "columnheader" });
  for (let minute = state.from; minute < state.to; minute += 60) {
    const mark = make("span", "grid-hour", {}, clock(minute));
    mark.style.left = `${percent(minute)}%`;
    hours.append(mark);
  }
  head.append(hours);
  return head;
}

function drawRow(engineer: Engineer, bookings: Booking[]): HTMLElement {
  const row = make("div", "grid-row", { role: "row", "data-engineer": String(engineer.id) });
  const lane = make("div", "lane", { role: "gridcell", "aria-label": engineer.name });
  for (const [from, to] of gaps(engineer.shifts)) {
    const off = make("span", "lane-off");
    place(off, from, to);
    lane.append(off);
  }
  for (const [from, to, label] of engineer.leave) {
    const away = make("span", "lane-leave", {}, icon("beach"), label);
    place(away, from, to);
    lane.append(away);
  }
  lane.append(...bookings.map(drawBlock));
  row.append(drawEngineer(engineer), lane);
  return row;
}

function gaps(shifts: [number, number][]): [number, number][] {
  const found: [number, number][] = [];
  let at = state.from;
  for (const [from, to] of shifts) {
    if (from > at) found.push([at, from]);
    at = Math.max(at, to);
  }
  if (at < state.to) found.push([at, state.to]);
  return found;
}

function drawEngineer(engineer: Engineer): HTMLElement {
  const shift = engineer.shifts.reduce((sum, [from, to]) => sum + to - from, 0);
  const booked = taken(engineer, null).reduce((sum, b) => sum + minuteOf(b.end_at) - minuteOf(b.start_at), 0);
  const hours = (minutes: number): string => String(Math.round(minutes / 6) / 10);
  const load = shift ? w("booked", { booked: hours(booked), shift: hours(shift) }) : w("off_today");
  const bar = make("span", "load", { "aria-hidden": "true" });
  bar.style.setProperty("--load", `${shift ? Math.min(100, (booked / shift) * 100) : 0}%`);
  const head = make("div", "grid-name", { role: "rowheader" });
  head.append(make("strong", "", {}, engineer.name), make("small", "", {}, `${engineer.loan ?? engineer.centre} · ${load}`), bar);
  if (state.placing) head.append(drawStanding(engineer, head));
  return head;
}

function drawStanding(engineer: Engineer, head: HTMLElement): HTMLElement {
  const { hard, soft } = standing(engineer, state.placing!);
  const tone = hard.length ? "bad" : soft.length ? "warn" : "good";
  const picture = { bad: "ban", warn: "alert-triangle", good: "circle-check" }[tone];
  head.classList.add(`stands-${tone}`);
  head.title = [...hard, ...soft].join("\n") || w("fits");
  return make("span", `standing standing-${tone}`, {}, icon(picture), hard[0] ?? soft[0] ?? w("fits"));
}

export function drawBlock(booking: Booking): HTMLElement {
  const [start, end] = [minuteOf(booking.start_at), minuteOf(booking.end_at)];
  const late =
    (booking.arrive_by && start > minuteOf(booking.arrive_by)) ||
    (booking.resolve_by && end > minuteOf(booking.resolve_by));
  const canMove = config.may_dispatch && MOVABLE.has(booking.status);
  const words = `${clock(start)}–${clock(end)} ${booking.number} ${booking.subject} · ${w(`status_${booking.status}`)}`;
  const isShort = (end - start) / spanMinutes() < SHORT_SHARE;
  const css = ["block", `block-${COLOURS[booking.status]}`, late && "block-late", canMove && "block-movable", isShort && "block-short"]
    .filter(Boolean).join(" ");
  const block = make("button", css, { type: "button", "data-booking": String(booking.id), "aria-label": words, title: words });
  if (state.busy.has(booking.id)) block.classList.add("block-busy");
  if (state.placing?.booking?.id === booking.id) block.classList.add("block-placing");
  const head = make("span", "block-head", {}, icon(ICONS[booking.status] ?? "calendar"));
  if (booking.priority <= 2) head.append(priority(booking.priority, false));
  if (late) head.append(icon("alarm"));
  if (booking.order_status === "on_hold") head.append(icon("player-pause"));
  head.append(make("span", "block-time", {}, clock(start)));
  block.append(head, make("span", "block-subject", {}, booking.subject));
  if (canMove) block.append(make("span", "grip grip-start"), make("span", "grip grip-end"));
  place(block, start, end);
  return block;
}

export function drawNow(): void {
  grid.querySelector(".now-line")?.remove();
  const now = nowMinute();
  const body = grid.querySelector<HTMLElement>(".grid-body");
  if (!body || now < state.from || now > state.to) return;
  const line = make("span", "now-line", { title: `${w("now")} ${clock(Math.floor(now))}` });
  line.style.setProperty("--at", String((now - state.from) / spanMinutes()));
  body.append(line);
}
