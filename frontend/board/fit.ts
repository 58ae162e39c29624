// Whether an engineer suits at a time, told before anything is dropped. The server decides; this only foresees.
import { config, endOf, engineerOf, instantOf, minuteOf, startOf, state, w } from "./state";
import { FAR_MINUTES, taken, UNKNOWN_MINUTES, way } from "./travel";
import type { Booking, Engineer, Piece } from "./types";

export interface Verdict {
  hard: string[];
  soft: string[];
}

// What does not depend on the time: certificates and skills, and days that are off.
export function standing(engineer: Engineer, piece: Piece): Verdict {
  const [hard, soft]: string[][] = [[], []];
  const order = piece.order;
  const { shifts, leave } = engineer;
  const away = shifts.length ? leave.find(([from, to]) => shifts.every(([start, end]) => from <= start && end <= to)) : null;
  if (away) hard.push(w("away", { what: away[2] }));
  if (!shifts.length) soft.push(w(config.span === 1 ? "off_today" : "off_these_days"));
  if (!order) return { hard, soft };
  for (const kind of order.papers) {
    const until = engineer.papers[kind];
    const what = config.papers[kind] ?? String(kind);
    if (!until) hard.push(w("no_paper", { what }));
    else if (until < state.day!.day) hard.push(w("old_paper", { what }));
  }
  if (order.never.includes(engineer.id)) soft.push(w("unwanted"));
  else if (order.only.length && !order.only.includes(engineer.id)) soft.push(w("wants_other"));
  for (const [skill, needs] of Object.entries(order.skills)) {
    const has = engineer.skills[skill];
    const what = config.skills[skill] ?? skill;
    if (has === undefined) soft.push(w("no_skill", { what }));
    else if (has < needs) soft.push(w("low_skill", { what, has, needs }));
  }
  return { hard, soft };
}

// `moving` are the bookings that leave their places in the same go.
export function judge(engineer: Engineer, piece: Piece, moving: Set<number>): Verdict {
  const { hard, soft } = standing(engineer, piece);
  const [start, end] = [piece.start, piece.start + piece.length];
  if (Date.parse(instantOf(end)) <= Date.now()) hard.push(w("past"));
  for (const [from, to, label] of engineer.leave) {
    const words = w("away", { what: label });
    if (from < end && to > start && !hard.includes(words)) hard.push(words);
  }
  const booked = taken(engineer.id).filter((b) => !moving.has(b.id));
  const clash = booked.find((b) => startOf(b) < end && endOf(b) > start);
  if (clash) hard.push(w("clash", { what: clash.number }));
  const { shifts } = engineer;
  if (shifts.length && !shifts.some(([from, to]) => from <= start && end <= to)) soft.push(w("outside_shift"));
  soft.push(...promises(piece, start, end));
  const fixed = piece.booking && fixedOf(piece.booking, engineer, start);
  if (fixed) soft.push(fixed);
  if (isApart(piece, moving)) soft.push(w("crew_apart"));
  const missing = clash ? 0 : wayShort(engineer, piece, booked, start, end);
  if (missing > 0) soft.push(w("travel", { n: missing }));
  return { hard, soft };
}

// A person may move what was fixed against plans, knowing it.
function fixedOf(booking: Booking, engineer: Engineer, start: number): string | null {
  const { lock } = booking;
  const isBroken = (lock !== "time" && engineer.id !== booking.engineer) || (lock !== "engineer" && start !== startOf(booking));
  return lock && lock !== "none" && isBroken ? w("is_fixed", { what: w(`lock_${lock}`) }) : null;
}

// Two go together: whether the other one starts at another time.
function isApart({ order, booking, start }: Piece, moving: Set<number>): boolean {
  if (order?.mate_at) return minuteOf(order.mate_at) !== start;
  if (!booking?.mates?.length) return false;
  const others = state.day!.bookings.filter((one) => one.order === booking.order && one.id !== booking.id && booking.mates!.includes(engineerOf(one.engineer)?.name ?? ""));
  return others.some((one) => !moving.has(one.id) && startOf(one) !== start);
}

function promises(piece: Piece, start: number, end: number): string[] {
  const what = piece.order ?? piece.booking!;
  const found: string[] = [];
  if (what.arrive_by && start > minuteOf(what.arrive_by)) found.push(w("late_arrival"));
  else if (what.resolve_by && end > minuteOf(what.resolve_by)) found.push(w("late_finish"));
  const earliest = piece.order?.earliest_at;
  if (earliest && start < minuteOf(earliest)) found.push(w("too_early"));
  return found;
}

function wayShort(engineer: Engineer, piece: Piece, booked: Booking[], start: number, end: number): number {
  const here = piece.order ?? piece.booking!;
  let worst = 0;
  if (here.lat === null || here.lat === undefined) return 0;
  for (const stop of booked) {
    const before = start - endOf(stop);
    const after = startOf(stop) - end;
    if (!(before >= 0 && before < FAR_MINUTES) && !(after >= 0 && after < FAR_MINUTES)) continue;
    const minutes = way(stop, here, engineer)?.minutes ?? UNKNOWN_MINUTES;
    worst = Math.max(worst, minutes - (before >= 0 ? before : after));
  }
  return worst;
}
