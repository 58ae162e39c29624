// On a phone: the engineers one below the other, each with the day's jobs in order of time.
import { drawBlock, grid } from "./grid";
import { icon, make } from "./make";
import { clock, engineers, minuteOf, state, w } from "./state";
import type { Booking, Engineer } from "./types";

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
  const booked = state.day!.bookings.filter((b) => b.engineer === engineer.id);
  const away = engineer.leave.map(([, , label]) => label).join("、");
  const head = make("header", "day-name", {}, make("strong", "", {}, engineer.name), make("small", "", {}, engineer.loan ?? engineer.centre));
  if (engineer.phone) {
    const call = make("a", "btn btn-icon", { href: `tel:${engineer.phone}`, "aria-label": `${w("phone")} ${engineer.name}` });
    call.append(icon("phone"));
    head.append(call);
  }
  const section = make("section", "card day-engineer", {}, head);
  if (away) section.append(make("p", "day-away", {}, icon("beach"), away));
  if (booked.length) section.append(make("ol", "day-jobs", {}, ...booked.map(drawJob)));
  else if (!away) section.append(make("p", "day-free", {}, engineer.shifts.length ? w("free_day") : w("off_today")));
  return section;
}

function drawJob(booking: Booking): HTMLElement {
  const block = drawBlock(booking);
  block.removeAttribute("style");
  block.querySelector(".block-time")!.textContent = `${clock(minuteOf(booking.start_at))}–${clock(minuteOf(booking.end_at))}`;
  block.append(make("small", "day-where", {}, [booking.number, booking.place].filter(Boolean).join(" · ")));
  return make("li", "", {}, block);
}
