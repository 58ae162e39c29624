// Words in the corner: after a page, after a fragment, after a failure.
import { icon, word } from "./words";

interface Line {
  text: string;
  tone: string;
}
const PICTURES: Record<string, string> = { success: "circle-check", info: "info-circle", warning: "alert-triangle" };
const LONG_MS = 9000;
const SHORT_MS = 5000;

export function toast({ text, tone }: Line): void {
  const line = document.createElement("div");
  line.className = `toast-line toast-${tone}`;
  line.setAttribute("role", tone === "success" || tone === "info" ? "status" : "alert");
  const words = document.createElement("p");
  words.textContent = text;
  const away = document.createElement("button");
  away.type = "button";
  away.setAttribute("aria-label", word("close"));
  away.append(icon("x"));
  away.addEventListener("click", () => line.remove());
  line.append(icon(PICTURES[tone] ?? "alert-circle"), words, away);
  document.getElementById("toasts")?.append(line);
  window.setTimeout(() => line.remove(), tone === "success" ? SHORT_MS : LONG_MS);
}

export function startToasts(): void {
  const waiting = document.getElementById("messages");
  for (const line of JSON.parse(waiting?.textContent ?? "[]") as Line[]) toast(line);
  document.body.addEventListener("toast", (event) => {
    const detail = (event as CustomEvent).detail;
    for (const line of (detail.value ?? detail) as Line[]) toast(line);
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    toast({ text: word("passkey_failed"), tone: "warning" });
  });
  document.body.addEventListener("htmx:sendError", () => toast({ text: word("offline"), tone: "danger" }));
  document.body.addEventListener("htmx:responseError", (event) => {
    const xhr = (event as CustomEvent).detail.xhr as XMLHttpRequest;
    if (xhr.status >= 500)
      toast({ text: word("broken", { id: xhr.getResponseHeader("X-Request-Id") ?? "" }), tone: "danger" });
  });
}
