// The map beside the board: jobs, orders that wait, engineers and their rounds. Everything it does can be done without it.
import "leaflet/dist/leaflet.css";
import "./map.css";
import L from "leaflet";
import { drawOutlines, layTiles, projectionOf } from "./ground";
import { Heat } from "./heat";
import { Diamond, face, numbered } from "./signs";
import type { Host, Places, Round, Scene, Stop } from "./types";

const NEAREST = 13;
const WEIGHTS: Record<number, number> = { 1: 1.6, 2: 1.2 };

export class CockpitMap {
  private map: L.Map;
  private ground = L.layerGroup();
  private rounds = L.layerGroup();
  private signs = L.layerGroup();
  private heat = new Heat();
  private scene: Scene = { rounds: [], waiting: [] };
  private chosen: number | null = null;
  private hovered: number | null = null;
  private isPlaced = false;

  constructor(private box: HTMLElement, private places: Places, private host: Host) {
    const crs = projectionOf(places.tiles);
    this.map = L.map(box, { preferCanvas: true, crs, zoomSnap: 0.5, maxZoom: 18, zoomControl: false, attributionControl: Boolean(places.tiles) });
    this.map.attributionControl?.setPrefix("Leaflet");
    L.control.zoom({ position: "topright" }).addTo(this.map);
    this.map.setView([35, 105], 4);
    layTiles(this.map, places.tiles, () => this.note(host.w("map_no_ground")));
    for (const layer of [this.ground, this.heat, this.rounds, this.signs]) layer.addTo(this.map);
    this.drawLegend();
    new ResizeObserver(() => this.map.invalidateSize()).observe(box);
    new MutationObserver(() => this.draw()).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  }

  show(scene: Scene): void {
    this.scene = scene;
    this.draw();
    if (!this.isPlaced) this.fit();
  }

  // Follows one engineer, or nobody.
  choose(engineer: number | null): void {
    if (this.chosen === engineer) return;
    this.chosen = engineer;
    this.draw();
    const bounds = L.latLngBounds(this.scene.rounds.filter((one) => one.engineer === engineer).flatMap(pointsOf));
    if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.25), { maxZoom: NEAREST });
  }

  hover(engineer: number | null): void {
    if (this.hovered === engineer) return;
    this.hovered = engineer;
    this.draw();
  }

  point(lat: number, lon: number): void {
    this.map.panInside([lat, lon], { padding: [60, 60] });
    const ring = L.circleMarker([lat, lon], { radius: 16, color: this.colour("--accent-ink"), weight: 2, fill: false, interactive: false });
    ring.addTo(this.map);
    window.setTimeout(() => ring.remove(), 1800);
  }

  fit(): void {
    const places = [...this.scene.rounds.flatMap(pointsOf), ...this.scene.waiting.map(({ lat, lon }) => [lat, lon] as [number, number])];
    const bounds = L.latLngBounds(places.length ? places : this.places.regions.flatMap((one) => one.corners));
    if (!bounds.isValid()) return this.note(this.host.w("map_nothing"));
    this.isPlaced = true;
    this.map.fitBounds(bounds.pad(0.08), { maxZoom: NEAREST, animate: false });
  }

  renew(places: Places): void {
    this.places = places;
    this.isPlaced = false;
  }

  private colour(name: string): string {
    return getComputedStyle(this.box).getPropertyValue(name).trim();
  }

  private draw(): void {
    for (const group of [this.ground, this.rounds, this.signs]) group.clearLayers();
    drawOutlines(this.ground, this.places.regions, this.colour("--ink-3"));
    const weighted = this.scene.waiting.map(({ lat, lon, priority }) => ({ lat, lon, weight: WEIGHTS[priority] ?? 1 }));
    this.heat.show(weighted, this.colour("--heat"));
    const marked = this.hovered ?? this.chosen;
    for (const round of this.scene.rounds) if (round.engineer !== marked) this.drawRound(round, false, marked !== null);
    for (const order of this.scene.waiting) {
      const tone = this.colour(order.priority === 1 ? "--red" : "--amber");
      const sign = new Diamond([order.lat, order.lon], { radius: 7, color: this.colour("--paper"), weight: 1.5, fillColor: tone, fillOpacity: 1 });
      sign.bindTooltip(plain(order.words)).on("click", () => this.host.chooseOrder(order.id)).addTo(this.signs);
    }
    for (const round of this.scene.rounds) if (round.engineer === marked) this.drawRound(round, true, false);
  }

  private drawRound(round: Round, isMarked: boolean, isQuiet: boolean): void {
    const { engineer, stops } = round;
    const tone = this.colour(isMarked ? "--accent-ink" : "--blue");
    const line = [...(round.begins && stops.length ? [round.begins] : []), ...stops.map(({ lat, lon }) => [lat, lon] as [number, number])];
    const opacity = isMarked ? 0.95 : isQuiet ? 0.15 : 0.4;
    if (line.length > 1) L.polyline(line, { color: tone, weight: isMarked ? 3 : 1.5, opacity, interactive: false }).addTo(this.rounds);
    for (const { stop, words, turns } of sites(stops)) {
      const sign = isMarked ? L.marker([stop.lat, stop.lon], { icon: numbered(turns), keyboard: false, zIndexOffset: 500 })
        : L.circleMarker([stop.lat, stop.lon], { radius: 4.5, color: this.colour("--paper"), weight: 1, fillColor: tone, fillOpacity: isQuiet ? 0.4 : 1 });
      sign.bindTooltip(plain(words)).on("click", () => this.host.chooseBooking(stop.id)).addTo(this.signs);
    }
    const at = round.at ?? (round.begins && { lat: round.begins[0], lon: round.begins[1], words: this.host.w("map_base") });
    if (!at) return;
    const sign = L.marker([at.lat, at.lon], { icon: face(round.name, isMarked, !round.at), keyboard: false, zIndexOffset: isMarked ? 1000 : 0 });
    sign.bindTooltip(plain(`${round.name} · ${at.words}`)).addTo(this.signs);
    sign.on("click", () => this.host.chooseEngineer(this.chosen === engineer ? null : engineer));
    sign.on("mouseover", () => this.host.hoverEngineer(engineer)).on("mouseout", () => this.host.hoverEngineer(null));
  }

  private note(text: string): void {
    const line = document.createElement("p");
    line.className = "map-note";
    line.setAttribute("role", "status");
    line.textContent = text;
    this.box.querySelector(".map-note")?.remove();
    this.box.append(line);
  }

  private drawLegend(): void {
    const { w } = this.host;
    const list = document.createElement("ul");
    list.className = "map-legend";
    for (const [sign, word] of [["engineer", "map_engineer"], ["job", "map_job"], ["waiting", "map_waiting"]]) {
      const line = document.createElement("li");
      const patch = document.createElement("span");
      patch.className = `map-patch map-patch-${sign}`;
      line.append(patch, w(word));
      list.append(line);
    }
    const all = document.createElement("button");
    all.type = "button";
    all.className = "btn btn-sm";
    all.textContent = w("map_all");
    all.addEventListener("click", () => {
      this.host.chooseEngineer(null);
      this.fit();
    });
    list.append(all);
    L.DomEvent.disableClickPropagation(list);
    this.box.append(list);
  }
}

// Several jobs at one place are one sign that says all their turns.
function sites(stops: Stop[]): { stop: Stop; words: string; turns: string }[] {
  const found = new Map<string, { stop: Stop; words: string; turns: string }>();
  stops.forEach((stop, n) => {
    const key = `${stop.lat} ${stop.lon}`;
    const known = found.get(key);
    const more = { words: known ? `${known.words}\n${stop.words}` : stop.words, turns: known ? `${known.turns}·${n + 1}` : String(n + 1) };
    found.set(key, { stop: known?.stop ?? stop, ...more });
  });
  return [...found.values()];
}

// Text is text: a tooltip would take a string for markup.
function plain(text: string): HTMLElement {
  const words = document.createElement("span");
  words.textContent = text;
  return words;
}

function pointsOf(round: Round): [number, number][] {
  const at = round.at ? [[round.at.lat, round.at.lon] as [number, number]] : [];
  const begins = round.begins && !round.at ? [round.begins] : [];
  return [...begins, ...at, ...round.stops.map(({ lat, lon }) => [lat, lon] as [number, number])];
}
