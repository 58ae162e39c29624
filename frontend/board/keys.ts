// The keys of the grid: from block to block, and what is done with the one that has the focus.
import { finish, giveBack, lift, pin } from "./acting";
import { canMove, isLocked } from "./blocks";
import { grid, laneOf, reveal, shownRows } from "./grid";
import { pick, pickedBookings } from "./picking";
import { steer } from "./placing";
import { bookingOf, roundOf, startOf, state } from "./state";
import type { Booking } from "./types";

let last: number | null = null;

export function focusBlock(booking: Booking): void {
  reveal(booking.engineer, startOf(booking));
  laneOf(booking.engineer)?.querySelector<HTMLElement>(`[data-booking="${booking.id}"]`)?.focus();
}

// One stop for the Tab key; arrows go from block to block.
export function rove(): void {
  const blocks = [...grid.querySelectorAll<HTMLElement>(".block")];
  const stop = blocks.find((block) => Number(block.dataset.booking) === last) ?? blocks[0];
  for (const block of blocks) block.tabIndex = block === stop ? 0 : -1;
}

function neighbour(booking: Booking, key: string): Booking | undefined {
  const round = roundOf(booking.engineer);
  const at = round.indexOf(booking);
  if (key === "ArrowLeft") return round[at - 1];
  if (key === "ArrowRight") return round[at + 1];
  const down = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const rows = shownRows();
  let row = rows.findIndex((one) => one.id === booking.engineer);
  if (!down || row < 0) return undefined;
  do row += down;
  while (rows[row] && !roundOf(rows[row].id).length);
  const near = (one: Booking): number => Math.abs(startOf(one) - startOf(booking));
  return rows[row] && [...roundOf(rows[row].id)].sort((a, b) => near(a) - near(b))[0];
}

function act(booking: Booking, event: KeyboardEvent): boolean {
  const { key } = event;
  const sideways = { ArrowLeft: -15, ArrowRight: 15 }[key];
  if (event.ctrlKey || event.metaKey) return false;
  if (canMove(booking)) {
    if (event.shiftKey && sideways) return lift(booking, { longer: sideways }), true;
    if (event.altKey && sideways) return lift(booking, { minutes: sideways }), true;
    if (key === "m") return lift(booking), true;
    if (key === "p") return void pin(booking, isLocked(booking) ? "none" : "both"), true;
    if (key === " ") return pick(booking, event.shiftKey), true;
    if (key === "Delete") return void giveBack(state.picked.has(booking.id) ? pickedBookings() : [booking]), true;
  }
  const next = event.shiftKey || event.altKey ? undefined : neighbour(booking, key);
  if (next) focusBlock(next);
  return Boolean(next);
}

function onKey(event: KeyboardEvent): void {
  const block = (event.target as Element).closest<HTMLElement>(".block");
  const booking = block ? bookingOf(Number(block.dataset.booking)) : undefined;
  if (state.placing) {
    if (event.key === "Enter") void finish();
    else if (!steer(event)) return;
  } else if (!booking || !act(booking, event)) return;
  event.preventDefault();
}

export function startKeys(): void {
  grid.tabIndex = 0;
  grid.addEventListener("keydown", onKey);
  grid.addEventListener("focusin", (event) => {
    const block = (event.target as Element).closest<HTMLElement>(".block");
    if (block) last = Number(block.dataset.booking);
  });
}

