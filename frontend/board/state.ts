// The one state of the page: the days as the server sent them, and what the person is doing with them.
import type { Booking, Config, Days, Engineer, Order, Placing } from "./types";

export const config: Config = JSON.parse(document.getElementById("board-config")!.textContent!);
const asked = new URLSearchParams(location.search);

export type Colours = "status" | "priority";

export const state = {
  day: null as Days | null,
  dayStart: 0,
  placing: null as Placing | null,
  // Chosen by a click or a key, not by dragging: then suggestions show and engineers who fit stand first.
  isChosen: false,
  // The bookings that are moved or taken back together.
  picked: new Set<number>(),
  // The engineer whose round is shown on the map.
  engineer: null as number | null,
  find: "",
  // The hours shown of each day.
  from: 6 * 60,
  to: 22 * 60,
  whole: false,
  colours: (asked.get("colours") === "priority" ? "priority" : "status") as Colours,
  isMapOpen: asked.get("map") === "1",
  busy: new Set<number>(),
};

const of = { engineers: new Map<number, Engineer>(), bookings: new Map<number, Booking>(), rounds: new Map<number, Booking[]>() };

// Takes the days as they came, and sorts them so that each question is answered without searching.
export function take(days: Days): void {
  state.day = days;
  state.dayStart = Date.parse(days.start);
  of.engineers = new Map(days.engineers.map((one) => [one.id, one]));
  of.bookings = new Map(days.bookings.map((one) => [one.id, one]));
  of.rounds = new Map(days.engineers.map((one) => [one.id, []]));
  for (const booking of days.bookings) of.rounds.get(booking.engineer)?.push(booking);
  for (const id of state.picked) if (!of.bookings.has(id)) state.picked.delete(id);
}

export function w(key: string, values: Record<string, string | number> = {}): string {
  return (config.words[key] ?? key).replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));
}

export function url(name: keyof Config["urls"], id?: number): string {
  return id === undefined ? config.urls[name] : config.urls[name].replace("/0/", `/${id}/`);
}

export const minuteOf = (iso: string): number => Math.round((Date.parse(iso) - state.dayStart) / 60_000);
export const instantOf = (minute: number): string => new Date(state.dayStart + minute * 60_000).toISOString();
export const nowMinute = (): number => (Date.now() - state.dayStart) / 60_000;
export const snap = (minute: number): number => Math.round(minute / 15) * 15;
export const startOf = (booking: Booking): number => minuteOf(booking.start_at);
export const endOf = (booking: Booking): number => minuteOf(booking.end_at);

const local = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
  timeZone: config.zone, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const hours = new Intl.DateTimeFormat("en", { timeZone: config.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// The time of the day; with the day where more than one is shown, or where it is none of them.
export function clock(minute: number): string {
  const at = new Date(state.dayStart + minute * 60_000);
  const isShown = minute >= 0 && minute <= (state.day?.minutes ?? 1440);
  return isShown && config.span === 1 ? hours.format(at).replace("24:", "00:") : local.format(at);
}

export function hour(minute: number): string {
  return hours.format(new Date(state.dayStart + minute * 60_000));
}

export function moment(iso: string): string {
  return clock(minuteOf(iso));
}

// From a time to another, the day said once.
export function span(start: number, end: number): string {
  const [from, to] = [clock(start), clock(end)];
  const day = from.lastIndexOf(" ");
  return `${from}–${day > 0 && to.startsWith(from.slice(0, day)) ? to.slice(day + 1) : to}`;
}

export const engineerOf = (id: number | null): Engineer | undefined => (id === null ? undefined : of.engineers.get(id));
export const orderOf = (id: number): Order | undefined => state.day?.orders.find((o) => o.id === id);
export const bookingOf = (id: number): Booking | undefined => of.bookings.get(id);
export const roundOf = (engineer: number): Booking[] => of.rounds.get(engineer) ?? [];

function holds(...texts: (string | undefined)[]): boolean {
  return texts.some((text) => text?.toLowerCase().includes(state.find));
}
export function engineers(): Engineer[] {
  const all = state.day?.engineers ?? [];
  if (!state.find) return all;
  const busy = new Set(
    (state.day?.bookings ?? []).filter((b) => holds(b.number, b.subject, b.place)).map((b) => b.engineer),
  );
  const hits = all.filter((e) => holds(e.name, e.centre, e.region) || busy.has(e.id));
  return hits.length || orders().length ? hits : [];
}
export function orders(): Order[] {
  const all = state.day?.orders ?? [];
  return state.find ? all.filter((o) => holds(o.number, o.subject, o.place, o.customer_name)) : all;
}

// Words for whoever listens instead of looking.
export function say(text: string): void {
  document.getElementById("board-says")!.textContent = text;
}
