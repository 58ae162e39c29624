// The way from job to job, and how much too short the time for it is.
import { dayOf } from "./axis";
import { reckon, straight, type Point, type Way } from "./roads";
import { engineerOf, endOf, roundOf, startOf, state } from "./state";
import { OCCUPYING, type Booking, type Engineer } from "./types";

export const UNKNOWN_MINUTES = 30;
// A longer pause is no way from one job to the next.
export const FAR_MINUTES = 240;

// The way to a job: from the job before, or from where the day begins.
export interface Leg {
  before: Booking | null;
  next: Booking;
  way: Way;
  missing: number;
}

export function way(a: Point, b: Point, engineer: Engineer): Way | null {
  const line = straight(a, b);
  return line === null ? null : reckon(line, state.day?.slowness[engineer.region_id] ?? 1);
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
