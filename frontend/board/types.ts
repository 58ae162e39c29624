// What the server sends of the days on the board.
export interface Engineer {
  id: number;
  name: string;
  grade: string;
  centre: string;
  region: string;
  region_id: number;
  phone: string;
  lat: number | null;
  lon: number | null;
  skills: Record<string, number>;
  papers: Record<string, string>;
  shifts: [number, number][];
  leave: [number, number, string][];
  loan?: string;
}

export type Lock = "none" | "engineer" | "time" | "both";

export type Word = "asked" | "confirmed" | "wished" | "call";

export interface Booking {
  id: number;
  order: number;
  number: string;
  subject: string;
  kind: string;
  order_status: string;
  priority: number;
  place?: string;
  lat?: number;
  lon?: number;
  engineer: number;
  status: string;
  start_at: string;
  end_at: string;
  arrive_by?: string;
  resolve_by?: string;
  note?: string;
  overridden?: string[];
  crew?: number;
  mates?: string[];
  lock?: Lock;
  version: number;
  // What the customer says to the announced window, until the engineer sets out.
  word?: Word;
  wish?: string;
  window_start?: string;
  window_end?: string;
  // Of a job that was sent and not answered.
  dispatched_at?: string;
  unanswered_at?: string;
}

export interface Order {
  id: number;
  number: string;
  subject: string;
  kind: string;
  priority: number;
  place: string;
  lat: number | null;
  lon: number | null;
  customer_name: string;
  equipment_name: string;
  minutes: number;
  skills: Record<string, number>;
  papers: number[];
  arrive_by: string | null;
  resolve_by: string | null;
  earliest_at: string | null;
  // How many go together; of two, who is booked already, and when.
  crew: number;
  mate: string | null;
  mate_at: string | null;
  // Whom the customer does not want, and who alone may come.
  never: number[];
  only: number[];
}

// A proposal around an edit.
export interface Mending {
  id: number;
  title: string;
  where: string;
  url: string;
  lines: { number: string; subject: string; was: string; now: string }[];
}

export interface Days {
  day: string;
  days: [string, number][];
  start: string;
  minutes: number;
  is_cut: boolean;
  slowness: Record<string, number>;
  engineers: Engineer[];
  bookings: Booking[];
  orders: Order[];
  mendings: Mending[];
}

export interface Suggestion {
  engineer: number;
  name: string;
  centre: string;
  start_at: string | null;
  end_at: string | null;
  reasons: string[];
  warnings: string[];
  km: number | null;
  travel_minutes: number;
  booked_minutes: number;
  keeps_promise: boolean;
  // Of the engine's place on the tour.
  extra_minutes: number | null;
  detour_minutes: number | null;
  // The customer would rather have this one.
  is_preferred: boolean;
}

// The doors for a day that goes otherwise.
type Otherwise = "plan" | "drop_out" | "overrun" | "no_show" | "fit_in";

export interface Config {
  day: string;
  span: number;
  region: number | null;
  order: number | null;
  zone: string;
  lunch: [number, number, number, number];
  may_dispatch: boolean;
  skills: Record<string, string>;
  papers: Record<string, string>;
  words: Record<string, string>;
  urls: Record<"data" | "places" | "suggest" | "assign" | "move" | "unassign" | "pin" | "order" | "engineer" | "take" | "leave" | Otherwise, string>;
}

// One thing at one place: what is judged, and what a ghost shows.
export interface Piece {
  order: Order | null;
  booking: Booking | null;
  engineer: number | null;
  start: number;
  length: number;
}

// What is being placed on the grid: a waiting order, or a booking that moves, and the bookings that move with it.
export interface Placing extends Piece {
  others: Booking[];
}

export const OCCUPYING = new Set([
  "proposed", "scheduled", "dispatched", "accepted", "traveling", "on_site", "on_break", "done",
]);
export const MOVABLE = new Set(["proposed", "scheduled", "dispatched", "accepted"]);
