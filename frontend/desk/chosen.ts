// A form that comes back refused keeps the files that were chosen: the server's answer alone cannot hold them.
const REFUSED = [409, 422];
let chosen: [string, FileList][] = [];

function named(input: HTMLInputElement): string {
  return `${input.form?.action ?? ""} ${input.name}`;
}

function files(inside: ParentNode): HTMLInputElement[] {
  return [...inside.querySelectorAll<HTMLInputElement>("input[type=file]")];
}

export function startKeepingFiles(): void {
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = (event as CustomEvent).detail;
    const isRefused = REFUSED.includes((xhr as XMLHttpRequest).status);
    chosen = isRefused ? files(target).flatMap((input) => (input.files?.length ? [[named(input), input.files]] : [])) : [];
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    for (const input of files(document)) {
      const [, kept] = chosen.find(([name]) => name === named(input)) ?? [];
      // What was refused because of the files is chosen anew.
      if (!kept || input.files?.length || input.closest(".has-error")) continue;
      input.files = kept;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    chosen = [];
  });
}
