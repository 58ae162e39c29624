// The signature pad: what is drawn becomes path data in the pad's own box, whatever the screen is.
type Point = [number, number];

const STEP = 2;
const INK = "#16201c";

class Pad {
  private lines: Point[][] = [];
  private readonly box: Point;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly field: HTMLInputElement,
    private readonly clear: HTMLButtonElement,
  ) {
    this.box = [Number(canvas.dataset.width), Number(canvas.dataset.height)];
    this.lines = this.read(field.value);
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => this.write());
    clear.addEventListener("click", () => this.wipe());
    new ResizeObserver(() => this.draw()).observe(canvas);
    this.draw();
  }

  private read(path: string): Point[][] {
    const lines: Point[][] = [];
    for (const [, step, x, y] of path.matchAll(/([ML])([\d.]+) ([\d.]+)/g)) {
      if (step === "M") lines.push([]);
      lines.at(-1)?.push([Number(x), Number(y)]);
    }
    return lines;
  }

  private at(event: PointerEvent): Point {
    const frame = this.canvas.getBoundingClientRect();
    const x = ((event.clientX - frame.left) / frame.width) * this.box[0];
    const y = ((event.clientY - frame.top) / frame.height) * this.box[1];
    return [Math.min(Math.max(x, 0), this.box[0]), Math.min(Math.max(y, 0), this.box[1])];
  }

  private begin(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.lines.push([this.at(event)]);
    this.draw();
  }

  private go(event: PointerEvent): void {
    const line = this.lines.at(-1);
    if (!line || !this.canvas.hasPointerCapture(event.pointerId)) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) {
      const point = this.at(move);
      const last = line.at(-1)!;
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= STEP) line.push(point);
    }
    this.draw();
  }

  private write(): void {
    const one = (n: number) => n.toFixed(1);
    this.field.value = this.lines
      .map((line) => line.map(([x, y], i) => `${i ? "L" : "M"}${one(x)} ${one(y)}`).join(""))
      .join("");
  }

  private wipe(): void {
    this.lines = [];
    this.field.value = "";
    this.draw();
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const pen = this.canvas.getContext("2d")!;
    pen.setTransform((width * ratio) / this.box[0], 0, 0, (height * ratio) / this.box[1], 0, 0);
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = INK;
    for (const line of this.lines) this.trace(pen, line);
    this.clear.hidden = !this.lines.length;
    this.canvas.parentElement!.classList.toggle("is-signed", this.lines.length > 0);
  }

  private trace(pen: CanvasRenderingContext2D, line: Point[]): void {
    pen.beginPath();
    pen.moveTo(...line[0]);
    // Through the middles of the steps, so that a quick hand leaves curves and not corners.
    for (let i = 1; i < line.length - 1; i++) {
      const [x, y] = line[i];
      const [nx, ny] = line[i + 1];
      pen.quadraticCurveTo(x, y, (x + nx) / 2, (y + ny) / 2);
    }
    pen.lineTo(...line.at(-1)!);
    pen.stroke();
  }
}

export function startPads(): void {
  document.querySelectorAll<HTMLCanvasElement>("canvas[data-pad]").forEach((canvas) => {
    const field = document.getElementById(canvas.dataset.pad!) as HTMLInputElement | null;
    const clear = canvas.parentElement?.querySelector<HTMLButtonElement>("[data-pad-clear]");
    if (field && clear) new Pad(canvas, field, clear);
  });
}
