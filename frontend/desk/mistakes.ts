// After a refusal the hands go on at the first field that is wrong, wherever the form is long.
function first(inside: ParentNode): HTMLElement | null {
  return inside.querySelector<HTMLElement>(".has-error :is(input:not([type=hidden]), select, textarea)");
}

export function startMistakes(): void {
  const show = (field: HTMLElement | null): void => {
    field?.focus({ preventScroll: true });
    field?.closest(".has-error")?.scrollIntoView({ block: "center" });
  };
  window.addEventListener("load", () => show(first(document)));
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const { target, xhr } = (event as CustomEvent).detail;
    if ([409, 422].includes((xhr as XMLHttpRequest).status)) show(first((target as Element).isConnected ? target : document));
  });
}
