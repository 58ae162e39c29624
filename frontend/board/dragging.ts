// Dragging with a mouse or a pen: an order onto the grid, bookings to another place, an edge to another length.
import { clearGhosts, placingOf, put, scrollNearEdge, spotAt } from "./placing";
import { pickedWith, startLasso } from "./picking";
import { bookingOf, config, orderOf, snap, state } from "./state";
import { MOVABLE, type Placing } from "./types";
import { panel } from "./waiting";

const FAR_ENOUGH = 5;

interface Drag {
  placing: Placing;
  edge: "start" | "end" | null;
  grab: number;
  x: number;
  y: number;
  started: boolean;
  isOver: "lane" | "waiting" | null;
}
export interface Drops {
  begin: (placing: Placing) => void;
  drop: () => void;
  takeBack: (placing: Placing) => void;
  leave: () => void;
}

let drag: Drag | null = null;
export const isDragging = (): boolean => Boolean(drag?.started);

function grabbed(event: PointerEvent): Drag | null {
  const target = event.target as Element;
  const block = target.closest<HTMLElement>(".block-movable");
  const booking = block ? bookingOf(Number(block.dataset.booking)) : undefined;
  const card = target.closest<HTMLElement>(".waiting-card");
  const order = card && target.closest(".waiting-open") ? orderOf(Number(card.dataset.order)) : undefined;
  const base = { x: event.clientX, y: event.clientY, started: false, isOver: null };
  if (block && booking && MOVABLE.has(booking.status)) {
    const edge = target.closest(".grip-start") ? "start" : target.closest(".grip-end") ? "end" : null;
    const placing = placingOf(null, booking, edge ? [] : pickedWith(booking));
    const spot = spotAt(event.clientX, event.clientY);
    return { ...base, placing, edge, grab: spot ? spot.minute - placing.start : 0 };
  }
  return order ? { ...base, placing: placingOf(order, null), edge: null, grab: 0 } : null;
}

function follow(now: Drag, event: PointerEvent): void {
  scrollNearEdge(event.clientX, event.clientY);
  const spot = spotAt(event.clientX, event.clientY);
  const overWaiting = Boolean(document.elementFromPoint(event.clientX, event.clientY)?.closest("#board-waiting"));
  now.isOver = spot ? "lane" : overWaiting && now.placing.booking && !now.edge ? "waiting" : null;
  panel.classList.toggle("dropping", now.isOver === "waiting");
  if (!spot) return clearGhosts();
  const { placing } = now;
  if (now.edge === "end") put(placing.booking!.engineer, placing.start, snap(spot.minute) - placing.start);
  else if (now.edge === "start") {
    const end = placing.start + placing.length;
    const start = Math.min(snap(spot.minute), end - 15);
    put(placing.booking!.engineer, start, end - start);
  } else put(spot.engineer, snap(spot.minute - now.grab));
}

function end(drops: Drops, isDropped: boolean): void {
  const last = drag;
  drag = null;
  document.body.classList.remove("board-dragging");
  panel.classList.remove("dropping");
  if (!last?.started) return;
  swallowClick();
  if (isDropped && last.isOver === "lane") drops.drop();
  else if (isDropped && last.isOver === "waiting") drops.takeBack(last.placing);
  else drops.leave();
}

// The click that ends a drag is not a click on what lies beneath.
export function swallowClick(): void {
  const swallow = (event: Event): void => event.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
}

export function startDragging(board: HTMLElement, drops: Drops): void {
  if (!config.may_dispatch) return;
  board.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    drag = grabbed(event);
  });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.started) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR_ENOUGH) return;
      drag.started = true;
      document.body.classList.add("board-dragging");
      drops.begin(drag.placing);
      drag.placing = state.placing!;
    }
    event.preventDefault();
    follow(drag, event);
  });
  window.addEventListener("pointerup", () => end(drops, true));
  window.addEventListener("pointercancel", () => end(drops, false));
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag?.started) end(drops, false);
  });
  window.addEventListener("blur", () => drag && end(drops, false));
  document.addEventListener("dragstart", (event) => isDragging() && event.preventDefault());
  startLasso(board, swallowClick);
}
