// Placing an order or a booking on the grid: by pointing, by dragging, by keys. One ghost shows where, and whether it suits.
import { judge, type Verdict } from "./fit";
import { grid, percent, spanMinutes } from "./grid";
import { icon, make } from "./make";
import { clock, engineerOf, engineers, minuteOf, nowMinute, say, snap, state, w } from "./state";
import type { Booking, Order, Placing } from "./types";

const SHORTEST = 15;
const EDGE = 48;
const EDGE_STEP = 14;

export function placingOf(order: Order | null, booking: Booking | null): Placing {
  const start = booking ? minuteOf(booking.start_at) : 0;
  const length = booking ? minuteOf(booking.end_at) - start : Math.max(SHORTEST, snap(order!.minutes));
  return { order, booking, engineer: booking?.engineer ?? null, start, length };
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
  const minute = state.from + ((x - box.left) / box.width) * spanMinutes();
  return { engineer: Number(row.dataset.engineer), minute };
}

export function put(engineer: number, start: number, length = state.placing!.length): void {
  const placing = state.placing!;
  const was = `${placing.engineer} ${placing.start} ${placing.length}`;
  placing.engineer = engineer;
  placing.length = Math.max(SHORTEST, Math.min(length, 1440));
  placing.start = Math.max(0, Math.min(start, 1440 - SHORTEST));
  // Most movements of the pointer stay within a quarter of an hour.
  if (was !== `${placing.engineer} ${placing.start} ${placing.length}` || !ghost()) drawGhost();
}

export function verdict(): Verdict | null {
  const engineer = engineerOf(state.placing?.engineer ?? null);
  return engineer && state.placing ? judge(engineer, state.placing) : null;
}

export function drawGhost(): HTMLElement | null {
  clearGhost();
  const placing = state.placing;
  const found = verdict();
  const lane = grid.querySelector<HTMLElement>(`.grid-row[data-engineer="${placing?.engineer}"] .lane`);
  if (!placing || !found || !lane) return null;
  const tone = found.hard.length ? "bad" : found.soft.length ? "warn" : "good";
  const picture = { bad: "ban", warn: "alert-triangle", good: "circle-check" }[tone];
  const time = `${clock(placing.start)}–${clock(placing.start + placing.length)}`;
  const ghost = make("div", `ghost ghost-${tone}`, {}, make("span", "ghost-time", {}, icon(picture), time));
  ghost.style.left = `${percent(placing.start)}%`;
  ghost.style.width = `${(placing.length / spanMinutes()) * 100}%`;
  lane.append(ghost);
  if (tone !== "good") explain(ghost, found);
  return ghost;
}

export function clearGhost(): void {
  grid.querySelector(".ghost")?.remove();
  document.querySelector(".board-tip")?.remove();
}

// Why not, or what to think about, right below the ghost.
function explain(beside: HTMLElement, found: Verdict): void {
  const lines = [...found.hard.map((text) => make("li", "is-hard", {}, text)), ...found.soft.map((text) => make("li", "", {}, text))];
  const tip = make("ul", "board-tip", { "aria-hidden": "true" }, ...lines);
  document.body.append(tip);
  const [at, size] = [beside.getBoundingClientRect(), tip.getBoundingClientRect()];
  const below = at.bottom + 6 + size.height < window.innerHeight;
  tip.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
  tip.style.top = `${below ? at.bottom + 6 : at.top - size.height - 6}px`;
}

export function ghost(): HTMLElement | null {
  return grid.querySelector<HTMLElement>(".ghost");
}

// Where keys begin: the first engineer, the next quarter of an hour of the working day.
export function beginByKeys(): void {
  const placing = state.placing!;
  const first = engineerOf(placing.engineer) ?? engineers()[0];
  if (!first) return;
  const opens = first.shifts[0]?.[0] ?? 510;
  const start = placing.booking ? placing.start : Math.max(Math.ceil(nowMinute() / 15) * 15, opens);
  put(first.id, Math.min(start, 1440 - placing.length));
  tell();
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-15, 0], ArrowRight: [15, 0], PageUp: [-60, 0], PageDown: [60, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

// Returns whether the key moved the ghost.
export function steer(event: KeyboardEvent): boolean {
  const placing = state.placing;
  const step = STEPS[event.key];
  if (!placing || !step) return false;
  if (placing.engineer === null) beginByKeys();
  else if (event.shiftKey && step[0]) put(placing.engineer, placing.start, placing.length + step[0]);
  else {
    const rows = engineers();
    const at = rows.findIndex((one) => one.id === placing.engineer) + step[1];
    put((rows[at] ?? engineerOf(placing.engineer)!).id, placing.start + step[0]);
  }
  tell();
  return true;
}

function tell(): void {
  const found = verdict();
  const engineer = engineerOf(state.placing?.engineer ?? null);
  if (!found || !engineer) return;
  const time = `${clock(state.placing!.start)}–${clock(state.placing!.start + state.placing!.length)}`;
  say([w("slot", { name: engineer.name, time }), ...found.hard, ...found.soft].join(". "));
  ghost()?.scrollIntoView({ block: "nearest", inline: "nearest" });
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
