// The axis of time: of each day the hours that are shown, one day beside the other; the nights between are folded away.
import { config, state } from "./state";

// The least an hour may take, in pixels, and the hours between two labels.
const HOUR_PX: Record<number, number> = { 1: 43, 3: 18, 7: 8.5 };
const LABELS: Record<number, number> = { 1: 60, 3: 120, 7: 240 };
const BESIDE_MAP_PX = 30;
export const hourPx = (): number => {
  const px = HOUR_PX[config.span] ?? 43;
  return state.isMapOpen ? Math.min(px, BESIDE_MAP_PX) : px;
};
export const labelMinutes = (): number => (config.span === 1 && state.isMapOpen ? 120 : (LABELS[config.span] ?? 60));

const shownOfDay = (): number => state.to - state.from;
const starts = (): number[] => state.day!.days.map(([, start]) => start);
export const spanMinutes = (): number => shownOfDay() * state.day!.days.length;

export function dayOf(minute: number): number {
  const all = starts();
  let n = 0;
  while (n + 1 < all.length && all[n + 1] <= minute) n++;
  return n;
}

export const minuteOfDay = (minute: number): number => minute - starts()[dayOf(minute)];

export function percent(minute: number): number {
  const n = dayOf(minute);
  const within = Math.max(0, Math.min(minute - starts()[n] - state.from, shownOfDay()));
  return ((n * shownOfDay() + within) / spanMinutes()) * 100;
}

export function minuteAt(share: number): number {
  const at = share * spanMinutes();
  const n = Math.max(0, Math.min(Math.floor(at / shownOfDay()), starts().length - 1));
  return starts()[n] + state.from + at - n * shownOfDay();
}

// The next moment that is shown, from one that is: over a folded night to the next day's first, or the last before.
export function step(minute: number, by: number): number {
  const all = starts();
  const next = minute + by;
  const n = dayOf(minute);
  const opens = all[n] + state.from;
  const closes = all[n] + state.to;
  if (next >= closes && next < closes + by) return n + 1 < all.length ? all[n + 1] + state.from : minute;
  if (next < opens && next >= opens + by) return n > 0 ? all[n - 1] + state.to + by : minute;
  return next;
}

export function place(element: HTMLElement, start: number, end: number): void {
  const from = percent(start);
  element.style.left = `${from}%`;
  element.style.width = `${Math.max(percent(end) - from, 0)}%`;
}

// A day of usual hours, unless something lies outside of them.
export function widen(): void {
  const [first, last] = config.span === 1 ? [360, 1320] : [480, 1200];
  const isOutside = (minute: number, isEnd: boolean): boolean => {
    const within = minute - starts()[dayOf(isEnd ? minute - 1 : minute)];
    return within >= 0 && (within < first || within > last) && minute >= 0 && minute <= state.day!.minutes;
  };
  const outside = state.day!.bookings.some((b) => {
    const [start, end] = [b.start_at, b.end_at].map((iso) => Math.round((Date.parse(iso) - state.dayStart) / 60_000));
    // What goes on for days is seen anyway.
    return end - start < 1440 && (isOutside(start, false) || isOutside(end, true));
  });
  [state.from, state.to] = state.whole || outside ? [0, 1440] : [first, last];
}
