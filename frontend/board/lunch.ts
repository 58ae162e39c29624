// Lunch: a pause the shift itself leaves open, else the first free stretch of the hours in which one eats.
import { config, endOf, startOf, state } from "./state";
import { taken } from "./travel";
import type { Engineer } from "./types";

export interface Lunch {
  from: number;
  to: number;
  isMissing: boolean;
}
// A pause as the planner takes it for one.
const PAUSE_MINUTES = [20, 180];

export function lunches(engineer: Engineer): Lunch[] {
  const found = state.day!.days.map(([, start]) => ofDay(engineer, start));
  return found.filter((one): one is Lunch => one !== null);
}

function ofDay(engineer: Engineer, day: number): Lunch | null {
  const shifts = engineer.shifts.filter(([from, to]) => from < day + 1440 && to > day);
  const isAway = (from: number, to: number): boolean => engineer.leave.some(([start, end]) => start < to && end > from);
  for (let n = 1; n < shifts.length; n++) {
    const [from, to] = [shifts[n - 1][1], shifts[n][0]];
    const isPause = to - from >= PAUSE_MINUTES[0] && to - from <= PAUSE_MINUTES[1];
    if (isPause && !isAway(from, to)) return { from, to, isMissing: false };
  }
  const [opens, closes, length, long] = [day + config.lunch[0], day + config.lunch[1], config.lunch[2], config.lunch[3]];
  const [begins, ends] = [shifts[0]?.[0] ?? closes, shifts[shifts.length - 1]?.[1] ?? opens];
  if (ends - begins < long || begins > opens || ends < closes || isAway(opens, closes)) return null;
  return freeStretch(engineer, opens, closes, length);
}

function freeStretch(engineer: Engineer, opens: number, closes: number, length: number): Lunch {
  const busy = taken(engineer.id).map((b) => [startOf(b), endOf(b)]);
  const isFree = (from: number): boolean => from + length <= closes && busy.every(([start, end]) => end <= from || start >= from + length);
  const usual = Math.round((opens + closes - length) / 2 / 15) * 15;
  const begins = [usual, opens, ...busy.map(([, end]) => end).filter((end) => end >= opens)];
  const from = begins.find(isFree);
  return from === undefined ? { from: opens, to: closes, isMissing: true } : { from, to: from + length, isMissing: false };
}
