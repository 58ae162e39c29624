// What lies under the places: tiles of a service where one is set, and always the outlines of the regions.
import L from "leaflet";
import { fromGcj, toGcj } from "./datum";
import type { Outline, Tiles } from "./types";

// A map drawn in GCJ-02 under places kept as WGS-84: the projection itself shifts.
export function projectionOf(tiles: Tiles | null): L.CRS {
  if (tiles?.datum !== "gcj02") return L.CRS.EPSG3857;
  const usual = L.CRS.EPSG3857;
  const shifted = Object.create(usual) as L.CRS;
  shifted.latLngToPoint = (place, zoom) => {
    const { lat, lng } = L.latLng(place);
    return usual.latLngToPoint(L.latLng(toGcj(lat, lng)), zoom);
  };
  shifted.pointToLatLng = (point, zoom) => {
    const { lat, lng } = usual.pointToLatLng(point, zoom);
    return L.latLng(fromGcj(lat, lng));
  };
  return shifted;
}

export function layTiles(map: L.Map, tiles: Tiles | null, unavailable: () => void): void {
  let isTold = false;
  for (const address of tiles?.layers ?? []) {
    const layer = L.tileLayer(address, {
      subdomains: tiles!.subdomains, attribution: tiles!.attribution, maxZoom: 18, maxNativeZoom: tiles!.max_zoom,
    });
    layer.on("tileerror", () => {
      if (isTold) return;
      isTold = true;
      unavailable();
    });
    layer.addTo(map);
  }
}

export function drawOutlines(group: L.LayerGroup, regions: Outline[], line: string): void {
  for (const { name, corners } of regions) {
    const shape = corners.length > 2 ? L.polygon(corners, { color: line, weight: 1.2, fillColor: line, fillOpacity: 0.05 })
      : corners.length === 2 ? L.polyline(corners, { color: line, weight: 1.2 }) : null;
    if (!shape) continue;
    shape.options.interactive = false;
    shape.addTo(group);
    const bounds = shape.getBounds();
    const top = L.latLng(bounds.getNorth(), bounds.getCenter().lng);
    const label = L.divIcon({ className: "map-region", html: document.createElement("span"), iconSize: [0, 0] });
    (label.options.html as HTMLElement).textContent = name;
    L.marker(top, { icon: label, interactive: false, keyboard: false }).addTo(group);
  }
}
