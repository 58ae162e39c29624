// What the server sends of one day.
export interface Engineer {
  id: number;
  name: string;
  grade: string;
  centre: string;
  region: string;
  phone: string;
  lat: number | null;
  lon: number | null;
  skills: Record<string, number>;
  papers: Record<string, string>;
  shifts: [number, number][];
  leave: [number, number, string][];
  loan?: string;
}

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
  version: number;
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
}

export interface Day {
  day: string;
  start: string;
  engineers: Engineer[];
  bookings: Booking[];
  orders: Order[];
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
}

export interface Config {
  day: string;
  region: number | null;
  order: number | null;
  zone: string;
  may_dispatch: boolean;
  skills: Record<string, string>;
  papers: Record<string, string>;
  words: Record<string, string>;
  urls: Record<"data" | "suggest" | "assign" | "move" | "unassign" | "order", string>;
}

// What is being placed on the grid: a waiting order, or a booking that moves.
export interface Placing {
  order: Order | null;
  booking: Booking | null;
  engineer: number | null;
  start: number;
  length: number;
}

export const OCCUPYING = new Set([
  "proposed", "scheduled", "dispatched", "accepted", "traveling", "on_site", "on_break", "done",
]);
export const MOVABLE = new Set(["proposed", "scheduled", "dispatched", "accepted"]);
