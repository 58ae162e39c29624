// What is booked, in a small box beside the block: the facts, and the next steps.
import { button, icon, make, priority, promise } from "./make";
import { config, endOf, engineerOf, span, startOf, url, w } from "./state";
import { legTo } from "./travel";
import { LOCKS } from "./blocks";
import { MOVABLE, type Booking, type Lock } from "./types";

interface Acts {
  move: (booking: Booking) => void;
  takeBack: (booking: Booking) => void;
  pin: (booking: Booking, lock: Lock) => void;
}
let box: HTMLElement | null = null;
let opener: HTMLElement | null = null;

export function closeDetails(refocus = false): void {
  box?.remove();
  box = null;
  if (refocus && opener?.isConnected) opener.focus();
  opener = null;
}

export function openDetails(booking: Booking, anchor: HTMLElement, acts: Acts): void {
  closeDetails();
  opener = anchor;
  box = make("div", "board-details", { role: "dialog", "aria-label": booking.number });
  const close = button("btn btn-icon", "", () => closeDetails(true), "x");
  close.setAttribute("aria-label", w("close"));
  const link = make("a", "", { href: url("order", booking.order) }, `${booking.number} ${booking.subject}`);
  const list = facts(booking);
  const canChange = config.may_dispatch && MOVABLE.has(booking.status);
  if (canChange) list.append(make("div", "fact", {}, make("dt", "", {}, w("fixed")), make("dd", "", {}, locks(booking, acts))));
  box.append(make("header", "", {}, link, close), list);
  const foot = make("footer", "btn-list", {}, make("a", "btn btn-sm", { href: url("order", booking.order) }, w("open_order")));
  if (canChange) {
    foot.append(
      button("btn btn-sm", w("move"), () => acts.move(booking), "arrows-move"),
      button("btn btn-sm", w("take_back"), () => acts.takeBack(booking), "calendar-x"),
    );
  }
  box.append(foot);
  document.body.append(box);
  place(anchor);
  link.focus();
}

function locks(booking: Booking, acts: Acts): HTMLElement {
  const group = make("span", "btn-group board-locks", { role: "group", "aria-label": w("fixed") });
  for (const lock of ["none", "engineer", "time", "both"] as Lock[]) {
    const words = w(`lock_${lock}`);
    const knob = button("btn btn-sm btn-icon", "", () => acts.pin(booking, lock), LOCKS[lock]);
    knob.setAttribute("aria-label", words);
    knob.setAttribute("aria-pressed", String((booking.lock ?? "none") === lock));
    knob.title = words;
    group.append(knob);
  }
  group.append(make("small", "", {}, w(`lock_${booking.lock ?? "none"}`)));
  return group;
}

function facts(booking: Booking): HTMLElement {
  const engineer = engineerOf(booking.engineer);
  const list = make("dl", "facts");
  const fact = (label: string, ...value: (Node | string)[]): void => {
    list.append(make("div", "fact", {}, make("dt", "", {}, label), make("dd", "", {}, ...value)));
  };
  fact(w("time"), `${span(startOf(booking), endOf(booking))} · ${w(`status_${booking.status}`)}`);
  fact(w("engineers"), engineer?.name ?? "", " ", priority(booking.priority));
  if (engineer?.phone) fact(w("phone"), make("a", "phone", { href: `tel:${engineer.phone}` }, icon("phone"), engineer.phone));
  if (booking.place) fact(w("place"), booking.place);
  const leg = legTo(booking);
  if (leg) {
    const words = w("way", { n: leg.way.minutes, km: Math.round(leg.way.km * 10) / 10 });
    fact(w("the_way"), leg.missing ? make("span", "way-missing", {}, icon("alert-triangle"), `${words} · ${w("travel", { n: leg.missing })}`) : words);
  }
  const due = booking.arrive_by ?? booking.resolve_by;
  if (due && booking.status !== "done") fact(w("promise"), promise(due));
  if (booking.note) fact(w("note"), booking.note);
  if (booking.overridden) fact(w("went_over"), booking.overridden.map((code) => w(`warning_${code}`)).join("、"));
  return list;
}

function place(anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = box!.getBoundingClientRect();
  const below = at.bottom + 6 + size.height < window.innerHeight;
  box!.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
  box!.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - size.height - 6)}px`;
}

export function startDetails(): void {
  document.addEventListener("pointerdown", (event) => {
    if (box && !box.contains(event.target as Node)) closeDetails();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && box && closeDetails(true));
}
