// Picking several bookings: Ctrl-click one by one, Shift-click all between, or a frame drawn over them.
import { minuteAt } from "./axis";
import { canMove } from "./blocks";
import { grid, ROW_PX, rowOf, shownRows } from "./grid";
import { button, make } from "./make";
import { bookingOf, config, endOf, roundOf, say, startOf, state, w } from "./state";
import type { Booking } from "./types";

export interface PickActs {
  move: (bookings: Booking[]) => void;
  takeBack: (bookings: Booking[]) => void;
}
let acts: PickActs | null = null;
let anchor: number | null = null;
const bar = document.getElementById("board-picked")!;

export function pickedBookings(): Booking[] {
  return [...state.picked].map(bookingOf).filter((one): one is Booking => Boolean(one && canMove(one)));
}

// What moves along with a booking: the other picked ones when it is picked itself.
export function pickedWith(booking: Booking): Booking[] {
  return state.picked.has(booking.id) ? pickedBookings().filter((one) => one.id !== booking.id) : [];
}

export function unpick(): void {
  state.picked.clear();
  anchor = null;
  show();
}

export function pick(booking: Booking, isRange: boolean): void {
  const first = anchor === null ? undefined : bookingOf(anchor);
  if (isRange && first) {
    for (const one of between(first, booking)) state.picked.add(one.id);
  } else if (canMove(booking)) {
    if (!state.picked.delete(booking.id)) state.picked.add(booking.id);
    anchor = booking.id;
  }
  show();
}

// All bookings of the rows from one to the other, within the time from one to the other.
function between(one: Booking, other: Booking): Booking[] {
  const [top, bottom] = [rowOf(one.engineer), rowOf(other.engineer)].sort((a, b) => a - b);
  return within(top, bottom, Math.min(startOf(one), startOf(other)), Math.max(endOf(one), endOf(other)));
}

function within(top: number, bottom: number, from: number, to: number): Booking[] {
  const rows = shownRows().slice(Math.max(0, top), bottom + 1);
  return rows.flatMap((row) => roundOf(row.id)).filter((b) => canMove(b) && startOf(b) < to && endOf(b) > from);
}

export function show(): void {
  for (const block of grid.querySelectorAll<HTMLElement>(".block[aria-pressed]")) {
    const isPicked = state.picked.has(Number(block.dataset.booking));
    block.classList.toggle("picked", isPicked);
    block.setAttribute("aria-pressed", String(isPicked));
  }
  const chosen = pickedBookings();
  bar.hidden = !chosen.length || !config.may_dispatch;
  if (bar.hidden || !acts) return bar.replaceChildren();
  const count = w("picked", { n: chosen.length });
  say(count);
  const { move, takeBack } = acts;
  bar.replaceChildren(
    make("strong", "", {}, count),
    button("btn btn-sm", w("move_picked"), () => move(pickedBookings()), "arrows-move"),
    button("btn btn-sm", w("take_back_picked"), () => takeBack(pickedBookings()), "calendar-x"),
    button("btn btn-sm btn-ghost", w("unpick"), unpick, "x"),
  );
}

export function startPicking(given: PickActs): void {
  acts = given;
}

interface Frame {
  x: number;
  y: number;
  minute: number;
  row: number;
  box: HTMLElement | null;
}
const FAR_ENOUGH = 6;

export function startLasso(board: HTMLElement, swallowClick: () => void): void {
  let frame: Frame | null = null;
  const spot = (x: number, y: number): { minute: number; row: number } | null => {
    const lane = grid.querySelector<HTMLElement>(".lane")?.getBoundingClientRect();
    const lines = grid.querySelector<HTMLElement>(".grid-body")?.getBoundingClientRect();
    if (!lane || !lines) return null;
    const row = Math.max(0, Math.min(Math.floor((y - lines.top) / ROW_PX), shownRows().length - 1));
    return { minute: minuteAt(Math.max(0, Math.min(1, (x - lane.left) / lane.width))), row };
  };
  board.addEventListener("pointerdown", (event) => {
    const target = event.target as Element;
    const isFree = target.closest(".lane") && !target.closest(".block") && !state.placing;
    const at = isFree && !event.button && event.pointerType !== "touch" ? spot(event.clientX, event.clientY) : null;
    frame = at && { ...at, x: event.clientX, y: event.clientY, box: null };
  });
  window.addEventListener("pointermove", (event) => {
    if (!frame) return;
    if (!frame.box && Math.hypot(event.clientX - frame.x, event.clientY - frame.y) < FAR_ENOUGH) return;
    frame.box ??= board.appendChild(make("div", "lasso", { "aria-hidden": "true" }));
    document.body.classList.add("board-framing");
    const [left, top] = [Math.min(frame.x, event.clientX), Math.min(frame.y, event.clientY)];
    Object.assign(frame.box.style, {
      left: `${left}px`, top: `${top}px`,
      width: `${Math.abs(event.clientX - frame.x)}px`, height: `${Math.abs(event.clientY - frame.y)}px`,
    });
  });
  const end = (event: PointerEvent | null): void => {
    const last = frame;
    frame = null;
    document.body.classList.remove("board-framing");
    if (!last?.box) return;
    last.box.remove();
    const at = event && spot(event.clientX, event.clientY);
    if (!at) return;
    swallowClick();
    if (!event.ctrlKey && !event.metaKey) state.picked.clear();
    const [top, bottom] = [last.row, at.row].sort((a, b) => a - b);
    const [from, to] = [last.minute, at.minute].sort((a, b) => a - b);
    for (const booking of within(top, bottom, from, to)) state.picked.add(booking.id);
    show();
  };
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", () => end(null));
}
