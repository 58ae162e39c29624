// What is booked, in a small box beside the block: the facts, and the next steps.
import htmx from "../desk/htmx";
import { LOCKS, silence, together, WORDS } from "./blocks";
import { button, icon, make, priority, promise } from "./make";
import { config, endOf, engineerOf, hour, minuteOf, moment, span, startOf, url, w } from "./state";
import { legTo } from "./travel";
import { MOVABLE, type Booking, type Engineer, type Lock } from "./types";

interface Acts {
  move: (booking: Booking) => void;
  takeBack: (booking: Booking) => void;
  pin: (booking: Booking, lock: Lock) => void;
}
const UNDER_WAY = new Set(["traveling", "on_site", "on_break"]);
const ON_THE_WAY = new Set(["dispatched", "accepted", "traveling"]);
let box: HTMLElement | null = null;
let opener: HTMLElement | null = null;

export function closeDetails(refocus = false): void {
  box?.remove();
  box = null;
  if (refocus && opener?.isConnected) opener.focus();
  opener = null;
}

function open(title: string, address: string, anchor: HTMLElement): HTMLElement {
  closeDetails();
  opener = anchor;
  box = make("div", "board-details", { role: "dialog", "aria-label": title });
  const close = button("btn btn-icon", "", () => closeDetails(true), "x");
  close.setAttribute("aria-label", w("close"));
  box.append(make("header", "", {}, make("a", "", { href: address }, title), close));
  document.body.append(box);
  return box;
}

// A button for one of the desk's dialogs, which the server fills.
export function asks(label: string, address: string, picture: string, verb: "get" | "post" = "get"): HTMLElement {
  const knob = button("btn btn-sm", label, () => undefined, picture);
  knob.setAttribute(`hx-${verb}`, address);
  knob.setAttribute("hx-target", "#dialog-body");
  knob.dataset.dialog = label;
  htmx.process(knob);
  return knob;
}

// Who it is, how the days look, and the button for a day that goes otherwise.
export function openEngineer(engineer: Engineer, anchor: HTMLElement): void {
  const made = open(engineer.name, url("engineer", engineer.id), anchor);
  const list = make("dl", "facts");
  const fact = (label: string, ...value: (Node | string)[]): void =>
    list.append(make("div", "fact", {}, make("dt", "", {}, label), make("dd", "", {}, ...value)));
  fact(w("centre"), [engineer.centre, engineer.region].filter(Boolean).join(" · "));
  if (engineer.phone) fact(w("phone"), make("a", "phone", { href: `tel:${engineer.phone}` }, icon("phone"), engineer.phone));
  const shifts = engineer.shifts.map(([from, to]) => span(from, to)).join("、");
  fact(w("shift"), shifts || w(config.span === 1 ? "off_today" : "off_these_days"));
  const skills = Object.entries(engineer.skills).map(([skill, level]) => `${config.skills[skill] ?? skill} ${level}`);
  if (skills.length) fact(w("skills"), skills.join("、"));
  made.append(list);
  const foot = make("footer", "btn-list", {}, make("a", "btn btn-sm", { href: url("engineer", engineer.id) }, w("open_engineer")));
  if (config.may_dispatch) foot.append(asks(w("drops_out"), url("drop_out", engineer.id), "user-off"));
  made.append(foot);
  place(anchor);
}

export function openDetails(booking: Booking, anchor: HTMLElement, acts: Acts): void {
  const box = open(`${booking.number} ${booking.subject}`, url("order", booking.order), anchor);
  const list = facts(booking);
  const canChange = config.may_dispatch && MOVABLE.has(booking.status);
  if (canChange) list.append(make("div", "fact", {}, make("dt", "", {}, w("fixed")), make("dd", "", {}, locks(booking, acts))));
  box.append(list);
  const foot = make("footer", "btn-list", {}, make("a", "btn btn-sm", { href: url("order", booking.order) }, w("open_order")));
  if (canChange) {
    foot.append(
      button("btn btn-sm", w("move"), () => acts.move(booking), "arrows-move"),
      button("btn btn-sm", w("take_back"), () => acts.takeBack(booking), "calendar-x"),
    );
  }
  if (config.may_dispatch && UNDER_WAY.has(booking.status)) foot.append(asks(w("takes_longer"), url("overrun", booking.id), "clock-plus"));
  if (config.may_dispatch && ON_THE_WAY.has(booking.status)) foot.append(asks(w("nobody_there"), url("no_show", booking.id), "home-question"));
  box.append(foot);
  place(anchor);
  box.querySelector("a")!.focus();
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
  if (booking.crew) fact(w("crew"), icon("users"), together(booking));
  if (booking.place) fact(w("place"), booking.place);
  const leg = legTo(booking);
  if (leg) {
    const words = w("way", { n: leg.way.minutes, km: Math.round(leg.way.km * 10) / 10 });
    fact(w("the_way"), leg.missing ? make("span", "way-missing", {}, icon("alert-triangle"), `${words} · ${w("travel", { n: leg.missing })}`) : words);
  }
  const due = booking.arrive_by ?? booking.resolve_by;
  if (due && booking.status !== "done") fact(w("promise"), promise(due));
  if (booking.word) fact(w("word"), ...customersWord(booking));
  const silent = silence(booking);
  if (silent) fact(w("answer"), booking.unanswered_at ? make("span", "way-missing", {}, icon("message-off"), silent) : silent);
  if (booking.note) fact(w("note"), booking.note);
  if (booking.overridden) fact(w("went_over"), booking.overridden.map((code) => w(`warning_${code}`)).join("、"));
  return list;
}

function customersWord({ word, wish, window_start, window_end }: Booking): (Node | string)[] {
  const css = word === "wished" || word === "call" ? "way-missing" : `word-${word}`;
  const said = [make("span", css, {}, icon(WORDS[word!]), w(`word_${word}`))];
  if (wish && word === "wished") said.push(make("small", "word-wish", {}, wish));
  if (window_start && window_end) said.push(make("small", "word-wish", {}, w("word_window", { from: moment(window_start), to: hour(minuteOf(window_end)) })));
  return said;
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
