// Placing an order or bookings on the grid: by pointing, by dragging, by keys. Ghosts show where, and whether it suits.
import { minuteAt, place, step } from "./axis";
import { judge, type Verdict } from "./fit";
import { grid, laneOf, reveal, shownRows } from "./grid";
import { icon, make } from "./make";
import { endOf, engineerOf, engineers, minuteOf, nowMinute, say, snap, span, startOf, state, w } from "./state";
import type { Booking, Order, Piece, Placing } from "./types";

const SHORTEST = 15;
const LONGEST = 1440;
const EDGE = 48;
const EDGE_STEP = 14;

export function placingOf(order: Order | null, booking: Booking | null, others: Booking[] = []): Placing {
  const start = booking ? startOf(booking) : order?.mate_at ? minuteOf(order.mate_at) : 0;
  const length = booking ? endOf(booking) - start : Math.max(SHORTEST, snap(order!.minutes));
  return { order, booking, engineer: booking?.engineer ?? null, start, length, others };
}

// What moves, each at its new place: the others by the same shift, and to the same engineer when that is another one.
export function piecesOf(placing: Placing): Piece[] {
  const { booking, engineer, start } = placing;
  if (!booking) return [placing];
  const shift = start - startOf(booking);
  const others = placing.others.map((other) => ({
    order: null,
    booking: other,
    engineer: engineer === booking.engineer ? other.engineer : engineer,
    start: startOf(other) + shift,
    length: endOf(other) - startOf(other),
  }));
  return [placing, ...others];
}

export interface Spot {
  engineer: number;
  minute: number;
}

export function spotAt(x: number, y: number): Spot | null {
  const row = document.elementFromPoint(x, y)?.closest<HTMLElement>(".grid-row");
  const lane = row?.querySelector<HTMLElement>(".lane");
  if (!row || !lane) return null;
  const box = lane.getBoundingClientRect();
  return { engineer: Number(row.dataset.engineer), minute: minuteAt((x - box.left) / box.width) };
}

export function put(engineer: number, start: number, length = state.placing!.length): void {
  const placing = state.placing!;
  const was = `${placing.engineer} ${placing.start} ${placing.length}`;
  const isLong = placing.booking && endOf(placing.booking) - startOf(placing.booking) > LONGEST;
  placing.engineer = engineer;
  placing.length = Math.max(SHORTEST, isLong ? length : Math.min(length, LONGEST));
  placing.start = Math.max(0, Math.min(start, state.day!.minutes - SHORTEST));
  // Most movements of the pointer stay within a quarter of an hour.
  if (was !== `${placing.engineer} ${placing.start} ${placing.length}` || !ghost()) drawGhosts();
}

// What stands against it; of several, whose it is.
export function verdict(): Verdict | null {
  const { placing } = state;
  if (!placing || placing.engineer === null) return null;
  const pieces = piecesOf(placing);
  const all: Verdict = { hard: [], soft: [] };
  for (const piece of pieces) {
    const found = verdictOf(piece, pieces);
    const named = (text: string): string => (pieces.length > 1 ? `${piece.booking!.number} ${text}` : text);
    all.hard.push(...(found?.hard ?? []).map(named));
    all.soft.push(...(found?.soft ?? []).map(named));
  }
  return all;
}

function verdictOf(piece: Piece, pieces: Piece[]): Verdict | null {
  const engineer = engineerOf(piece.engineer);
  if (!engineer) return null;
  const moving = new Set(pieces.flatMap((one) => (one.booking ? [one.booking.id] : [])));
  const found = judge(engineer, piece, moving);
  const clash = pieces.find((other) => other !== piece && other.engineer === piece.engineer
    && other.start < piece.start + piece.length && other.start + other.length > piece.start);
  if (clash) found.hard.push(w("clash", { what: clash.booking!.number }));
  return found;
}

const MOST_LINES = 6;
export function drawGhosts(): void {
  clearGhosts();
  const { placing } = state;
  if (!placing || placing.engineer === null) return;
  const pieces = piecesOf(placing);
  const found = verdict()!;
  for (const piece of pieces) drawGhost(piece, verdictOf(piece, pieces), piece === placing);
  const lead = ghost();
  if (lead && (found.hard.length || found.soft.length)) explain(lead, found);
}

function drawGhost(piece: Piece, found: Verdict | null, isLead: boolean): void {
  const lane = piece.engineer === null ? null : laneOf(piece.engineer);
  if (!lane || !found) return;
  const tone = found.hard.length ? "bad" : found.soft.length ? "warn" : "good";
  const picture = { bad: "ban", warn: "alert-triangle", good: "circle-check" }[tone];
  const time = span(piece.start, piece.start + piece.length);
  const css = `ghost ghost-${tone}${isLead ? " ghost-lead" : ""}`;
  const made = make("div", css, {}, make("span", "ghost-time", {}, icon(picture), time));
  place(made, piece.start, piece.start + piece.length);
  lane.append(made);
}

export function clearGhosts(): void {
  grid.querySelectorAll(".ghost").forEach((one) => one.remove());
  document.querySelector(".board-tip")?.remove();
}

// Why not, or what to think about, right below the ghost.
function explain(beside: HTMLElement, found: Verdict): void {
  const lines = [...found.hard.map((text) => make("li", "is-hard", {}, text)), ...found.soft.map((text) => make("li", "", {}, text))];
  const shown = lines.slice(0, MOST_LINES);
  if (lines.length > MOST_LINES) shown.push(make("li", "", {}, w("and_more", { n: lines.length - MOST_LINES })));
  const tip = make("ul", "board-tip", { "aria-hidden": "true" }, ...shown);
  document.body.append(tip);
  const [at, size] = [beside.getBoundingClientRect(), tip.getBoundingClientRect()];
  const below = at.bottom + 6 + size.height < window.innerHeight;
  tip.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
  tip.style.top = `${below ? at.bottom + 6 : at.top - size.height - 6}px`;
}

export function ghost(): HTMLElement | null {
  return grid.querySelector<HTMLElement>(".ghost-lead");
}

// Where keys begin: the first engineer, the next quarter of an hour of a working day.
export function beginByKeys(): void {
  const placing = state.placing!;
  const first = engineerOf(placing.engineer) ?? shownRows()[0] ?? engineers()[0];
  if (!first) return;
  const now = Math.ceil(nowMinute() / 15) * 15;
  const opens = first.shifts.find(([, end]) => end > now)?.[0] ?? first.shifts[0]?.[0] ?? 510;
  const start = placing.booking || placing.order?.mate_at ? placing.start : Math.max(now, opens);
  put(first.id, Math.min(start, state.day!.minutes - placing.length));
  tell();
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-15, 0], ArrowRight: [15, 0], PageUp: [-60, 0], PageDown: [60, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

// Returns whether the key moved the ghost.
export function steer(event: KeyboardEvent): boolean {
  const placing = state.placing;
  const by = STEPS[event.key];
  if (!placing || !by) return false;
  if (placing.engineer === null) beginByKeys();
  else if (event.shiftKey && by[0] && !placing.others.length) put(placing.engineer, placing.start, placing.length + by[0]);
  else {
    const rows = shownRows();
    const at = rows.findIndex((one) => one.id === placing.engineer) + by[1];
    const to = (rows[at] ?? engineerOf(placing.engineer)!).id;
    reveal(to, placing.start);
    put(to, by[0] ? step(placing.start, by[0]) : placing.start);
  }
  tell();
  return true;
}

function tell(): void {
  const { placing } = state;
  const engineer = engineerOf(placing?.engineer ?? null);
  const found = verdict();
  if (!found || !engineer || !placing) return;
  reveal(engineer.id, placing.start);
  if (!ghost()) drawGhosts();
  say([w("slot", { name: engineer.name, time: span(placing.start, placing.start + placing.length) }), ...found.hard, ...found.soft].join(". "));
}

export function scrollNearEdge(x: number, y: number): void {
  const box = grid.getBoundingClientRect();
  const [dx, dy] = [
    x < box.left + EDGE ? -EDGE_STEP : x > box.right - EDGE ? EDGE_STEP : 0,
    y < box.top + EDGE ? -EDGE_STEP : y > box.bottom - EDGE ? EDGE_STEP : 0,
  ];
  const isInside = x > box.left - EDGE && x < box.right + EDGE && y > box.top - EDGE && y < box.bottom + EDGE;
  if (isInside && (dx || dy)) grid.scrollBy(dx, dy);
}

