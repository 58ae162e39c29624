// What the engine proposes around an edit: a quiet strip above the grid, taken or left with one click.
import { done, post, refuse } from "./asking";
import { button, icon, make } from "./make";
import { say, state, url, w } from "./state";
import type { Mending } from "./types";

const strip = document.getElementById("board-mendings")!;
const heard = new Set<number>();
const open = new Set<number>();
let reload: () => Promise<void>;

export const startMending = (load: () => Promise<void>): void => void (reload = load);

export function drawMendings(): void {
  const found = state.day?.mendings ?? [];
  const focused = strip.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.act : undefined;
  strip.hidden = !found.length;
  strip.replaceChildren(...found.map(drawOne));
  if (focused) strip.querySelector<HTMLElement>(`[data-act="${focused}"]`)?.focus();
  for (const { id, title } of found) if (!heard.has(id)) say(`${w("mending")}: ${title}`);
  heard.clear();
  for (const { id } of found) heard.add(id);
}

function drawOne(one: Mending): HTMLElement {
  const words = make("p", "mending-words", {}, icon("route"), make("b", "", {}, `${w("mending")}: `), one.title, make("small", "", {}, one.where));
  const changes = make("ul", "mending-lines", { id: `mending-${one.id}` }, ...one.lines.map(drawLine));
  changes.append(make("li", "", {}, make("a", "", { href: one.url }, w("mending_open"))));
  changes.hidden = !open.has(one.id);
  const look = act(one, "look", "btn btn-sm", "list-details", () => {
    changes.hidden = !changes.hidden;
    if (changes.hidden) open.delete(one.id);
    else open.add(one.id);
    look.setAttribute("aria-expanded", String(!changes.hidden));
  });
  look.setAttribute("aria-expanded", String(!changes.hidden));
  look.setAttribute("aria-controls", changes.id);
  const take = act(one, "take", "btn btn-sm", "check", () => void decide(one, "take", take));
  const leave = act(one, "leave", "btn btn-sm", "x", () => void decide(one, "leave", leave));
  return make("div", "mending", {}, words, make("div", "btn-list", {}, look, take, leave), changes);
}

function act(one: Mending, verb: string, css: string, picture: string, go: () => void): HTMLButtonElement {
  const knob = button(css, w(`mending_${verb}`), go, picture);
  knob.dataset.act = `${verb}-${one.id}`;
  return knob;
}

function drawLine({ number, subject, was, now }: Mending["lines"][number]): HTMLElement {
  const move = make("span", "mending-move", {}, make("s", "", {}, was), icon("arrow-right"), make("b", "", {}, now));
  return make("li", "", {}, make("span", "mending-number", {}, number), make("span", "mending-subject", {}, subject), move);
}

async function decide(one: Mending, verb: "take" | "leave", knob: HTMLButtonElement): Promise<void> {
  knob.disabled = true;
  const answer = await post(url(verb, one.id), {});
  if (answer.plan) done(w(verb === "take" ? "mending_taken" : "mending_left"));
  else refuse(knob, answer.message ?? w("loading_failed"));
  await reload();
}
