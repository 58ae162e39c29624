// What a person does on the board, told to the server and remembered so that it can be taken back.
import { ask, done, type Fields, insist, post, refuse } from "./asking";
import { clock, engineerOf, instantOf, state, url, w } from "./state";
import type { Booking, Lock, Piece, Placing } from "./types";
import { remember, type Step } from "./undo";

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
