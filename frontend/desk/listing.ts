// Lists: selection, the bulk bar, the column chooser, opening a row by clicking anywhere on it.
import htmx from "./htmx";

function boxes(scope: Element): HTMLInputElement[] {
  return [...scope.querySelectorAll<HTMLInputElement>('input[name="ids"]')];
}

function showSelection(scope: Element): void {
  const all = boxes(scope);
  const chosen = all.filter((box) => box.checked);
  for (const box of all) box.closest("tr")?.classList.toggle("is-selected", box.checked);
  const bar = scope.querySelector<HTMLElement>(".bulk-bar");
  if (bar) bar.hidden = chosen.length === 0;
  scope.querySelectorAll("[data-selected]").forEach((n) => (n.textContent = String(chosen.length)));
  const head = scope.querySelector<HTMLInputElement>("[data-select-all]");
  if (head) {
    head.checked = chosen.length > 0 && chosen.length === all.length;
    head.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
}

function chooseColumns(form: HTMLFormElement): void {
  const keys = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
  if (!keys.length) return;
  const url = new URL(form.dataset.columns!, location.href);
  url.searchParams.set("cols", keys.join(","));
  htmx.ajax("get", url.pathname + url.search, { target: "#listing", swap: "outerHTML" });
  history.replaceState(history.state, "", url.pathname + url.search);
}

function openRow(event: MouseEvent): void {
  const target = event.target as Element;
  const row = target.closest<HTMLElement>("tr[data-href]");
  if (!row || target.closest("a, button, input, label, .select") || String(getSelection())) return;
  if (event.metaKey || event.ctrlKey) window.open(row.dataset.href);
  else location.assign(row.dataset.href!);
}

export function startListing(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-select-none]")) {
      const scope = target.closest("[data-selectable]")!;
      for (const box of boxes(scope)) box.checked = false;
      showSelection(scope);
    } else if (target.closest("[data-filter-back]")) target.closest(".filter-form")?.replaceChildren();
    else openRow(event);
  });
  document.addEventListener("change", (event) => {
    const target = event.target as HTMLInputElement;
    const scope = target.closest("[data-selectable]");
    if (scope && target.matches("[data-select-all]")) for (const box of boxes(scope)) box.checked = target.checked;
    if (scope) showSelection(scope);
    const columns = target.closest<HTMLFormElement>("[data-columns]");
    if (columns) chooseColumns(columns);
  });
  // Empty filters stay out of the address; a typed date takes the named period off.
  document.body.addEventListener("htmx:configRequest", (event) => {
    const { parameters, verb, elt } = (event as CustomEvent).detail;
    if (verb !== "get" || !(elt as Element).closest(".filter-one, .listing-search")) return;
    for (const [name, value] of Object.entries(parameters)) if (value === "" || name === "find") delete parameters[name];
  });
}
