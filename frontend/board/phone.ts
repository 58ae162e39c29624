// On a phone: the engineers one below the other, each with the day's jobs in order of time.
import { drawBlock } from "./blocks";
import { grid } from "./grid";
import { icon, make } from "./make";
import { config, endOf, engineers, roundOf, span, startOf, w } from "./state";
import { legTo, type Leg } from "./travel";
import type { Booking, Engineer } from "./types";

// Room for everything.
const WIDE_PX = 1e6;
export const narrow = window.matchMedia("(max-width: 767.98px)");

export function drawList(): void {
  const rows = engineers();
  const list = make("div", "day-list");
  list.append(...rows.map((engineer) => drawEngineer(engineer)));
  if (!rows.length) list.append(make("p", "board-empty", {}, icon("users"), w("no_engineers")));
  grid.replaceChildren(list);
  grid.removeAttribute("aria-busy");
}

function drawEngineer(engineer: Engineer): HTMLElement {
  const booked = roundOf(engineer.id);
  const away = engineer.leave.map(([, , label]) => label).join("、");
  const head = make("header", "day-name", {}, make("strong", "", {}, engineer.name), make("small", "", {}, engineer.loan ?? engineer.centre));
  if (engineer.phone) {
    const call = make("a", "btn btn-icon", { href: `tel:${engineer.phone}`, "aria-label": `${w("phone")} ${engineer.name}` });
    call.append(icon("phone"));
    head.append(call);
  }
  const section = make("section", "card day-engineer", {}, head);
  if (away) section.append(make("p", "day-away", {}, icon("beach"), away));
  if (booked.length) section.append(make("ol", "day-jobs", {}, ...booked.flatMap((booking) => drawJob(booking))));
  else if (!away) section.append(make("p", "day-free", {}, w(engineer.shifts.length ? "free_day" : config.span === 1 ? "off_today" : "off_these_days")));
  return section;
}

function drawJob(booking: Booking): HTMLElement[] {
  const leg = legTo(booking);
  const block = drawBlock(booking, WIDE_PX, leg);
  block.removeAttribute("style");
  block.querySelector(".block-time")!.textContent = span(startOf(booking), endOf(booking));
  block.append(make("small", "day-where", {}, [booking.number, booking.place].filter(Boolean).join(" · ")));
  const job = make("li", "", {}, block);
  return leg ? [drawWay(leg), job] : [job];
}

function drawWay({ way, missing }: Leg): HTMLElement {
  const words = w("way", { n: way.minutes, km: Math.round(way.km * 10) / 10 });
  if (!missing) return make("li", "day-way", {}, icon("car"), words);
  return make("li", "day-way day-way-short", {}, icon("alert-triangle"), `${words} · ${w("travel", { n: missing })}`);
}
