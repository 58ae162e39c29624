// Asking the server and the person; a refusal is shown where it happened.
import { toast } from "../desk/toasts";
import { csrf } from "../desk/words";
import { button, icon, make } from "./make";
import { say, w } from "./state";
import type { Booking } from "./types";

export interface Answer {
  booking?: Booking;
  plan?: number;
  code?: string;
  message?: string;
  warnings?: { code: string; text: string }[];
}
export type Fields = Record<string, string | number | undefined | null>;
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
