// The frame: folding the navigation, counts beside its entries, the inbox's count, the theme of the device.
import { send } from "./words";

const KEPT = "badges";

function showBadges(counts: Record<string, number>): void {
  document.querySelectorAll<HTMLElement>("[data-badge]").forEach((mark) => {
    const n = counts[mark.dataset.badge!] ?? 0;
    mark.textContent = n ? (n > 99 ? "99+" : String(n)) : "";
  });
}

async function fetchBadges(): Promise<void> {
  const url = document.body.dataset.badges;
  if (!url) return;
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const counts = (await answer.json()) as Record<string, number>;
  sessionStorage.setItem(KEPT, JSON.stringify(counts));
  showBadges(counts);
}

function fold(): void {
  const narrow = document.body.classList.toggle("nav-narrow");
  void send(document.body.dataset.nav!, { nav: narrow ? "narrow" : "wide" });
}

// A folded navigation shows a section's pages beside it; the list scrolls, so the place is found when asked.
function placeFlyout(event: Event): void {
  if (!document.body.classList.contains("nav-narrow")) return;
  const section = (event.target as Element).closest<HTMLElement>(".side-section");
  const pages = section?.querySelector<HTMLElement>(".side-sub");
  if (!section || !pages) return;
  const top = section.getBoundingClientRect().top;
  pages.style.top = `${Math.max(4, Math.min(top, window.innerHeight - pages.offsetHeight - 8))}px`;
}

export function startFrame(): void {
  const side = document.querySelector(".side");
  side?.addEventListener("mouseover", placeFlyout);
  side?.addEventListener("focusin", placeFlyout);
  showBadges(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"));
  void fetchBadges();
  document.body.addEventListener("badges:changed", () => void fetchBadges());
  document.addEventListener("live:heard", (event) => {
    if (String((event as CustomEvent).detail).startsWith("user:")) void fetchBadges();
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-fold]")) fold();
    if (target.closest("[data-menu]")) document.body.classList.toggle("nav-open");
    else if (!target.closest(".side")) document.body.classList.remove("nav-open");
    if (target.closest("[data-print]")) window.print();
  });
  let loading = 0;
  const show = (change: number) => document.body.classList.toggle("is-loading", (loading = Math.max(0, loading + change)) > 0);
  document.body.addEventListener("htmx:beforeRequest", () => show(1));
  document.body.addEventListener("htmx:afterRequest", () => show(-1));
}
