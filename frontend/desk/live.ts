// One event stream for the page; an element with `data-live-topic` and `hx-get` fetches itself again when its topic speaks.
import htmx from "./htmx";

const SETTLE_MS = 400;
let source: EventSource | null = null;
let listening = "";
const waiting = new Map<Element, number>();

function topics(): string[] {
  const found = [...document.querySelectorAll<HTMLElement>("[data-live-topic]")].map((n) => n.dataset.liveTopic ?? "");
  return [...new Set(found.flatMap((t) => t.split(" ")).filter(Boolean))].sort();
}

function fetchAgain(element: Element): void {
  window.clearTimeout(waiting.get(element));
  waiting.set(
    element,
    window.setTimeout(() => {
      waiting.delete(element);
      if (!element.isConnected || element.querySelector("input:focus, textarea:focus, .bulk-bar:not([hidden])")) return;
      htmx.trigger(element, "live");
    }, SETTLE_MS),
  );
}

function hear(event: MessageEvent<string>): void {
  const topic = (JSON.parse(event.data) as { topic?: string }).topic;
  if (!topic) return;
  document.querySelectorAll<HTMLElement>("[data-live-topic]").forEach((element) => {
    if (element.dataset.liveTopic!.split(" ").includes(topic)) fetchAgain(element);
  });
  document.dispatchEvent(new CustomEvent("live:heard", { detail: topic }));
}

function missed(): void {
  document.querySelectorAll("[data-live-topic][hx-get]").forEach(fetchAgain);
}

function listen(): void {
  const wanted = topics();
  const query = wanted.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&");
  if (query === listening) return;
  source?.close();
  source = null;
  listening = query;
  if (!query) return;
  const origin = document.body.dataset.liveUrl ?? "";
  source = new EventSource(`${origin}/live/?${query}`, { withCredentials: true });
  source.onmessage = hear;
  // After a pause in the stream nobody knows what was missed: everything is fetched anew.
  let opened = 0;
  source.addEventListener("hello", () => (opened++ ? missed() : undefined));
  source.addEventListener("resync", missed);
}

export function startLive(): void {
  if (!document.body.hasAttribute("data-live-url")) return;
  listen();
  document.body.addEventListener("htmx:afterSettle", listen);
}
