// Whether an engineer suits at a time, told before anything is dropped. The server decides; this only foresees.
import { config, instantOf, minuteOf, state, w } from "./state";
import { OCCUPYING, type Booking, type Engineer, type Placing } from "./types";

export interface Verdict {
  hard: string[];
  soft: string[];
}
const DETOUR = 1.3;
const TOWN_KMH = 30;
const EARTH_KM = 6371;
const FAR_MINUTES = 240;

type Point = { lat?: number | null; lon?: number | null };

function km(a: Point, b: Point): number | null {
  const degrees = [a.lat, a.lon, b.lat, b.lon];
  if (degrees.some((one) => one === null || one === undefined)) return null;
  const [la, lo, lb, lp] = degrees.map((one) => (one! * Math.PI) / 180);
  const half = Math.sin((lb - la) / 2) ** 2 + Math.cos(la) * Math.cos(lb) * Math.sin((lp - lo) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, half))) * DETOUR;
}

// What does not depend on the time: certificates and skills, and a day that is off.
export function standing(engineer: Engineer, placing: Placing): Verdict {
  const [hard, soft]: string[][] = [[], []];
  const order = placing.order;
  const { shifts, leave } = engineer;
  const away = shifts.length ? leave.find(([from, to]) => shifts.every(([start, end]) => from <= start && end <= to)) : null;
  if (away) hard.push(w("away", { what: away[2] }));
  if (!shifts.length) soft.push(w("off_today"));
  if (!order) return { hard, soft };
  for (const kind of order.papers) {
    const until = engineer.papers[kind];
    const what = config.papers[kind] ?? String(kind);
    if (!until) hard.push(w("no_paper", { what }));
    else if (until < state.day!.day) hard.push(w("old_paper", { what }));
  }
  for (const [skill, needs] of Object.entries(order.skills)) {
    const has = engineer.skills[skill];
    const what = config.skills[skill] ?? skill;
    if (has === undefined) soft.push(w("no_skill", { what }));
    else if (has < needs) soft.push(w("low_skill", { what, has, needs }));
  }
  return { hard, soft };
}

export function taken(engineer: Engineer, except: Booking | null): Booking[] {
  return state.day!.bookings.filter(
    (b) => b.engineer === engineer.id && b.id !== except?.id && OCCUPYING.has(b.status),
  );
}

export function judge(engineer: Engineer, placing: Placing): Verdict {
  const { hard, soft } = standing(engineer, placing);
  const [start, end] = [placing.start, placing.start + placing.length];
  if (Date.parse(instantOf(end)) <= Date.now()) hard.push(w("past"));
  for (const [from, to, label] of engineer.leave) {
    const words = w("away", { what: label });
    if (from < end && to > start && !hard.includes(words)) hard.push(words);
  }
  const booked = taken(engineer, placing.booking);
  const clash = booked.find((b) => minuteOf(b.start_at) < end && minuteOf(b.end_at) > start);
  if (clash) hard.push(w("clash", { what: clash.number }));
  const { shifts } = engineer;
  if (shifts.length && !shifts.some(([from, to]) => from <= start && end <= to)) soft.push(w("outside_shift"));
  soft.push(...promises(placing, start, end));
  const missing = clash ? 0 : wayShort(placing, booked, start, end);
  if (missing > 0) soft.push(w("travel", { n: missing }));
  return { hard, soft };
}

function promises(placing: Placing, start: number, end: number): string[] {
  const what = placing.order ?? placing.booking!;
  const found: string[] = [];
  if (what.arrive_by && start > minuteOf(what.arrive_by)) found.push(w("late_arrival"));
  else if (what.resolve_by && end > minuteOf(what.resolve_by)) found.push(w("late_finish"));
  const earliest = placing.order?.earliest_at;
  if (earliest && start < minuteOf(earliest)) found.push(w("too_early"));
  return found;
}

function wayShort(placing: Placing, booked: Booking[], start: number, end: number): number {
  const here = placing.order ?? placing.booking!;
  let worst = 0;
  if (here.lat === null || here.lat === undefined) return 0;
  for (const stop of booked) {
    const way = km(stop, here);
    const minutes = way === null ? 30 : Math.ceil((way / TOWN_KMH) * 60);
    const before = start - minuteOf(stop.end_at);
    const after = minuteOf(stop.start_at) - end;
    if (before >= 0 && before < FAR_MINUTES) worst = Math.max(worst, minutes - before);
    else if (after >= 0 && after < FAR_MINUTES) worst = Math.max(worst, minutes - after);
  }
  return worst;
}
