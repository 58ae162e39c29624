// What lies in an engineer's lane behind and between the blocks: hours off, leave, lunch, and the way from job to job.
import { percent, place } from "./axis";
import { drawBlock } from "./blocks";
import { lunches } from "./lunch";
import { icon, make } from "./make";
import { config, endOf, roundOf, startOf, state, w } from "./state";
import { legs, type Leg } from "./travel";
import type { Engineer } from "./types";

const ROOM_FOR_ICON_PX = 20;
const VISIBLE_PX = 2;

export function drawLane(engineer: Engineer, lanePx: number): HTMLElement {
  const lane = make("div", "lane", { role: "gridcell", "aria-label": engineer.name });
  const ways = legs(engineer);
  const toBooking = new Map(ways.map((leg) => [leg.next.id, leg]));
  lane.append(
    ...gaps(engineer.shifts).map(([from, to]) => stretch("lane-off", from, to)),
    ...lunches(engineer).filter((one) => !one.isMissing).map((one) => drawLunch(one.from, one.to)),
    ...engineer.leave.map(([from, to, label]) => stretch("lane-leave", from, to, icon("beach"), label)),
    ...ways.flatMap((leg) => drawLeg(leg, lanePx)),
    ...roundOf(engineer.id).map((booking) => drawBlock(booking, lanePx, toBooking.get(booking.id))),
  );
  return lane;
}

function stretch(css: string, from: number, to: number, ...inside: (Node | string)[]): HTMLElement {
  const made = make("span", css, {}, ...inside);
  place(made, from, to);
  return made;
}

function drawLunch(from: number, to: number): HTMLElement {
  const lunch = stretch("lane-lunch", from, to, config.span === 1 ? icon("soup") : "");
  lunch.title = w("lunch");
  return lunch;
}

// A thin line before the job, as long as the way; where there is too little time, all of the gap and how much is missing.
function drawLeg({ before, next, way, missing }: Leg, lanePx: number): HTMLElement[] {
  const end = startOf(next);
  const start = before ? Math.max(endOf(before), end - way.minutes) : end - way.minutes;
  const px = ((percent(end) - percent(start)) / 100) * lanePx;
  const title = w("way", { n: way.minutes, km: Math.round(way.km * 10) / 10 });
  if (missing) {
    const mark = make("span", "leg-missing", { title: `${title} · ${w("travel", { n: missing })}` }, icon("alert-triangle"));
    mark.style.left = `${(percent(start) + percent(end)) / 2}%`;
    const line = stretch("leg leg-short", start, end);
    return [line, mark];
  }
  if (px < VISIBLE_PX) return [];
  const line = stretch(before ? "leg" : "leg leg-first", start, end);
  line.title = title;
  if (px >= ROOM_FOR_ICON_PX) line.append(icon("car"));
  return [line];
}

function gaps(shifts: [number, number][]): [number, number][] {
  const found: [number, number][] = [];
  let at = 0;
  for (const [from, to] of shifts) {
    if (from > at) found.push([at, from]);
    at = Math.max(at, to);
  }
  if (at < state.day!.minutes) found.push([at, state.day!.minutes]);
  return found;
}
