// The last acts and how to take them back: each by the opposite command, which the server may refuse like any other.
import { toast } from "../desk/toasts";
import { ask, done, insist, post } from "./asking";
import { say, url, w } from "./state";
import type { Booking, Lock } from "./types";

// `version` is what the booking must still have; `before` what it had before the act.
interface Of {
  id: number;
  version: number;
  before: number;
}
interface Place extends Of {
  engineer: number;
  start_at: string;
  end_at: string;
  accept: string[];
}
export type Step =
  | (Of & { verb: "unassign" })
  | (Of & { verb: "pin"; lock: Lock })
  | (Place & { verb: "move" })
  | (Place & { verb: "assign"; order: number; note?: string });
export interface Act {
  words: string;
  steps: Step[];
}

const MOST = 50;
const acts: Act[] = [];
const knob = document.getElementById("board-undo") as HTMLButtonElement | null;

export function remember(act: Act): void {
  acts.push(act);
  if (acts.length > MOST) acts.shift();
  show();
}

function show(): void {
  if (!knob) return;
  const last = acts[acts.length - 1];
  knob.disabled = !last;
  const words = last ? w("undo_what", { what: last.words }) : w("undo_nothing");
  knob.title = `${words} (Ctrl+Z)`;
  knob.setAttribute("aria-label", words);
}

// Takes back the last act; says whether there was one.
export async function undo(): Promise<boolean> {
  const act = acts.pop();
  show();
  if (!act) return false;
  const refused: string[] = [];
  for (const step of [...act.steps].reverse()) {
    const answer = await carryOut(step);
    if (typeof answer === "string") refused.push(answer);
    else if (answer) passOn(step, answer);
  }
  if (refused.length === act.steps.length && refused.length === 1) {
    const text = w("undo_refused", { what: act.words, why: refused[0] });
    say(text);
    toast({ text, tone: "danger" });
  } else if (refused.length) {
    await ask(w("undo_partly", { what: act.words, n: refused.length, all: act.steps.length }), refused, w("understood"), false, "");
  } else done(w("undone", { what: act.words }));
  return true;
}

async function carryOut(step: Step): Promise<Booking | string | null> {
  const seen = { seen_version: step.version };
  if (step.verb === "unassign") return answered(await post(url("unassign", step.id), seen));
  if (step.verb === "pin") return answered(await post(url("pin", step.id), { ...seen, lock: step.lock }));
  const { engineer, start_at, end_at, accept } = step;
  const where = { engineer_id: engineer, start_at, end_at, accept_warnings: accept.join(" ") };
  let why = "";
  const refuse = (text: string): void => void (why = text);
  const booking = step.verb === "move"
    ? await insist(url("move", step.id), { ...where, ...seen }, refuse)
    : await insist(url("assign"), { ...where, work_order_id: step.order, note: step.note }, refuse);
  return booking ?? (why || w("undo_left"));
}

function answered(answer: { booking?: Booking; message?: string }): Booking | string {
  return answer.booking ?? answer.message ?? w("loading_failed");
}

// An older act of one's own goes on from the booking as it now is; what somebody else changed in between stays refused.
function passOn(step: Step, booking: Booking): void {
  for (const { steps } of acts)
    for (const one of steps)
      if (one.id === step.id && one.version === step.before) Object.assign(one, { id: booking.id, version: booking.version });
}

export function startUndo(after: () => Promise<void>): void {
  const go = (): void => void undo().then((was) => (was ? after() : undefined));
  knob?.addEventListener("click", go);
  document.addEventListener("keydown", (event) => {
    const isField = event.target instanceof Element && event.target.matches("input:not([type=checkbox]), textarea, select");
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || isField) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    go();
  });
  show();
}
