// Where much work waits: a soft spot for every order, which add up where they lie close together.
import L from "leaflet";

export interface Spot {
  lat: number;
  lon: number;
  weight: number;
}
const REACH_PX = 46;
const DENSITY = 0.16;
const hex = (share: number): string => Math.round(Math.min(1, share) * 255).toString(16).padStart(2, "0");

export class Heat extends L.Layer {
  private canvas = document.createElement("canvas");
  private spots: Spot[] = [];
  private colour = "#f2711c";

  // The colour is of the form #rrggbb.
  show(spots: Spot[], colour: string): void {
    this.spots = spots;
    this.colour = colour;
    this.draw();
  }

  override onAdd(map: L.Map): this {
    this.canvas.className = "map-heat leaflet-zoom-hide";
    map.getPane("overlayPane")!.prepend(this.canvas);
    map.on("moveend zoomend resize viewreset", this.draw, this);
    this.draw();
    return this;
  }

  override onRemove(map: L.Map): this {
    this.canvas.remove();
    map.off("moveend zoomend resize viewreset", this.draw, this);
    return this;
  }

  private draw(): void {
    const map = this._map as L.Map | undefined;
    const pen = this.canvas.getContext("2d");
    if (!map || !pen) return;
    const { x, y } = map.getSize();
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    this.canvas.width = x;
    this.canvas.height = y;
    for (const spot of this.spots) this.drawSpot(pen, map.latLngToContainerPoint([spot.lat, spot.lon]), spot.weight);
  }

  private drawSpot(pen: CanvasRenderingContext2D, { x, y }: L.Point, weight: number): void {
    const fade = pen.createRadialGradient(x, y, 0, x, y, REACH_PX);
    fade.addColorStop(0, this.colour + hex(DENSITY * weight));
    fade.addColorStop(1, this.colour + hex(0));
    pen.fillStyle = fade;
    pen.fillRect(x - REACH_PX, y - REACH_PX, 2 * REACH_PX, 2 * REACH_PX);
  }
}
