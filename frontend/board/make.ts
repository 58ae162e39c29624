// Making elements in few words; text is always text, never markup.
import { icon } from "../desk/words";
import { w } from "./state";

type Child = Node | string | null | undefined | false;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, css: string, attributes: Record<string, string> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (css) element.className = css;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

const PRIORITY_ICONS: Record<number, string> = { 1: "urgent", 2: "chevrons-up", 3: "equal", 4: "chevron-down" };
export function priority(level: number, withWord = true): HTMLElement {
  const word = w(`priority_${level}`);
  const mark = make("span", `priority priority-${level}`, { title: word }, icon(PRIORITY_ICONS[level] ?? "equal"));
  mark.append(withWord ? make("span", "", {}, word) : make("span", "visually-hidden", {}, word));
  return mark;
}

export function promise(due: string): HTMLElement {
  const words = make("span", "promise-words");
  const mark = make("span", "promise promise-calm", { "data-due": due }, icon("hourglass"), words);
  document.dispatchEvent(new CustomEvent("promises:new", { detail: mark }));
  return mark;
}

export function button(css: string, label: string, act: (event: Event) => void, picture = ""): HTMLButtonElement {
  const made = make("button", css, { type: "button" }, picture ? icon(picture) : null, label);
  made.addEventListener("click", act);
  return made;
}

export { icon };
