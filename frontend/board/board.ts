// The board: loads the days, draws them, and turns what people do into bookings.
import "./board.css";
import "./waiting.css";
import "./narrow.css";
import "./lanes.css";
import "./blocks.css";
import "./layers.css";
import "./mending.css";
import "./words.css";
import { begin, book, choose, finish, giveBack, lift, pin, startActing } from "./acting";
import { follow as followOnMap, followOrder, showMap, startBeside } from "./beside";
import { openDetails, openEngineer, startDetails } from "./details";
import { isDragging, startDragging } from "./dragging";
import { drawGrid, drawNow, grid, reveal, startGrid } from "./grid";
import { focusBlock, rove, startKeys } from "./keys";
import { make, button } from "./make";
import { drawMendings, startMending } from "./mending";
import { drawList, narrow } from "./phone";
import { pick, show as showPicked, startPicking, unpick } from "./picking";
import { drawGhosts, put, spotAt } from "./placing";
import { bookingOf, config, engineerOf, orderOf, say, snap, state, take, url, w } from "./state";
import { startTools } from "./tools";
import { startUndo } from "./undo";
import { drawWaiting, panel, showSuggestions } from "./waiting";
import type { Booking, Days, Lock, Order } from "./types";

const board = document.getElementById("board")!;
const SETTLE_MS = 500;
let settling = 0;
let asking = 0;
const acts = { choose: chooseHere, book: (...given: Parameters<typeof book>) => void book(...given) };

async function load(): Promise<void> {
  const turn = ++asking;
  const asked = new URLSearchParams({ day: config.day, span: String(config.span) });
  if (config.region) asked.set("region", String(config.region));
  const answer = await fetch(`${url("data")}?${asked}`).catch(() => null);
  const days = answer?.ok ? ((await answer.json().catch(() => null)) as Days | null) : null;
  // Somebody went on to other days meanwhile.
  if (turn !== asking) return;
  if (!days) return failed();
  if (isDragging()) return soon();
  take(days);
  const { placing } = state;
  // Somebody else booked it meanwhile.
  if (placing?.order && !placing.booking && !orderOf(placing.order.id) && placing.order.id !== config.order) state.placing = null;
  redraw();
  if (days.is_cut) say(w("cut"));
}

function failed(): void {
  say(w("loading_failed"));
  if (!state.day) grid.replaceChildren(make("div", "board-empty", {}, w("loading_failed"), button("btn", w("load_again"), () => void load())));
  window.setTimeout(soon, 8000);
}

function soon(): void {
  window.clearTimeout(settling);
  settling = window.setTimeout(() => void load(), SETTLE_MS);
}

function redraw(): void {
  if (!state.day) return;
  const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-booking], [data-order]");
  const asked = panel.querySelector(".chosen .suggest")?.cloneNode(true) as HTMLElement | undefined;
  drawWaiting(acts);
  if (narrow.matches) drawList();
  else drawGrid();
  shown();
  showPicked();
  drawMendings();
  document.getElementById("board-cut")!.hidden = !state.day.is_cut;
  if (state.placing?.order && state.isChosen) {
    if (asked?.childElementCount) panel.querySelector(".chosen .suggest")?.replaceChildren(...asked.childNodes);
    void showSuggestions(state.placing.order, acts);
  }
  document.dispatchEvent(new CustomEvent("board:drawn"));
  const booking = focused?.dataset.booking ? bookingOf(Number(focused.dataset.booking)) : undefined;
  if (booking && !narrow.matches) focusBlock(booking);
  else if (focused) board.querySelector<HTMLElement>(`[data-order="${focused.dataset.order}"] .waiting-open`)?.focus({ preventScroll: true });
}

// Rows came into sight: what lies over them has to be drawn there as well.
function shown(): void {
  if (!narrow.matches) rove();
  if (state.placing && !isDragging()) drawGhosts();
}

const blockActs = {
  move: (booking: Booking): void => lift(booking),
  takeBack: (booking: Booking): void => void giveBack([booking]),
  pin: (booking: Booking, lock: Lock): void => void pin(booking, lock),
};

function onGridClick(event: MouseEvent): void {
  const block = (event.target as Element).closest<HTMLElement>(".block");
  const spot = spotAt(event.clientX, event.clientY);
  const booking = block ? bookingOf(Number(block.dataset.booking)) : undefined;
  if (state.placing && spot && !narrow.matches) {
    put(spot.engineer, snap(spot.minute));
    void finish();
  } else if (booking && config.may_dispatch && !narrow.matches && (event.ctrlKey || event.metaKey || event.shiftKey)) {
    pick(booking, event.shiftKey);
  } else if (booking) {
    openDetails(booking, block!, blockActs);
    followOnMap({ booking });
  } else if ((event.target as Element).closest(".grid-name")) {
    const name = (event.target as Element).closest<HTMLElement>(".grid-name")!;
    const id = Number(name.closest<HTMLElement>(".grid-row")!.dataset.engineer);
    const isFollowed = state.engineer === id;
    follow(isFollowed ? null : id);
    if (!isFollowed) openEngineer(engineerOf(id)!, name);
  } else if (state.picked.size && !(event.target as Element).closest(".grid-head")) unpick();
}

function follow(engineer: number | null): void {
  state.engineer = engineer;
  grid.querySelectorAll<HTMLElement>(".grid-row").forEach((row) => {
    row.classList.toggle("grid-row-chosen", Number(row.dataset.engineer) === engineer);
  });
  followOnMap({ engineer });
}

function chooseHere(order: Order): void {
  choose(order);
  followOrder(order.id);
}

function onGridMove(event: PointerEvent): void {
  if (!state.placing || isDragging() || event.pointerType === "touch") return;
  const spot = spotAt(event.clientX, event.clientY);
  if (spot) put(spot.engineer, snap(spot.minute));
}

function onEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape" || isDragging() || document.querySelector("dialog[open]")) return;
  const booking = state.placing?.booking;
  if (state.placing) begin(null);
  else if (state.picked.size) unpick();
  if (booking && !narrow.matches) focusBlock(booking);
}

function start(): void {
  startActing({ redraw, load });
  startGrid(shown);
  startKeys();
  startPicking({
    move: (bookings) => lift(bookings[0]),
    takeBack: (bookings) => void giveBack(bookings),
  });
  grid.addEventListener("click", onGridClick);
  grid.addEventListener("pointermove", onGridMove);
  document.addEventListener("keydown", onEscape);
  startDragging(board, {
    begin,
    drop: () => void finish(),
    takeBack: (p) => void giveBack([p.booking!, ...p.others]),
    leave: () => begin(null),
  });
  startDetails();
  startTools({ redraw, load, showMap });
  startBeside({
    booking: (booking) => {
      follow(booking.engineer);
      focusBlock(booking);
    },
    order: (id) => {
      const order = orderOf(id);
      if (!order || !config.may_dispatch) return;
      choose(order);
      panel.querySelector(`[data-order="${id}"]`)?.scrollIntoView({ block: "nearest" });
    },
    engineer: (id) => {
      if (id !== null) reveal(id, state.day!.days[0][1] + state.from);
      follow(id);
    },
  });
  startUndo(load);
  startMending(load);
  narrow.addEventListener("change", redraw);
  document.addEventListener("live:heard", soon);
  window.setInterval(() => !narrow.matches && drawNow(), 30_000);
  window.setInterval(() => document.hidden || soon(), 60_000);
  void load().then(chooseAsked);
}

function chooseAsked(): void {
  const order = config.order ? orderOf(config.order) : undefined;
  if (!order || !config.may_dispatch) return;
  choose(order);
  panel.querySelector(`[data-order="${order.id}"]`)?.scrollIntoView({ block: "nearest" });
}

start();
