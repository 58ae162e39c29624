// Telling the server; a warning is asked about, a refusal is shown where it happened.
import { toast } from "../desk/toasts";
import { csrf } from "../desk/words";
import { icon, make, button } from "./make";
import { clock, engineerOf, instantOf, say, state, url, w } from "./state";
import type { Booking, Lock, Piece, Placing } from "./types";
import { remember, type Step } from "./undo";

export interface Answer {
  booking?: Booking;
  code?: string;
  message?: string;
  warnings?: { code: string; text: string }[];
}
type Fields = Record<string, string | number | undefined | null>;
const OFFLINE: Answer = { code: "offline" };

export async function post(address: string, fields: Fields): Promise<Answer> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== null) body.set(name, String(value));
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf() } });
    if (!answer.headers.get("Content-Type")?.includes("json")) return OFFLINE;
    return (await answer.json()) as Answer;
  } catch {
    return OFFLINE;
  }
}

export function ask(title: string, lines: string[], yes: string, danger = false, no = w("keep")): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = make("dialog", "board-ask", { "aria-label": title });
    const done = (answer: boolean): void => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const list = make("ul", "", {}, ...lines.map((line) => make("li", "", {}, line)));
    const keep = no ? button("btn", no, () => done(false)) : null;
    const go = button(`btn ${danger ? "btn-danger" : "btn-primary"}`, yes, () => done(true));
    const end = make("div", "form-end", {}, keep, go);
    dialog.append(make("h2", "", {}, icon("alert-triangle"), title), lines.length ? list : "", end);
    dialog.addEventListener("cancel", () => done(false));
    document.body.append(dialog);
    dialog.showModal();
    go.focus();
  });
}

// Shows why not at the place itself, and says it.
export function refuse(where: Element | null, text: string): void {
  say(text);
  const box = where?.getBoundingClientRect();
  if (!box || !box.width) return toast({ text, tone: "danger" });
  const bubble = make("div", "board-bubble", { role: "alert" }, icon("ban"), text);
  bubble.style.left = `${Math.min(Math.max(box.left, 8), window.innerWidth - 320)}px`;
  bubble.style.top = `${Math.min(box.bottom + 6, window.innerHeight - 90)}px`;
  document.body.append(bubble);
  window.setTimeout(() => bubble.remove(), 7000);
  document.addEventListener("pointerdown", () => bubble.remove(), { once: true });
}

export function done(text: string): void {
  toast({ text, tone: "success" });
  say(text);
}

// Asks for a booking, and again when the warnings are gone over; `refused` hears why not.
export async function insist(address: string, fields: Fields, refused: (why: string) => void): Promise<Booking | null> {
  let answer = await post(address, fields);
  if (answer.code === "warnings" && answer.warnings) {
    if (!(await ask(w("before_booking"), answer.warnings.map((one) => one.text), w("book_anyway")))) return null;
    const codes = [fields.accept_warnings, ...answer.warnings.map((one) => one.code)].filter(Boolean);
    answer = await post(address, { ...fields, accept_warnings: codes.join(" ") });
  }
  if (answer.booking) return answer.booking;
  refused(answer.message ?? w("loading_failed"));
  return null;
}

export function fieldsOf(piece: Piece): Fields {
  return {
    engineer_id: piece.engineer,
    start_at: instantOf(piece.start),
    end_at: instantOf(piece.start + piece.length),
    seen_version: piece.booking?.version,
    work_order_id: piece.order?.id,
  };
}

// How to bring back what is, before it becomes something else.
export function backOf(was: Booking, is: Booking): Step {
  const { id, engineer, start_at, end_at, overridden, version } = was;
  return { verb: "move", id, version: is.version, before: version, engineer, start_at, end_at, accept: overridden ?? [] };
}

export async function commit(placing: Placing, where: Element | null): Promise<boolean> {
  const { order, booking } = placing;
  if (booking) state.busy.add(booking.id);
  const made = await insist(booking ? url("move", booking.id) : url("assign"), fieldsOf(placing), (why) => refuse(where, why));
  if (booking) state.busy.delete(booking.id);
  if (!made) return false;
  const number = (order ?? booking)!.number;
  if (booking) remember({ words: w("undo_move", { number }), steps: [backOf(booking, made)] });
  else remember({ words: w("undo_book", { number }), steps: [{ verb: "unassign", id: made.id, version: made.version, before: 0 }] });
  done(w(booking ? "moved_done" : "booked_done", { name: engineerOf(made.engineer)?.name ?? "", time: clock(placing.start) }));
  return true;
}

export async function setLock(booking: Booking, lock: Lock): Promise<void> {
  const answer = await post(url("pin", booking.id), { lock, seen_version: booking.version });
  if (!answer.booking) return refuse(document.querySelector(`[data-booking="${booking.id}"]`), answer.message ?? w("loading_failed"));
  const { id, number, version } = booking;
  const back: Step = { verb: "pin", id, version: answer.booking.version, before: version, lock: booking.lock ?? "none" };
  if (answer.booking.version !== version) remember({ words: w("undo_pin", { number }), steps: [back] });
  done(w("pinned_done", { number, what: w(`lock_${lock}`) }));
}

export function rebookOf(was: Booking): Step {
  const { id, order, engineer, start_at, end_at, note, version, overridden } = was;
  return { verb: "assign", id, version, before: version, order, engineer, start_at, end_at, note, accept: overridden ?? [] };
}

export async function takeBack(booking: Booking): Promise<boolean> {
  const title = w("take_back_ask", { name: engineerOf(booking.engineer)?.name ?? "", number: booking.number });
  if (!(await ask(title, [], w("take_back"), true))) return false;
  const answer = await post(url("unassign", booking.id), { seen_version: booking.version });
  if (!answer.booking) {
    refuse(document.querySelector(`[data-booking="${booking.id}"]`), answer.message ?? w("loading_failed"));
    return false;
  }
  remember({ words: w("undo_take_back", { number: booking.number }), steps: [rebookOf(booking)] });
  done(w("taken_back"));
  return true;
}
