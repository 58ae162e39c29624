// Ctrl+K: type, see, press Enter.
const box = document.getElementById("palette") as HTMLDialogElement | null;
const hits = document.getElementById("palette-hits");
// The text whose hits are shown, and whether Enter was pressed before they came.
let shown = "";
let isAwaited = false;

function all(): HTMLAnchorElement[] {
  return [...(hits?.querySelectorAll<HTMLAnchorElement>(".hit") ?? [])];
}

function mark(index: number): void {
  const found = all();
  const at = (index + found.length) % Math.max(1, found.length);
  found.forEach((hit, i) => {
    hit.classList.toggle("is-on", i === at);
    hit.setAttribute("aria-selected", String(i === at));
  });
  found[at]?.scrollIntoView({ block: "nearest" });
}

function onKey(event: KeyboardEvent): void {
  const found = all();
  const at = found.findIndex((hit) => hit.classList.contains("is-on"));
  if (event.key === "ArrowDown") mark(at + 1);
  else if (event.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
  else if (event.key === "Enter") {
    isAwaited = shown !== (event.target as HTMLInputElement).value;
    if (!isAwaited) (found[at] ?? found[0])?.click();
  } else return;
  event.preventDefault();
}

export function openPalette(): void {
  if (!box || box.open) return;
  box.showModal();
  const input = box.querySelector("input")!;
  input.focus();
  input.select();
}

export function startPalette(): void {
  if (!box || !hits) return;
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-palette]")) openPalette();
    if (event.target === box) box.close();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
    }
  });
  const input = box.querySelector("input")!;
  input.addEventListener("keydown", onKey);
  input.addEventListener("input", () => (isAwaited = false));
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = (event as CustomEvent).detail;
    if (target !== hits) return;
    shown = String(requestConfig.parameters.q ?? "");
    mark(0);
    if (isAwaited && shown === input.value) all()[0]?.click();
  });
}
