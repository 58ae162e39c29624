// Telling the server; a warning is asked about, a refusal is shown where it happened.
import { toast } from "../desk/toasts";
import { csrf } from "../desk/words";
import { icon, make, button } from "./make";
import { clock, engineerOf, instantOf, say, state, url, w } from "./state";
import type { Booking, Placing } from "./types";

interface Answer {
  booking?: Booking;
  code?: string;
  message?: string;
  warnings?: { code: string; text: string }[];
}
type Fields = Record<string, string | number | undefined | null>;
const OFFLINE: Answer = { code: "offline" };

async function post(address: string, fields: Fields): Promise<Answer> {
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

function ask(title: string, lines: string[], yes: string, danger = false): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = make("dialog", "board-ask", { "aria-label": title });
    const done = (answer: boolean): void => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const list = make("ul", "", {}, ...lines.map((line) => make("li", "", {}, line)));
    const keep = button("btn", w("keep"), () => done(false));
    const go = button(`btn ${danger ? "btn-danger" : "btn-primary"}`, yes, () => done(true));
    dialog.append(make("h2", "", {}, icon("alert-triangle"), title), lines.length ? list : "", make("div", "form-end", {}, keep, go));
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

async function insist(address: string, fields: Fields, where: Element | null): Promise<Booking | null> {
  let answer = await post(address, fields);
  if (answer.code === "warnings" && answer.warnings) {
    if (!(await ask(w("before_booking"), answer.warnings.map((one) => one.text), w("book_anyway")))) return null;
    answer = await post(address, { ...fields, accept_warnings: answer.warnings.map((one) => one.code).join(" ") });
  }
  if (answer.booking) return answer.booking;
  refuse(where, answer.message ?? w("loading_failed"));
  return null;
}

export async function commit(placing: Placing, where: Element | null): Promise<boolean> {
  const { order, booking } = placing;
  const times = { start_at: instantOf(placing.start), end_at: instantOf(placing.start + placing.length) };
  if (booking) state.busy.add(booking.id);
  const fields: Fields = { engineer_id: placing.engineer, ...times };
  const done = booking
    ? await insist(url("move", booking.id), { ...fields, seen_version: booking.version }, where)
    : await insist(url("assign"), { ...fields, work_order_id: order!.id }, where);
  if (booking) state.busy.delete(booking.id);
  if (!done) return false;
  const told = { name: engineerOf(done.engineer)?.name ?? "", time: clock(placing.start) };
  const text = w(booking ? "moved_done" : "booked_done", told);
  toast({ text, tone: "success" });
  say(text);
  return true;
}

export async function takeBack(booking: Booking): Promise<boolean> {
  const title = w("take_back_ask", { name: engineerOf(booking.engineer)?.name ?? "", number: booking.number });
  if (!(await ask(title, [], w("take_back"), true))) return false;
  const answer = await post(url("unassign", booking.id), { seen_version: booking.version });
  if (!answer.booking) {
    refuse(document.querySelector(`[data-booking="${booking.id}"]`), answer.message ?? w("loading_failed"));
    return false;
  }
  toast({ text: w("taken_back"), tone: "success" });
  return true;
}
