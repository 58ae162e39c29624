// One dialog for the whole page: htmx fills its body, the server closes it.
import { word } from "./words";

const dialog = document.getElementById("dialog") as HTMLDialogElement | null;
const body = document.getElementById("dialog-body");
let typed = false;

export function openDialog(title: string, size = ""): void {
  if (!dialog || !body) return;
  dialog.querySelector("h2")!.textContent = title;
  dialog.dataset.size = size;
  typed = false;
  if (!dialog.open) dialog.showModal();
  const first = body.querySelector<HTMLElement>("[autofocus], input:not([type=hidden]), select, textarea, button");
  first?.focus();
}

function close(): void {
  if (!dialog?.open) return;
  dialog.close();
  body?.replaceChildren();
}

function leave(event: Event): void {
  if (typed && !window.confirm(word("leave"))) event.preventDefault();
  else close();
}

export function startDialog(): void {
  if (!dialog || !body) return;
  document.addEventListener("click", (event) => {
    const opener = (event.target as Element).closest<HTMLElement>("[data-dialog]");
    if (opener) dialog.dataset.waiting = opener.dataset.dialog;
    if ((event.target as Element).closest("[data-dialog-close]")) leave(event);
    else if (event.target === dialog) leave(event);
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const target = (event as CustomEvent).detail.target as Element;
    if (target.closest("#dialog-body") && body.childElementCount && !dialog.open)
      openDialog(dialog.dataset.waiting ?? "", (body.firstElementChild as HTMLElement).dataset.size);
  });
  body.addEventListener("input", () => (typed = true));
  dialog.addEventListener("cancel", leave);
  document.body.addEventListener("dialog:close", close);
}
