// Long selects become boxes one can type into; with `data-pick-url` the choices come from the server.
import { word } from "./words";

interface Choice {
  value: string;
  text: string;
  note?: string;
}

async function enhance(select: HTMLSelectElement): Promise<void> {
  if (select.dataset.picked) return;
  select.dataset.picked = "1";
  const [{ default: TomSelect }] = await Promise.all([
    import("tom-select/dist/js/tom-select.base.js" as string) as Promise<{ default: any }>,
    import("./styles/pick.css"),
  ]);
  const url = select.dataset.pickUrl;
  const line = (choice: Choice, escape: (text: string) => string) =>
    `<div>${escape(choice.text)}${choice.note ? `<small>${escape(choice.note)}</small>` : ""}</div>`;
  new TomSelect(select, {
    maxOptions: 200,
    valueField: "value",
    labelField: "text",
    searchField: url ? [] : ["text"],
    preload: url ? "focus" : false,
    load: url
      ? function (this: any, text: string, done: (choices: Choice[]) => void) {
          // The server has chosen already: what an earlier text found must not stay in the list.
          this.clearOptions();
          fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`)
            .then((answer) => (answer.ok ? answer.json() : []))
            .then(done, () => done([]));
        }
      : undefined,
    render: { option: line, no_results: () => `<div class="no-results">${word("nothing_found")}</div>` },
  });
}

export function startPicking(): void {
  const all = () => document.querySelectorAll<HTMLSelectElement>("select[data-pick], select[data-pick-url]").forEach((s) => void enhance(s));
  all();
  document.body.addEventListener("htmx:afterSettle", all);
}
