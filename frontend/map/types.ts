// What the map is told: by the server of regions and engineers, by the board of jobs and orders.
export interface Tiles {
  layers: string[];
  subdomains: string;
  attribution: string;
  datum: "wgs84" | "gcj02";
  max_zoom: number;
}

export interface Outline {
  id: number;
  name: string;
  corners: [number, number][];
}

export interface Places {
  tiles: Tiles | null;
  regions: Outline[];
  seen: { engineer: number; number: string; lat: number; lon: number; at: string | null }[];
}

export interface Stop {
  id: number;
  lat: number;
  lon: number;
  words: string;
}

// One engineer's way through one day, from where it begins.
export interface Round {
  engineer: number;
  name: string;
  begins: [number, number] | null;
  // Where the engineer was last known to be, in words as well.
  at: { lat: number; lon: number; words: string } | null;
  stops: Stop[];
}

export interface Waiting extends Stop {
  priority: number;
}

export interface Scene {
  rounds: Round[];
  waiting: Waiting[];
}

export interface Host {
  w: (key: string) => string;
  chooseBooking: (id: number) => void;
  chooseOrder: (id: number) => void;
  chooseEngineer: (id: number | null) => void;
  hoverEngineer: (id: number | null) => void;
}
