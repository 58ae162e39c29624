// The call screen: what the style sheet cannot do alone.
import "./intake.css";

const typing = "input:not([type=hidden]), select, textarea";

function free(): HTMLElement | null {
  const fields = [...document.querySelectorAll<HTMLInputElement>(`#intake-form ${typing}`)];
  return fields.find((field) => field.required && !field.value && field.offsetParent !== null) ?? null;
}

// A draft knows who called and about what by their ids alone: the server draws the names and what stands beside.
window.addEventListener("load", () => {
  const form = document.getElementById("intake-form") as HTMLFormElement;
  const isPicked = [...form.querySelectorAll<HTMLInputElement>("[data-kept]")].some((field) => field.value);
  if ("restored" in form.dataset && isPicked) document.getElementById("intake-again")?.click();
});

function hideCallers(): void {
  document.getElementById("intake-callers")?.replaceChildren();
}

// After a pick the next empty field is where the hands go on.
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (((event as CustomEvent).detail.target as Element | null)?.id === "intake") free()?.focus();
});

document.addEventListener("keydown", (event) => {
  const list = [...document.querySelectorAll<HTMLElement>("#intake-callers button")];
  if (!list.length) return;
  const at = list.indexOf(document.activeElement as HTMLElement);
  if (event.key === "Escape") hideCallers();
  else if (event.key === "ArrowDown") list[Math.min(at + 1, list.length - 1)].focus();
  else if (event.key === "ArrowUp" && at > 0) list[at - 1].focus();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (!target.closest("#intake-callers, .intake-who")) hideCallers();
});
