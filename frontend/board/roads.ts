// The way without a map, reckoned as the server reckons it: the straight line, a detour, and the speed of its length.
type Knots = [number, number][];
const DETOURS: Knots = [[0, 1.45], [3_000, 1.38], [15_000, 1.32], [60_000, 1.25], [300_000, 1.2]];
const SPEEDS_KMH: Knots = [[0, 14], [1_000, 18], [5_000, 26], [20_000, 40], [60_000, 62], [300_000, 85]];
const ARRIVAL_SECONDS = 180;
const EARTH_M = 6_371_008.8;

export type Point = { lat?: number | null; lon?: number | null };
export interface Way {
  minutes: number;
  km: number;
}

function between(knots: Knots, at: number): number {
  for (let n = 1; n < knots.length; n++) {
    const [[left, low], [right, high]] = [knots[n - 1], knots[n]];
    if (at <= right) return low + ((high - low) * (at - left)) / (right - left);
  }
  return knots[knots.length - 1][1];
}

export function straight(a: Point, b: Point): number | null {
  const degrees = [a.lat, a.lon, b.lat, b.lon];
  if (degrees.some((one) => one === null || one === undefined)) return null;
  const [la, lo, lb, lp] = degrees.map((one) => (one! * Math.PI) / 180);
  const half = Math.sin((lb - la) / 2) ** 2 + Math.cos(la) * Math.cos(lb) * Math.sin((lp - lo) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

// `slowness` says how much longer the region's roads take than reckoned.
export function reckon(line: number, slowness: number): Way {
  if (line === 0) return { minutes: 0, km: 0 };
  const metres = line * between(DETOURS, line);
  const seconds = Math.round(((metres * 3.6) / between(SPEEDS_KMH, line)) * slowness + ARRIVAL_SECONDS);
  return { minutes: Math.ceil(seconds / 60), km: metres / 1000 };
}
