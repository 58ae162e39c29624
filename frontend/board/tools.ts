// The tools above and below the board: which days, which region, how it is drawn. All of it is in the address.
import { drawLegend } from "./blocks";
import { grid } from "./grid";
import { make } from "./make";
import { config, state, type Colours } from "./state";

interface Screen {
  redraw: () => void;
  load: () => Promise<void>;
  showMap: (isOpen: boolean) => void;
}
const tools = document.getElementById("board-tools") as HTMLFormElement;
const foot = document.getElementById("board-foot")!;
const dayField = tools.elements.namedItem("day") as HTMLInputElement;
const regionField = tools.elements.namedItem("region") as HTMLSelectElement;
const today = tools.dataset.today!;

function address(): string {
  const asked = new URLSearchParams();
  if (config.day !== today) asked.set("day", config.day);
  if (config.span !== 1) asked.set("span", String(config.span));
  if (config.region) asked.set("region", String(config.region));
  if (state.colours !== "status") asked.set("colours", state.colours);
  if (state.isMapOpen) asked.set("map", "1");
  const query = asked.toString();
  return query ? `${location.pathname}?${query}` : location.pathname;
}

function mark(): void {
  dayField.value = config.day;
  regionField.value = config.region ? String(config.region) : "";
  tools.querySelectorAll<HTMLElement>("[data-span]").forEach((one) => {
    one.setAttribute("aria-pressed", String(Number(one.dataset.span) === config.span));
  });
  foot.querySelectorAll<HTMLElement>("[data-colours]").forEach((one) => {
    one.setAttribute("aria-pressed", String(one.dataset.colours === state.colours));
  });
  tools.querySelector("[data-board-map]")?.setAttribute("aria-pressed", String(state.isMapOpen));
  foot.querySelector(".board-legend")?.replaceWith(drawLegend());
}

export function startTools(screen: Screen): void {
  const go = (change: Partial<typeof config>): void => {
    Object.assign(config, change, { order: null });
    state.placing = null;
    history.pushState(null, "", address());
    mark();
    grid.setAttribute("aria-busy", "true");
    void screen.load();
  };
  const look = (): void => {
    history.replaceState(history.state, "", address());
    mark();
    screen.redraw();
  };
  foot.prepend(make("ul", "board-legend"));
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.querySelectorAll<HTMLElement>("[data-board-day]").forEach((step) =>
    step.addEventListener("click", () => go({ day: moved(Number(step.dataset.boardDay)) })),
  );
  dayField.addEventListener("change", () => dayField.value && go({ day: dayField.value }));
  regionField.addEventListener("change", () => go({ region: Number(regionField.value) || null }));
  tools.querySelectorAll<HTMLElement>("[data-span]").forEach((one) =>
    one.addEventListener("click", () => go({ span: Number(one.dataset.span) })),
  );
  grid.addEventListener("click", (event) => {
    const day = (event.target as Element).closest<HTMLElement>(".grid-day")?.dataset.day;
    if (day) go({ day, span: 1 });
  });
  foot.querySelectorAll<HTMLElement>("[data-colours]").forEach((one) =>
    one.addEventListener("click", () => {
      state.colours = one.dataset.colours as Colours;
      look();
    }),
  );
  tools.querySelector("[data-board-map]")?.addEventListener("click", () => {
    state.isMapOpen = !state.isMapOpen;
    screen.showMap(state.isMapOpen);
    look();
  });
  document.getElementById("board-find")!.addEventListener("input", (event) => {
    state.find = (event.target as HTMLInputElement).value.trim().toLowerCase();
    screen.redraw();
  });
  document.getElementById("board-whole")!.addEventListener("change", (event) => {
    state.whole = (event.target as HTMLInputElement).checked;
    screen.redraw();
  });
  window.addEventListener("popstate", () => {
    const asked = new URLSearchParams(location.search);
    const region = Number(asked.get("region")) || null;
    Object.assign(config, { day: asked.get("day") || today, span: Number(asked.get("span")) || 1, region });
    state.colours = asked.get("colours") === "priority" ? "priority" : "status";
    mark();
    void screen.load();
  });
  mark();
}

// A step is a day, or all that are shown; none is today.
function moved(by: number): string {
  if (!by) return today;
  const at = new Date(`${config.day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by * config.span);
  return at.toISOString().slice(0, 10);
}

