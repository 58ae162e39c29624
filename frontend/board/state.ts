// The one state of the page: the day as the server sent it, and what the person is doing with it.
import type { Booking, Config, Day, Engineer, Order, Placing } from "./types";

export const config: Config = JSON.parse(document.getElementById("board-config")!.textContent!);

export const state = {
  day: null as Day | null,
  dayStart: 0,
  placing: null as Placing | null,
  // Chosen by a click or a key, not by dragging: then suggestions show and engineers who fit stand first.
  isChosen: false,
  find: "",
  from: 6 * 60,
  to: 22 * 60,
  whole: false,
  busy: new Set<number>(),
};

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

export function clock(minute: number): string {
  const day = Math.floor(minute / 1440);
  const rest = ((minute % 1440) + 1440) % 1440;
  const text = `${String(Math.floor(rest / 60)).padStart(2, "0")}:${String(rest % 60).padStart(2, "0")}`;
  return day === 0 ? text : `${text}${day > 0 ? "+" : "−"}${Math.abs(day)}`;
}

const local = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
  timeZone: config.zone, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
export function moment(iso: string): string {
  const minute = minuteOf(iso);
  return minute >= 0 && minute < 1440 ? clock(minute) : local.format(new Date(iso));
}

export const engineerOf = (id: number | null): Engineer | undefined => state.day?.engineers.find((e) => e.id === id);
export const orderOf = (id: number): Order | undefined => state.day?.orders.find((o) => o.id === id);
export const bookingOf = (id: number): Booking | undefined => state.day?.bookings.find((b) => b.id === id);

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
