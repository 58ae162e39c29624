// `/` goes to the search of the list, `?` shows the keys, Esc leaves a field.
import { openPalette } from "./palette";

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function showKeys(): void {
  (document.getElementById("keys") as HTMLDialogElement | null)?.showModal();
}

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>("[data-slash]");
      if (search) search.focus();
      else openPalette();
    } else if (event.key === "?") showKeys();
    else if (event.key === "n") document.querySelector<HTMLElement>(".btn-new")?.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-keys]")) showKeys();
    if (target.closest("[data-close]") || target.matches("#keys")) target.closest("dialog")?.close();
  });
}
