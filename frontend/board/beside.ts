// The map beside the board: loaded when it is first opened, told what the board shows, in step with what is chosen.
import type { CockpitMap } from "../map/cockpit";
import type { Places, Round, Scene, Stop } from "../map/types";
import { dayOf } from "./axis";
import { make } from "./make";
import { bookingOf, config, engineers, moment, orderOf, orders, roundOf, span, startOf, endOf, state, url, w } from "./state";
import { OCCUPYING, type Booking, type Engineer } from "./types";

export interface Chosen {
  booking: (booking: Booking) => void;
  order: (id: number) => void;
  engineer: (id: number | null) => void;
}
const box = document.getElementById("board-map")!;
const board = document.getElementById("board")!;
let map: CockpitMap | null = null;
let places: Places | null = null;
let region: number | null | undefined;
let chosen: Chosen;

export function startBeside(given: Chosen): void {
  chosen = given;
  document.addEventListener("board:drawn", () => void tell());
  board.addEventListener("pointerover", (event) => {
    if (!map || event.pointerType === "touch") return;
    const row = (event.target as Element).closest<HTMLElement>(".grid-row");
    map.hover(row ? Number(row.dataset.engineer) : null);
  });
  board.addEventListener("pointerleave", () => map?.hover(null));
  if (state.isMapOpen) showMap(true);
}

export function showMap(isOpen: boolean): void {
  box.hidden = !isOpen;
  board.classList.toggle("with-map", isOpen);
  if (isOpen) void tell();
}

async function tell(): Promise<void> {
  if (!state.isMapOpen || !state.day) return;
  if (!(await open()) || !map) return;
  map.show(scene());
  map.choose(state.engineer);
}

async function open(): Promise<boolean> {
  if (places && region === config.region) return true;
  region = config.region;
  const asked = region ? `?region=${region}` : "";
  const [island, answer] = await Promise.all([
    import("../map/cockpit").catch(() => null), fetch(`${url("places")}${asked}`).catch(() => null),
  ]);
  if (!island || !answer?.ok) {
    region = undefined;
    box.replaceChildren(make("p", "board-empty", {}, w("map_failed")));
    return false;
  }
  places = (await answer.json()) as Places;
  if (map) map.renew(places);
  else {
    const ground = box.appendChild(make("div", "map-ground"));
    map = new island.CockpitMap(ground, places, {
      w,
      chooseBooking: (id) => {
        const booking = bookingOf(id);
        if (booking) chosen.booking(booking);
      },
      chooseOrder: (id) => chosen.order(id),
      chooseEngineer: (id) => chosen.engineer(id),
      hoverEngineer: (id) => {
        board.querySelectorAll(".grid-row-hovered").forEach((row) => row.classList.remove("grid-row-hovered"));
        board.querySelector(`.grid-row[data-engineer="${id}"]`)?.classList.add("grid-row-hovered");
      },
    });
  }
  return true;
}

// What was chosen on the board is shown on the map.
export function follow(detail: { engineer?: number | null; booking?: Booking }): void {
  if (detail.engineer !== undefined) map?.choose(detail.engineer);
  const at = detail.booking;
  if (at?.lat !== undefined && at.lon !== undefined) map?.point(at.lat, at.lon);
}

export function followOrder(id: number): void {
  const order = orderOf(id);
  if (order && order.lat !== null && order.lon !== null) map?.point(order.lat, order.lon);
}

function scene(): Scene {
  const waiting = orders().filter((o) => o.lat !== null && o.lon !== null);
  return {
    rounds: engineers().flatMap(roundsOf),
    waiting: waiting.map((o) => ({ id: o.id, lat: o.lat!, lon: o.lon!, priority: o.priority, words: `${o.number} ${o.subject} · ${w(`priority_${o.priority}`)}` })),
  };
}

// A round a day; where the engineer was last is of the first, which is today if today is shown.
function roundsOf(engineer: Engineer): Round[] {
  const days = new Map<number, Stop[]>();
  for (const booking of roundOf(engineer.id)) {
    if (!OCCUPYING.has(booking.status) || booking.lat === undefined || booking.lon === undefined) continue;
    const words = `${span(startOf(booking), endOf(booking))} ${engineer.name} · ${booking.number} ${booking.subject}`;
    const day = dayOf(startOf(booking));
    days.set(day, [...(days.get(day) ?? []), { id: booking.id, lat: booking.lat, lon: booking.lon, words }]);
  }
  const base = engineer.lat === null || engineer.lon === null ? null : ([engineer.lat, engineer.lon] as [number, number]);
  const seen = places!.seen.find((one) => one.engineer === engineer.id);
  const time = seen?.at ? moment(seen.at) : "";
  const at = seen && { lat: seen.lat, lon: seen.lon, words: w(time ? "map_seen_at" : "map_seen", { number: seen.number, time }) };
  const all = days.size ? [...days.values()] : [[]];
  return all.map((stops, n) => ({ engineer: engineer.id, name: engineer.name, begins: base, at: n ? null : (at ?? null), stops }));
}

