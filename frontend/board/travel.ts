// The way from job to job, reckoned as the server reckons it: the straight line, a detour, and the speed of its length.
import { dayOf } from "./axis";
import { engineerOf, endOf, roundOf, startOf, state } from "./state";
import { OCCUPYING, type Booking, type Engineer } from "./types";

type Knots = [number, number][];
const DETOURS: Knots = [[0, 1.45], [3_000, 1.38], [15_000, 1.32], [60_000, 1.25], [300_000, 1.2]];
const SPEEDS_KMH: Knots = [[0, 14], [1_000, 18], [5_000, 26], [20_000, 40], [60_000, 62], [300_000, 85]];
const ARRIVAL_SECONDS = 180;
const EARTH_M = 6_371_008.8;
export const UNKNOWN_MINUTES = 30;
// A longer pause is no way from one job to the next.
export const FAR_MINUTES = 240;

export type Point = { lat?: number | null; lon?: number | null };
export interface Way {
  minutes: number;
  km: number;
}
// The way to a job: from the job before, or from where the day begins.
export interface Leg {
  before: Booking | null;
  next: Booking;
  way: Way;
  missing: number;
}

function between(knots: Knots, at: number): number {
  for (let n = 1; n < knots.length; n++) {
    const [[left, low], [right, high]] = [knots[n - 1], knots[n]];
    if (at <= right) return low + ((high - low) * (at - left)) / (right - left);
  }
  return knots[knots.length - 1][1];
}

function straight(a: Point, b: Point): number | null {
  const degrees = [a.lat, a.lon, b.lat, b.lon];
  if (degrees.some((one) => one === null || one === undefined)) return null;
  const [la, lo, lb, lp] = degrees.map((one) => (one! * Math.PI) / 180);
  const half = Math.sin((lb - la) / 2) ** 2 + Math.cos(la) * Math.cos(lb) * Math.sin((lp - lo) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

export function way(a: Point, b: Point, engineer: Engineer): Way | null {
  const line = straight(a, b);
  if (line === null) return null;
  if (line === 0) return { minutes: 0, km: 0 };
  const metres = line * between(DETOURS, line);
  const slow = state.day?.slowness[engineer.region_id] ?? 1;
  const seconds = Math.round(((metres * 3.6) / between(SPEEDS_KMH, line)) * slow + ARRIVAL_SECONDS);
  return { minutes: Math.ceil(seconds / 60), km: metres / 1000 };
}

export function taken(engineer: number): Booking[] {
  return roundOf(engineer).filter((b) => OCCUPYING.has(b.status));
}

export function legs(engineer: Engineer): Leg[] {
  const found: Leg[] = [];
  let last: Booking | null = null;
  for (const next of taken(engineer.id)) {
    const gap: number = last ? startOf(next) - endOf(last) : Infinity;
    const isNewDay: boolean = !last || dayOf(endOf(last)) !== dayOf(startOf(next));
    const before: Booking | null = isNewDay ? null : last;
    const road = way(before ?? engineer, next, engineer);
    if (road && (before || startOf(next) >= 0)) {
      const missing = before && gap < FAR_MINUTES ? Math.max(0, road.minutes - gap) : 0;
      if (road.minutes || missing) found.push({ before, next, way: road, missing });
    }
    if (!last || endOf(next) > endOf(last)) last = next;
  }
  return found;
}

export function legTo(booking: Booking): Leg | undefined {
  const engineer = engineerOf(booking.engineer);
  return engineer && legs(engineer).find((leg) => leg.next.id === booking.id);
}
