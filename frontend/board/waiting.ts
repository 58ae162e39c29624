// The orders that wait for dispatch; a chosen one shows whom to send.
import htmx from "../desk/htmx";
import { asks } from "./details";
import { icon, make, priority, promise, button } from "./make";
import { config, moment, orders, state, url, w } from "./state";
import type { Order, Suggestion } from "./types";

export const panel = document.getElementById("board-waiting")!;
const BEST = 3;
const SHOWN = 5;

type Acts = { choose: (order: Order) => void; book: (order: Order, suggestion: Suggestion) => void };

export function drawWaiting(acts: Acts): void {
  const rows = orders();
  const keep = panel.querySelector(".waiting-list")?.scrollTop ?? 0;
  const list = make("ul", "waiting-list");
  list.append(...rows.map((order) => drawCard(order, acts)));
  const empty = state.find ? w("nothing_matches") : w("nothing_waits");
  const count = make("span", "count count-quiet", {}, String(rows.length));
  panel.replaceChildren(
    make("header", "waiting-head", {}, make("h2", "", {}, w("waiting")), count),
    rows.length ? list : make("p", "board-empty", {}, icon("circle-check"), empty),
    make("p", "drop-hint", { "aria-hidden": "true" }, icon("calendar-x"), w("drop_here")),
  );
  list.scrollTop = keep;
}

function drawCard(order: Order, acts: Acts): HTMLElement {
  const chosen = state.placing?.order?.id === order.id && !state.placing.booking;
  const card = make("li", `waiting-card waiting-${order.priority}${chosen ? " chosen" : ""}`, {
    "data-order": String(order.id),
  });
  const open = make("button", "waiting-open", { type: "button", "aria-pressed": String(chosen) });
  open.append(
    make("span", "waiting-line", {}, priority(order.priority), make("span", "waiting-number", {}, order.number)),
    make("strong", "waiting-subject", {}, order.subject),
    make("span", "waiting-where", {}, [order.customer_name, order.equipment_name].filter(Boolean).join(" · ") || order.place),
    facts(order),
  );
  if (config.may_dispatch) open.addEventListener("click", () => acts.choose(order));
  card.append(open);
  if (chosen && state.isChosen) card.append(make("div", "suggest", { "aria-live": "polite" }, make("p", "suggest-wait", {}, w("searching"))));
  return card;
}

function facts(order: Order): HTMLElement {
  const line = make("span", "waiting-facts");
  if (order.arrive_by) line.append(make("span", "", {}, `${w("on_site_by")} `, promise(order.arrive_by)));
  else if (order.resolve_by) line.append(make("span", "", {}, `${w("put_right_by")} `, promise(order.resolve_by)));
  line.append(make("span", "", {}, icon("clock"), w("minutes", { n: order.minutes })));
  if (order.crew > 1) line.append(make("span", "", {}, icon("users"), w("crew_two")));
  if (order.mate) line.append(make("span", "waiting-mate", {}, icon("user-plus"), w("mate_waits", { name: order.mate, time: moment(order.mate_at!) })));
  if (order.earliest_at) line.append(make("span", "", {}, w("not_before", { time: moment(order.earliest_at) })));
  const needs = [
    ...Object.entries(order.skills).map(([skill, level]) => `${config.skills[skill] ?? skill} ${level}+`),
    ...order.papers.map((kind) => config.papers[kind] ?? String(kind)),
  ];
  if (needs.length) line.append(make("span", "waiting-needs", {}, icon("certificate"), needs.join("、")));
  return line;
}

export async function showSuggestions(order: Order, acts: Acts): Promise<void> {
  const answer = await fetch(url("suggest", order.id)).catch(() => null);
  const box = panel.querySelector<HTMLElement>(`[data-order="${order.id}"] .suggest`);
  if (!box || state.placing?.order?.id !== order.id) return;
  if (!answer?.ok) {
    box.replaceChildren(make("p", "suggest-wait", {}, w("loading_failed")));
    return;
  }
  const { suggestions: found, bump } = (await answer.json()) as { suggestions: Suggestion[]; bump: string | null };
  const fit = found.filter((one) => !one.reasons.length && one.start_at);
  const unfit = found.filter((one) => one.reasons.length).slice(0, SHOWN);
  const placed = fit.filter((one) => one.extra_minutes !== null || one.is_preferred);
  const best = (placed.length ? placed : fit).slice(0, BEST);
  const rest = fit.filter((one) => !best.includes(one)).slice(0, SHOWN);
  box.replaceChildren(make("h3", "", {}, w("best")));
  box.append(...best.map((one) => drawSuggestion(order, one, acts)));
  if (bump) box.append(offer(bump));
  if (config.may_dispatch) box.append(asks(w("fit_in"), url("fit_in", order.id), "urgent", "post"));
  if (rest.length) box.append(make("details", "", {}, make("summary", "", {}, w("others_too")), ...rest.map((one) => drawSuggestion(order, one, acts))));
  if (unfit.length) {
    const list = make("ul", "suggest-unfit");
    list.append(...unfit.map((one) => make("li", "", {}, make("span", "", {}, one.name), make("small", "", {}, one.reasons.join("；")))));
    box.append(make("details", "", {}, make("summary", "", {}, w("why_not")), list));
  }
}

function drawSuggestion(order: Order, one: Suggestion, acts: Acts): HTMLElement {
  const time = moment(one.start_at!);
  const line = make("div", "suggest-line");
  const words = [w("free_at", { time }), w("load", { h: Math.round(one.booked_minutes / 6) / 10 })];
  if (one.km !== null) words.splice(1, 0, w("km", { n: Math.round(one.km) }));
  const text = make("span", "suggest-text", {}, make("strong", "", {}, one.name), make("small", "", {}, words.join(" · ")));
  if (one.extra_minutes !== null) text.append(make("small", "suggest-worth", {}, worth(order, one)));
  if (one.is_preferred) text.append(make("small", "suggest-good", {}, icon("heart"), w("preferred")));
  if (!one.keeps_promise) text.append(make("small", "suggest-bad", {}, icon("alarm"), w("after_promise")));
  for (const warning of one.warnings) text.append(make("small", "suggest-warn", {}, icon("alert-triangle"), warning));
  const book = button("btn btn-sm", w("book"), () => acts.book(order, one));
  book.setAttribute("aria-label", w("book_at", { name: one.name, time }));
  line.append(text, book);
  return line;
}

// What the engine's place costs, and why it is among the best.
function worth(order: Order, one: Suggestion): string {
  const words = [one.detour_minutes ? w("detour", { n: one.detour_minutes }) : w("no_detour")];
  // Beside a broken promise its price says nothing to anybody.
  if (one.keeps_promise) words.unshift(w("extra", { n: one.extra_minutes! }));
  if (one.keeps_promise && (order.arrive_by || order.resolve_by)) words.push(w("promise_kept"));
  return words.join(" · ");
}

// Who could make room: the server draws the offer, and carries it out.
function offer(address: string): HTMLElement {
  const place = make("div", "", { "hx-get": address, "hx-trigger": "load", "hx-target": "this", "hx-swap": "outerHTML" });
  queueMicrotask(() => htmx.process(place));
  return place;
}
