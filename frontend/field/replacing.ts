// After a verb the job begins at its top again; after a refusal, at the first thing that is wrong.
export function startReplacing(): void {
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const target = (event as CustomEvent).detail.elt as HTMLElement;
    if (target.id !== "job") return;
    const wrong = target.querySelector(".has-error, .alert-danger, .field-error");
    if (wrong) wrong.scrollIntoView({ block: "center" });
    else window.scrollTo({ top: 0 });
  });
}
