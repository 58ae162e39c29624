// Countdowns keep running, and change their colour when a promise comes near or breaks.
import { word } from "./words";

const MINUTE = 60_000;
const URGENT = 60;
const NEAR = 240;
const TICK_MS = 20_000;

export function span(minutes: number): string {
  if (minutes >= 2880) {
    const hours = Math.floor((minutes % 1440) / 60);
    return word(hours ? "days_hours" : "days", { d: Math.floor(minutes / 1440), h: hours });
  }
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  if (!h) return word("minutes", { m });
  return word(m ? "hours_minutes" : "hours", { h, m });
}

function refresh(mark: HTMLElement): void {
  const gap = new Date(mark.dataset.due!).getTime() - Date.now();
  const minutes = Math.floor(Math.abs(gap) / MINUTE);
  const state = gap < 0 ? "broken" : minutes <= URGENT ? "urgent" : minutes <= NEAR ? "near" : "calm";
  mark.className = mark.className.replace(/promise-(calm|near|urgent|broken)/, `promise-${state}`);
  const words = mark.querySelector(".promise-words");
  if (words) words.textContent = word(gap < 0 ? "overdue" : "left", { span: span(minutes) });
  const use = mark.querySelector("use");
  const sprite = use?.getAttribute("href")?.split("#")[0];
  use?.setAttribute("href", `${sprite}#${gap < 0 ? "alert-triangle" : "hourglass"}`);
}

export function startPromises(): void {
  const all = () => document.querySelectorAll<HTMLElement>("[data-due]").forEach(refresh);
  window.setInterval(all, TICK_MS);
  document.addEventListener("promises:new", (event) => refresh((event as CustomEvent<HTMLElement>).detail));
  document.addEventListener("visibilitychange", () => document.hidden || all());
}
