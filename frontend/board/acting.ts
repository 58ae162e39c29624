// What people do with the board: choose, place, move, take back; afterwards the days are read again.
import { closeDetails } from "./details";
import { grid, reveal } from "./grid";
import { commitMany, takeBackMany } from "./many";
import { narrow } from "./phone";
import { beginByKeys, clearGhosts, ghost, placingOf, put, verdict } from "./placing";
import { pickedBookings, unpick } from "./picking";
import { refuse } from "./asking";
import { commit, setLock, takeBack } from "./sending";
import { minuteOf, say, startOf, state, w } from "./state";
import type { Booking, Lock, Order, Placing, Suggestion } from "./types";
import { panel } from "./waiting";

interface Screen {
  redraw: () => void;
  load: () => Promise<void>;
}
let screen: Screen;
export const startActing = (given: Screen): void => void (screen = given);

export function begin(placing: Placing | null): void {
  closeDetails();
  clearGhosts();
  state.placing = placing;
  if (!placing) state.isChosen = false;
  if (placing) {
    const number = (placing.order ?? placing.booking)!.number;
    const several = placing.others.length + 1;
    say(several > 1 ? w("moving_many", { n: several }) : w(placing.booking ? "moving" : "placing", { number }));
  }
  screen.redraw();
}

export function choose(order: Order): void {
  const again = state.placing?.order?.id === order.id;
  const byKeys = document.activeElement?.matches(":focus-visible") ?? false;
  state.isChosen = !again;
  begin(again ? null : placingOf(order, null));
  if (!again) grid.scrollTop = 0;
  if (!again && byKeys && !narrow.matches) {
    grid.focus();
    beginByKeys();
  }
}

export async function book(order: Order, one: Suggestion): Promise<void> {
  const start = minuteOf(one.start_at!);
  state.placing = { order, booking: null, engineer: one.engineer, start, length: minuteOf(one.end_at!) - start, others: [] };
  await finish(panel.querySelector(`[data-order="${order.id}"]`));
}

export async function finish(where: Element | null = ghost()): Promise<void> {
  const placing = state.placing;
  if (!placing || placing.engineer === null) return;
  const isMany = placing.others.length > 0;
  const found = isMany ? null : verdict();
  if (found?.hard.length) {
    refuse(where, found.hard.join(" · "));
    if (placing.booking) begin(null);
    return;
  }
  grid.querySelectorAll(".ghost").forEach((one) => one.classList.add("ghost-sending"));
  const isDone = isMany ? await commitMany(placing) : await commit(placing, where);
  clearGhosts();
  if (isDone && isMany) unpick();
  if (isDone || placing.booking) begin(null);
  await screen.load();
}

export async function giveBack(bookings: Booking[]): Promise<void> {
  closeDetails();
  clearGhosts();
  state.placing = null;
  const isDone = bookings.length > 1 ? await takeBackMany(bookings) : await takeBack(bookings[0]);
  if (isDone) unpick();
  await screen.load();
}

export async function pin(booking: Booking, lock: Lock): Promise<void> {
  closeDetails(true);
  await setLock(booking, lock);
  await screen.load();
}

// Takes a booking, and what is picked with it, into the hand; `by` is the first push: minutes, and minutes longer.
export function lift(booking: Booking, by: { minutes?: number; longer?: number } = {}): void {
  const others = state.picked.has(booking.id) && !by.longer ? pickedBookings().filter((one) => one.id !== booking.id) : [];
  begin(placingOf(null, booking, others));
  grid.focus();
  reveal(booking.engineer, startOf(booking));
  put(booking.engineer, startOf(booking) + (by.minutes ?? 0), state.placing!.length + (by.longer ?? 0));
}
