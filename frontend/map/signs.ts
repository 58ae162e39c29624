// The signs on the map; shape tells them apart, colour only helps.
import L from "leaflet";

interface Pen {
  _drawing: boolean;
  _ctx: CanvasRenderingContext2D;
  _fillStroke: (pen: CanvasRenderingContext2D, layer: L.CircleMarker) => void;
}

// An order that waits.
export class Diamond extends L.CircleMarker {
  _updatePath(): void {
    const { _renderer: pen, _point: at } = this as unknown as { _renderer: Pen; _point: L.Point };
    if (!pen._drawing) return;
    const [r, pencil] = [this.getRadius(), pen._ctx];
    pencil.beginPath();
    pencil.moveTo(at.x, at.y - r);
    pencil.lineTo(at.x + r, at.y);
    pencil.lineTo(at.x, at.y + r);
    pencil.lineTo(at.x - r, at.y);
    pencil.closePath();
    pen._fillStroke(pencil, this);
  }
}

function sign(css: string, text: string, size: [number, number]): L.DivIcon {
  const words = document.createElement("span");
  words.textContent = text;
  return L.divIcon({ className: css, html: words, iconSize: size });
}

export const numbered = (turns: string): L.DivIcon => sign("map-stop", turns, [16 + 7 * turns.length, 22]);

// An engineer: the first letter of the name; a dashed ring where nobody has been seen yet today.
export function face(name: string, isMarked: boolean, isOnlyBase: boolean): L.DivIcon {
  const css = ["map-face", isMarked && "map-face-marked", isOnlyBase && "map-face-base"].filter(Boolean).join(" ");
  const size = isMarked ? 30 : 24;
  return sign(css, [...name][0] ?? "", [size, size]);
}
