// Places are WGS-84; some maps of mainland China are drawn in GCJ-02 (GB 20263). The same reckoning as the server's.
export type Place = [number, number];

const AXIS_M = 6_378_245;
const FLATNESS = 0.00669342162296594323;
const [SOUTH, NORTH, WEST, EAST] = [0.8293, 55.8271, 72.004, 137.8347];
const EXACT_DEGREES = 1e-12;
const MOST_STEPS = 50;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

export function toGcj(lat: number, lon: number): Place {
  if (!(SOUTH <= lat && lat <= NORTH && WEST <= lon && lon <= EAST)) return [lat, lon];
  const [north, east] = shift(lat, lon);
  return [lat + north, lon + east];
}

export function fromGcj(lat: number, lon: number): Place {
  let [foundLat, foundLon] = [lat, lon];
  for (let n = 0; n < MOST_STEPS; n++) {
    const [seenLat, seenLon] = toGcj(foundLat, foundLon);
    const [offLat, offLon] = [lat - seenLat, lon - seenLon];
    foundLat += offLat;
    foundLon += offLon;
    if (Math.max(Math.abs(offLat), Math.abs(offLon)) < EXACT_DEGREES) break;
  }
  return [foundLat, foundLon];
}

function shift(lat: number, lon: number): Place {
  const [x, y] = [lon - 105, lat - 35];
  const ripple = waves(x, [20, 6], [20, 2]);
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  north += ripple + waves(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]);
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  east += ripple + waves(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]);
  const flat = 1 - FLATNESS * Math.sin(radians(lat)) ** 2;
  const meridian = (AXIS_M * (1 - FLATNESS)) / (flat * Math.sqrt(flat));
  const parallel = (AXIS_M / Math.sqrt(flat)) * Math.cos(radians(lat));
  return [degrees(north / meridian), degrees(east / parallel)];
}

function waves(at: number, ...parts: [number, number][]): number {
  return (parts.reduce((sum, [height, rate]) => sum + height * Math.sin(Math.PI * rate * at), 0) * 2) / 3;
}
