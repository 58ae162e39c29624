// Nothing typed is lost: a form with `data-draft` is kept on this device until the server took it.
import { word } from "./words";

const PREFIX = "draft:";
const KEPT_MS = 14 * 86_400_000;
type Kept = { at: number; fields: [string, string][] };
const offered = new Set<string>();

function key(form: HTMLFormElement): string {
  return `${PREFIX}${document.body.dataset.user ?? ""}:${form.dataset.draft}`;
}

function isKept(control: Element): control is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  const input = control as HTMLInputElement;
  if (input.type === "hidden") return "kept" in input.dataset;
  return Boolean(input.name) && !["file", "password", "submit"].includes(input.type) && !input.dataset.unkept;
}

function keep(form: HTMLFormElement): void {
  const fields: [string, string][] = [];
  for (const control of form.elements) {
    if (!isKept(control)) continue;
    const input = control as HTMLInputElement;
    if (["checkbox", "radio"].includes(input.type) ? input.checked : input.value) fields.push([input.name, input.value]);
  }
  localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), fields } satisfies Kept));
}

function restore(form: HTMLFormElement): boolean {
  const text = localStorage.getItem(key(form));
  if (!text) return false;
  const kept = JSON.parse(text) as Kept;
  if (Date.now() - kept.at > KEPT_MS || !kept.fields.length) return false;
  // What the address picked already is another matter than the one of the draft.
  const hasPicks = [...form.querySelectorAll<HTMLInputElement>("[data-kept]")].some((field) => field.value);
  for (const control of form.elements) {
    if (!isKept(control)) continue;
    const input = control as HTMLInputElement;
    if (input.type === "hidden" && hasPicks) continue;
    const values = kept.fields.filter(([name]) => name === input.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
    else if (values.length && (!input.value || input instanceof HTMLSelectElement)) input.value = values[0];
  }
  form.dataset.restored = "1";
  return true;
}

function offer(form: HTMLFormElement): void {
  const note = document.createElement("p");
  note.className = "draft-note";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "plain-link";
  drop.textContent = word("draft_drop");
  drop.addEventListener("click", () => {
    localStorage.removeItem(key(form));
    offered.delete(key(form));
    // What the server drew from the draft is not undone by a reset.
    if ("draftFresh" in form.dataset) window.location.replace(window.location.href);
    form.reset();
    note.remove();
  });
  note.append(`${word("draft_kept")} `, drop);
  offered.add(key(form));
  form.prepend(note);
}

function watch(form: HTMLFormElement): void {
  if (form.dataset.watched) return;
  form.dataset.watched = "1";
  // A form the server drew anew in the middle of the work holds everything already.
  const isFresh = "draftFresh" in form.dataset;
  if (isFresh) keep(form);
  if (isFresh && offered.has(key(form))) offer(form);
  if (!isFresh && !form.querySelector(".has-error") && restore(form)) offer(form);
  form.addEventListener("input", () => keep(form));
}

export function startDrafts(): void {
  const all = () => document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(watch);
  all();
  document.body.addEventListener("htmx:afterSettle", all);
  // The server says which draft it took: on the answer of a fragment, or on the next page.
  const taken = (name: string) => localStorage.removeItem(`${PREFIX}${document.body.dataset.user ?? ""}:${name}`);
  document.body.addEventListener("draft:taken", (event) => taken((event as CustomEvent).detail.value));
  if (document.body.dataset.draftTaken) taken(document.body.dataset.draftTaken);
}
