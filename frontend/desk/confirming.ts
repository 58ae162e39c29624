// `hx-confirm` asks in the product's own dialog instead of the browser's.
import { openDialog } from "./dialog";
import { word } from "./words";

export function startConfirming(): void {
  document.body.addEventListener("htmx:confirm", (event) => {
    const { question, issueRequest, elt } = (event as CustomEvent).detail;
    if (!question) return;
    event.preventDefault();
    const body = document.getElementById("dialog-body")!;
    const text = document.createElement("p");
    text.textContent = question;
    const row = document.createElement("div");
    row.className = "form-end";
    const no = document.createElement("button");
    no.type = "button";
    no.className = "btn";
    no.dataset.dialogClose = "";
    no.textContent = word("back");
    const yes = document.createElement("button");
    yes.type = "button";
    yes.className = "btn btn-primary";
    yes.textContent = (elt as HTMLElement).textContent?.trim() || (elt as HTMLElement).dataset.dialog || word("go");
    yes.addEventListener("click", () => {
      document.body.dispatchEvent(new Event("dialog:close"));
      issueRequest(true);
    });
    row.append(no, yes);
    body.replaceChildren(text, row);
    openDialog((elt as HTMLElement).dataset.dialog ?? word("sure"));
  });
}
