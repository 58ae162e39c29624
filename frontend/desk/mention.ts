// Comment boxes with `data-mention-url`: after an @ the colleagues that fit are offered; the server reads what is sent.
interface Colleague {
  value: string;
  text: string;
  note: string;
}

// What is being typed: an @ at the start or after anything that is not part of an address, and the name so far.
const TYPING = /(?:^|[^A-Za-z0-9._%+-])@([^\s@]{0,20})$/;
let number = 0;

class Offer {
  private readonly list = document.createElement("ul");
  private found: Colleague[] = [];
  private active = 0;
  private asked = 0;

  constructor(
    private readonly box: HTMLTextAreaElement,
    private readonly url: string,
  ) {
    number += 1;
    this.list.id = `mention-${number}`;
    this.list.className = "mention-offer";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    box.after(this.list);
    box.parentElement?.classList.add("mention-anchor");
    const attributes = { "aria-autocomplete": "list", "aria-controls": this.list.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
    box.addEventListener("input", () => void this.look());
    box.addEventListener("click", () => void this.look());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      const line = (event.target as HTMLElement).closest("li");
      event.preventDefault();
      if (line) this.take([...this.list.children].indexOf(line));
    });
  }

  private typed(): string | null {
    const found = TYPING.exec(this.box.value.slice(0, this.box.selectionStart));
    return found ? (found[1] ?? "") : null;
  }

  private async look(): Promise<void> {
    const text = this.typed();
    const mine = ++this.asked;
    if (text === null) return this.close();
    const answer = await fetch(`${this.url}?q=${encodeURIComponent(text)}`).catch(() => null);
    const found: Colleague[] = answer?.ok ? await answer.json() : [];
    // A later key has asked again: its answer counts.
    if (mine !== this.asked || this.typed() === null) return;
    this.found = found;
    if (found.length) this.show();
    else this.close();
  }

  private show(): void {
    this.active = 0;
    this.list.replaceChildren(
      ...this.found.map((one, index) => {
        const line = document.createElement("li");
        line.id = `${this.list.id}-${index}`;
        line.setAttribute("role", "option");
        const note = document.createElement("small");
        note.textContent = one.note;
        line.append(one.text, note);
        return line;
      }),
    );
    this.list.hidden = false;
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((line, index) => line.setAttribute("aria-selected", String(index === this.active)));
    const line = this.list.children[this.active];
    line?.scrollIntoView({ block: "nearest" });
    if (line) this.box.setAttribute("aria-activedescendant", line.id);
  }

  private key(event: KeyboardEvent): void {
    // Keys that choose among the signs of a Chinese input method are not ours.
    if (this.list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.active = (this.active + step + this.found.length) % this.found.length;
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.active);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.mark();
  }

  private take(index: number): void {
    const chosen = this.found[index];
    const text = this.typed();
    if (!chosen || text === null) return this.close();
    const end = this.box.selectionStart;
    this.box.setRangeText(`${chosen.value} `, end - text.length, end, "end");
    this.close();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private close(): void {
    this.asked += 1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.box.removeAttribute("aria-activedescendant");
  }
}

export function startMentions(): void {
  const all = () =>
    document.querySelectorAll<HTMLTextAreaElement>("textarea[data-mention-url]").forEach((box) => {
      const url = box.dataset.mentionUrl;
      if (!url || box.dataset.mentioning) return;
      box.dataset.mentioning = "1";
      new Offer(box, url);
    });
  all();
  document.body.addEventListener("htmx:afterSettle", all);
}
