// Charts of the page: drawn from the data beside them, redrawn when the theme or the width changes.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { startAsking } from "./asking";
import "./charts.css";
import { type Chart, type Spec, urlAt } from "./data";
import { options } from "./options";

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent, SVGRenderer]);

const drawn = new Map<HTMLElement, EChartsType>();

function specOf(place: HTMLElement): Spec | null {
  const source = document.getElementById(place.dataset.chart ?? "");
  return source?.textContent ? (JSON.parse(source.textContent) as Spec) : null;
}

function draw(place: HTMLElement): void {
  const spec = specOf(place);
  if (!spec) return;
  drawn.get(place)?.dispose();
  if (spec.kind === "ranking") place.style.height = `${Math.max(160, spec.labels.length * 30 + 60)}px`;
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption(options(spec, place.clientWidth));
  chart.on("click", (click) => {
    const url = urlAt(spec, click as unknown as Chart.Click);
    if (url) location.assign(url);
  });
  drawn.set(place, chart);
}

function save(place: HTMLElement): void {
  const svg = place.querySelector("svg")?.outerHTML;
  if (!svg) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  link.download = `${place.dataset.chart}.svg`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const places = () => [...document.querySelectorAll<HTMLElement>("[data-chart]")];
const redraw = () => places().forEach(draw);

new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
let waiting = 0;
addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = window.setTimeout(redraw, 150);
});
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-chart-save]");
  const place = button && document.querySelector<HTMLElement>(`[data-chart="${button.dataset.chartSave}"]`);
  if (place) save(place);
});
startAsking();
redraw();
