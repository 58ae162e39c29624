// The grid: one row an engineer, of which only those in sight are drawn; the hours above, the present moment across.
import { hourPx, labelMinutes, percent, spanMinutes, widen } from "./axis";
import { standing } from "./fit";
import { drawLane } from "./lanes";
import { lunches } from "./lunch";
import { icon, make } from "./make";
import { clock, config, endOf, engineers, hour, minuteOf, nowMinute, startOf, state, w } from "./state";
import { taken } from "./travel";
import type { Engineer } from "./types";

export const grid = document.getElementById("board-day")!;
export const ROW_PX = 54;
const BEYOND = 4;
const MIN_NAME_PX = 168;
let rows: Engineer[] = [];
const drawn = new Map<number, HTMLElement>();

const body = (): HTMLElement | null => grid.querySelector<HTMLElement>(".grid-body");
export const rowOf = (engineer: number): number => rows.findIndex((one) => one.id === engineer);
export const shownRows = (): Engineer[] => rows;
export const laneOf = (engineer: number): HTMLElement | null =>
  drawn.get(engineer)?.querySelector<HTMLElement>(".lane") ?? null;

export function drawGrid(): void {
  widen();
  rows = state.isChosen && state.placing ? fittestFirst(engineers()) : engineers();
  const lines = make("div", "grid-body", { role: "rowgroup" });
  lines.style.height = `${rows.length * ROW_PX}px`;
  if (!rows.length) {
    const text = state.find ? w("nothing_matches") : w("no_engineers");
    lines.append(make("p", "board-empty", {}, icon("users"), text));
  }
  const keep = [grid.scrollLeft, grid.scrollTop];
  const table = make("div", "day-grid", { role: "grid", "aria-rowcount": String(rows.length + 1), "aria-label": w("engineers") });
  table.append(drawHours(), lines);
  table.style.setProperty("--hours", String(spanMinutes() / 60));
  table.style.setProperty("--hour", `${hourPx()}px`);
  table.style.setProperty("--lines", String(spanMinutes() / labelMinutes()));
  table.classList.toggle("grid-many", config.span > 1);
  drawn.clear();
  grid.replaceChildren(table);
  grid.removeAttribute("aria-busy");
  [grid.scrollLeft, grid.scrollTop] = keep;
  drawRows();
  drawNow();
  drawDues();
}

// Draws the rows that came into sight and forgets those that left it; says whether any came.
export function drawRows(): boolean {
  const lines = body();
  if (!lines || !state.day) return false;
  const first = Math.max(0, Math.floor(grid.scrollTop / ROW_PX) - BEYOND);
  const last = Math.min(rows.length, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW_PX) + BEYOND);
  const wanted = new Set(rows.slice(first, last).map((one) => one.id));
  for (const [id, row] of drawn) {
    if (wanted.has(id) || row.contains(document.activeElement)) continue;
    row.remove();
    drawn.delete(id);
  }
  const lanePx = Math.max(lines.clientWidth, (spanMinutes() / 60) * hourPx()) - MIN_NAME_PX;
  let came = false;
  // From the last to the first: whoever reads row after row meets them in their order.
  let following: HTMLElement | null = null;
  for (let at = last - 1; at >= first; at--) {
    let row: HTMLElement | undefined = drawn.get(rows[at].id);
    if (!row) {
      row = drawRow(rows[at], at, lanePx);
      drawn.set(rows[at].id, row);
      lines.insertBefore(row, following ?? lines.querySelector(":scope > :not(.grid-row)"));
      came = true;
    }
    following = row;
  }
  return came;
}

function fittestFirst(all: Engineer[]): Engineer[] {
  const rank = (engineer: Engineer): number => {
    const { hard, soft } = standing(engineer, state.placing!);
    return hard.length ? 100 : soft.length;
  };
  return all.map((row) => [rank(row), row] as const).sort((a, b) => a[0] - b[0]).map(([, row]) => row);
}

function drawHours(): HTMLElement {
  const head = make("div", "grid-head", { role: "row", "aria-rowindex": "1" });
  head.append(make("div", "grid-corner", { role: "columnheader" }, `${w("engineers")} ${rows.length}`));
  const hours = make("div", "grid-hours", { role: "columnheader" });
  for (const [on, start] of state.day!.days) {
    if (config.span > 1) hours.append(drawDayName(on, start));
    for (let minute = start + state.from; minute < start + state.to; minute += labelMinutes()) {
      const time = hour(minute);
      const mark = make("span", "grid-hour", {}, config.span === 1 ? time : String(Number(time.slice(0, 2))));
      mark.style.left = `${percent(minute)}%`;
      hours.append(mark);
    }
  }
  head.append(hours);
  return head;
}

const dayName = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
  month: "numeric", day: "numeric", weekday: "short", timeZone: "UTC",
});
function drawDayName(on: string, start: number): HTMLElement {
  const name = make("button", "grid-day", { type: "button", "data-day": on }, dayName.format(new Date(`${on}T12:00:00Z`)));
  const now = nowMinute();
  if (now >= start && now < start + 1440) name.classList.add("grid-today");
  name.title = w("open_day");
  name.style.left = `${percent(start + state.from)}%`;
  name.style.width = `${100 / state.day!.days.length}%`;
  return name;
}

function drawRow(engineer: Engineer, at: number, lanePx: number): HTMLElement {
  const css = `grid-row${state.engineer === engineer.id ? " grid-row-chosen" : ""}`;
  const row = make("div", css, { role: "row", "data-engineer": String(engineer.id), "aria-rowindex": String(at + 2) });
  row.style.top = `${at * ROW_PX}px`;
  row.append(drawEngineer(engineer), drawLane(engineer, lanePx));
  return row;
}

function drawEngineer(engineer: Engineer): HTMLElement {
  const shift = engineer.shifts.reduce((sum, [from, to]) => sum + to - from, 0);
  const booked = taken(engineer.id).reduce((sum, b) => sum + endOf(b) - startOf(b), 0);
  const hours = (minutes: number): string => String(Math.round(minutes / 6) / 10);
  const load = shift ? w("booked", { booked: hours(booked), shift: hours(shift) }) : w(config.span === 1 ? "off_today" : "off_these_days");
  const bar = make("span", "load", { "aria-hidden": "true" });
  bar.style.setProperty("--load", `${shift ? Math.min(100, (booked / shift) * 100) : 0}%`);
  const head = make("div", "grid-name", { role: "rowheader", title: `${engineer.name} · ${engineer.loan ?? engineer.centre} · ${load}` });
  head.append(
    make("span", "grid-who", {}, make("strong", "", {}, engineer.name), make("small", "grid-load", {}, load)),
    make("small", "grid-centre", {}, engineer.loan ?? engineer.centre, drawNoLunch(engineer)), bar,
  );
  if (state.placing) head.append(drawStanding(engineer, head));
  return head;
}

function drawNoLunch(engineer: Engineer): HTMLElement | null {
  const hungry = config.span === 1 && lunches(engineer).some((one) => one.isMissing);
  return hungry ? make("span", "no-lunch", { title: w("no_lunch"), role: "img", "aria-label": w("no_lunch") }, icon("soup-off")) : null;
}

function drawStanding(engineer: Engineer, head: HTMLElement): HTMLElement {
  const { hard, soft } = standing(engineer, state.placing!);
  const tone = hard.length ? "bad" : soft.length ? "warn" : "good";
  const picture = { bad: "ban", warn: "alert-triangle", good: "circle-check" }[tone];
  head.classList.add(`stands-${tone}`);
  head.title = [...hard, ...soft].join("\n") || w("fits");
  return make("span", `standing standing-${tone}`, {}, icon(picture), hard[0] ?? soft[0] ?? w("fits"));
}

function across(css: string, minute: number, title: string, ...inside: (Node | string)[]): void {
  const line = make("span", css, { title }, ...inside);
  line.style.setProperty("--at", String(percent(minute) / 100));
  body()?.append(line);
}

export function drawNow(): void {
  grid.querySelector(".now-line")?.remove();
  const now = nowMinute();
  if (!state.day || now < 0 || now > state.day.minutes) return;
  across("now-line", now, `${w("now")} ${clock(Math.floor(now))}`);
}

// While something is placed: until when it was promised, and from when the customer wants it.
export function drawDues(): void {
  grid.querySelectorAll(".due-line").forEach((line) => line.remove());
  const what = state.placing?.order ?? state.placing?.booking;
  if (!what || !state.day || state.placing?.others.length) return;
  const dues: [string | null | undefined, string][] = [
    [what.arrive_by, "on_site_by"], [what.resolve_by, "put_right_by"], [state.placing?.order?.earliest_at, "earliest"],
  ];
  for (const [moment, word] of dues) {
    const minute = moment ? minuteOf(moment) : -1;
    if (minute < 0 || minute > state.day.minutes) continue;
    const words = `${w(word)} ${hour(minute)}`;
    across(`due-line${word === "earliest" ? " due-earliest" : ""}`, minute, words, make("span", "", {}, words));
  }
}

// Brings a row, and a time of it, into sight.
export function reveal(engineer: number, minute: number): void {
  const at = rowOf(engineer);
  const lines = body();
  if (at < 0 || !lines) return;
  const head = grid.querySelector<HTMLElement>(".grid-head")!.offsetHeight;
  const top = at * ROW_PX;
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + ROW_PX + head > grid.scrollTop + grid.clientHeight) grid.scrollTop = top + ROW_PX + head - grid.clientHeight;
  const name = lines.querySelector<HTMLElement>(".grid-name")?.offsetWidth ?? MIN_NAME_PX;
  const left = (percent(minute) / 100) * (lines.clientWidth - name);
  const room = grid.clientWidth - name;
  if (left < grid.scrollLeft) grid.scrollLeft = left - 20;
  else if (left > grid.scrollLeft + room - 60) grid.scrollLeft = left - room + 120;
  drawRows();
}

export function startGrid(shown: () => void): void {
  let asked = 0;
  const look = (): void => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      if (drawRows()) shown();
    });
  };
  grid.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(grid);
}
