// Moving or taking back several bookings: one command each, and the outcome of each is told.
import { piecesOf } from "./placing";
import { ask, done, post, type Answer } from "./asking";
import { backOf, fieldsOf, rebookOf } from "./sending";
import { clock, endOf, engineerOf, startOf, state, url, w } from "./state";
import type { Booking, Piece, Placing } from "./types";
import { remember, type Step } from "./undo";

interface Outcome {
  booking: Booking;
  answer: Answer;
}

// Later ones go first when all become later, so that none meets another of them on the way.
function inOrder(placing: Placing): Piece[] {
  const isLater = placing.start > startOf(placing.booking!);
  return piecesOf(placing).sort((a, b) => (isLater ? b.start - a.start : a.start - b.start));
}

export async function commitMany(placing: Placing): Promise<boolean> {
  const accepted = new Map<number, string[]>();
  const steps: Step[] = [];
  let open = inOrder(placing);
  const all = open.length;
  let outcomes: Outcome[] = [];
  while (open.length) {
    outcomes = [];
    const left: Piece[] = [];
    for (const piece of open) {
      const booking = piece.booking!;
      const answer = await post(url("move", booking.id), { ...fieldsOf(piece), accept_warnings: accepted.get(booking.id)?.join(" ") });
      if (answer.booking) {
        if (answer.booking.version !== booking.version) steps.push(backOf(booking, answer.booking));
      } else {
        left.push(piece);
        outcomes.push({ booking, answer });
      }
    }
    const warned = outcomes.filter(({ answer }) => answer.warnings);
    if (!warned.length || !(await askAbout(warned))) break;
    for (const { booking, answer } of warned)
      accepted.set(booking.id, [...(accepted.get(booking.id) ?? []), ...answer.warnings!.map((one) => one.code)]);
    // What was refused may only have stood in the way of what is moved now.
    open = left;
  }
  if (steps.length) remember({ words: w("undo_moves", { n: steps.length }), steps });
  await tell("moved_many", "moved_some", all, outcomes);
  return outcomes.length < all;
}

function askAbout(warned: Outcome[]): Promise<boolean> {
  const lines = warned.flatMap(({ booking, answer }) => answer.warnings!.map((one) => `${booking.number}: ${one.text}`));
  return ask(w("before_moving"), lines, w("move_anyway"));
}

export async function takeBackMany(bookings: Booking[]): Promise<boolean> {
  const lines = bookings.map((one) => `${clock(startOf(one))}–${clock(endOf(one))} ${engineerOf(one.engineer)?.name ?? ""} · ${one.number} ${one.subject}`);
  if (!(await ask(w("take_back_many_ask", { n: bookings.length }), lines, w("take_back"), true))) return false;
  const outcomes: Outcome[] = [];
  const steps: Step[] = [];
  for (const booking of bookings) {
    state.busy.add(booking.id);
    const answer = await post(url("unassign", booking.id), { seen_version: booking.version });
    state.busy.delete(booking.id);
    if (answer.booking) steps.push(rebookOf(booking));
    else outcomes.push({ booking, answer });
  }
  if (steps.length) remember({ words: w("undo_take_backs", { n: steps.length }), steps });
  await tell("taken_back_many", "taken_back_some", bookings.length, outcomes);
  return steps.length > 0;
}

// All went well: a word in the corner. Otherwise every one that stayed, with the reason.
async function tell(all: string, some: string, count: number, outcomes: Outcome[]): Promise<void> {
  if (!outcomes.length) return done(w(all, { n: count }));
  const lines = outcomes.map(({ booking, answer }) => {
    const why = answer.warnings?.map((one) => one.text).join(" ") ?? answer.message ?? w("loading_failed");
    return `${booking.number} ${engineerOf(booking.engineer)?.name ?? ""}: ${why}`;
  });
  await ask(w(some, { n: count - outcomes.length, all: count }), lines, w("understood"), false, "");
}

