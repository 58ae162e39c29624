// The day board: loads the day, draws it, and turns what people do into bookings.
import "./board.css";
import "./blocks.css";
import "./layers.css";
import { closeDetails, openDetails, startDetails } from "./details";
import { isDragging, startDragging } from "./dragging";
import { drawGrid, drawNow, grid } from "./grid";
import { make, button } from "./make";
import { drawList, narrow } from "./phone";
import { beginByKeys, clearGhost, drawGhost, ghost, placingOf, put, spotAt, steer, verdict } from "./placing";
import { commit, refuse, takeBack } from "./sending";
import { bookingOf, config, minuteOf, orderOf, say, snap, state, url, w } from "./state";
import { drawWaiting, panel, showSuggestions } from "./waiting";
import type { Booking, Day, Order, Placing, Suggestion } from "./types";

const board = document.getElementById("board")!;
const SETTLE_MS = 500;
let settling = 0;
const acts = { choose, book };

async function load(): Promise<void> {
  const asked = new URLSearchParams({ day: config.day, ...(config.region ? { region: String(config.region) } : {}) });
  const answer = await fetch(`${url("data")}?${asked}`).catch(() => null);
  if (!answer?.ok) return failed();
  state.day = (await answer.json()) as Day;
  state.dayStart = Date.parse(state.day.start);
  if (isDragging()) return soon();
  const { placing } = state;
  // Somebody else booked it meanwhile.
  if (placing?.order && !placing.booking && !orderOf(placing.order.id) && placing.order.id !== config.order) state.placing = null;
  redraw();
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
  const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-booking], [data-order]");
  const asked = panel.querySelector(".chosen .suggest")?.cloneNode(true) as HTMLElement | undefined;
  drawWaiting(acts);
  if (narrow.matches) drawList();
  else drawGrid();
  rove();
  drawGhost();
  if (state.placing?.order && state.isChosen) {
    if (asked?.childElementCount) panel.querySelector(".chosen .suggest")?.replaceChildren(...asked.childNodes);
    void showSuggestions(state.placing.order, acts);
  }
  const key = focused?.dataset.booking ? `[data-booking="${focused.dataset.booking}"]` : `[data-order="${focused?.dataset.order}"] .waiting-open`;
  if (focused) board.querySelector<HTMLElement>(key)?.focus({ preventScroll: true });
}

// One stop for the Tab key; arrows go from block to block.
function rove(): void {
  const blocks = [...grid.querySelectorAll<HTMLElement>(".block")];
  if (!narrow.matches) blocks.forEach((block, n) => (block.tabIndex = n ? -1 : 0));
}

function begin(placing: Placing | null): void {
  closeDetails();
  clearGhost();
  state.placing = placing;
  if (!placing) state.isChosen = false;
  if (placing) {
    const number = (placing.order ?? placing.booking)!.number;
    say(w(placing.booking ? "moving" : "placing", { number }));
  }
  redraw();
}

function choose(order: Order): void {
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

async function book(order: Order, one: Suggestion): Promise<void> {
  const start = minuteOf(one.start_at!);
  state.placing = { order, booking: null, engineer: one.engineer, start, length: minuteOf(one.end_at!) - start };
  await finish(panel.querySelector(`[data-order="${order.id}"]`));
}

async function finish(where: Element | null = ghost()): Promise<void> {
  const placing = state.placing;
  if (!placing || placing.engineer === null) return;
  const found = verdict();
  if (found?.hard.length) {
    refuse(where, found.hard.join(" · "));
    if (placing.booking) begin(null);
    return;
  }
  ghost()?.classList.add("ghost-sending");
  const done = await commit(placing, where);
  clearGhost();
  if (done || placing.booking) begin(null);
  await load();
}

async function giveBack(booking: Booking): Promise<void> {
  closeDetails();
  state.placing = null;
  await takeBack(booking);
  await load();
}

const blockActs = {
  move: (booking: Booking): void => {
    begin(placingOf(null, booking));
    grid.focus();
    put(booking.engineer, minuteOf(booking.start_at));
  },
  takeBack: (booking: Booking): void => void giveBack(booking),
};

function onGridClick(event: MouseEvent): void {
  const block = (event.target as Element).closest<HTMLElement>(".block");
  const spot = spotAt(event.clientX, event.clientY);
  if (state.placing && spot && !narrow.matches) {
    put(spot.engineer, snap(spot.minute));
    void finish();
  } else if (block) {
    const booking = bookingOf(Number(block.dataset.booking));
    if (booking) openDetails(booking, block, blockActs);
  }
}

function onGridMove(event: PointerEvent): void {
  if (!state.placing || isDragging() || event.pointerType === "touch") return;
  const spot = spotAt(event.clientX, event.clientY);
  if (spot) put(spot.engineer, snap(spot.minute));
}

function onGridKey(event: KeyboardEvent): void {
  const block = (event.target as Element).closest<HTMLElement>(".block");
  const booking = block ? bookingOf(Number(block.dataset.booking)) : undefined;
  if (state.placing) {
    if (event.key === "Enter") void finish();
    else if (!steer(event)) return;
  } else if (booking && config.may_dispatch && event.key === "m") blockActs.move(booking);
  else if (booking && config.may_dispatch && event.key === "Delete") void giveBack(booking);
  else if (!block || !goTo(block, event.key)) return;
  event.preventDefault();
}

function goTo(block: HTMLElement, key: string): boolean {
  const row = block.closest(".grid-row")!;
  const inRow = [...row.querySelectorAll<HTMLElement>(".block")];
  const at = inRow.indexOf(block);
  let next: HTMLElement | undefined | null;
  if (key === "ArrowLeft") next = inRow[at - 1];
  else if (key === "ArrowRight") next = inRow[at + 1];
  else if (key === "ArrowDown" || key === "ArrowUp") {
    let other: Element | null = row;
    do other = key === "ArrowDown" ? other.nextElementSibling : other.previousElementSibling;
    while (other && !other.querySelector(".block"));
    next = other?.querySelector<HTMLElement>(".block");
  } else return false;
  next?.focus();
  return true;
}

function startTools(): void {
  const tools = document.getElementById("board-tools") as HTMLFormElement;
  const day = tools.elements.namedItem("day") as HTMLInputElement;
  tools.addEventListener("submit", (event) => event.preventDefault());
  const go = (): void => tools.submit();
  tools.querySelectorAll<HTMLElement>("[data-board-day]").forEach((step) =>
    step.addEventListener("click", () => {
      const by = Number(step.dataset.boardDay);
      const at = new Date(`${config.day}T12:00:00Z`);
      at.setUTCDate(at.getUTCDate() + by);
      day.value = by ? at.toISOString().slice(0, 10) : "";
      go();
    }),
  );
  day.addEventListener("change", () => day.value && go());
  tools.querySelector("select")!.addEventListener("change", go);
  document.getElementById("board-find")!.addEventListener("input", (event) => {
    state.find = (event.target as HTMLInputElement).value.trim().toLowerCase();
    redraw();
  });
  document.getElementById("board-whole")!.addEventListener("change", (event) => {
    state.whole = (event.target as HTMLInputElement).checked;
    redraw();
  });
}

function start(): void {
  grid.tabIndex = 0;
  grid.addEventListener("click", onGridClick);
  grid.addEventListener("pointermove", onGridMove);
  grid.addEventListener("keydown", onGridKey);
  document.addEventListener("keydown", (event) => event.key === "Escape" && state.placing && !isDragging() && begin(null));
  startDragging(board, { begin, drop: () => void finish(), takeBack: (p) => void giveBack(p.booking!), leave: () => begin(null) });
  startDetails();
  startTools();
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
