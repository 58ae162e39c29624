// Compare a file with the issued report on the visitor's own device; where the browser cannot, the form is sent.
import "./verify.css";

async function fingerprint(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function start(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const show = (name: string, on: boolean) => form.querySelector<HTMLElement>(`[data-${name}]`)!.toggleAttribute("hidden", !on);
  const name = form.querySelector<HTMLElement>("[data-name]")!;
  const compare = async (file: File | undefined) => {
    if (!file) return;
    name.textContent = file.name;
    show("same", false);
    show("other", false);
    show((await fingerprint(file)) === form.dataset.sha256 ? "same" : "other", true);
  };
  form.classList.add("is-live");
  show("local", true);
  show("send", false);
  input.addEventListener("change", () => void compare(input.files?.[0]));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("is-over", kind === "dragover");
    });
  }
  form.addEventListener("drop", (event) => void compare(event.dataTransfer?.files[0]));
}

const form = document.querySelector<HTMLFormElement>("form[data-sha256]");
// Fingerprints are computed only on pages that came over a safe connection.
if (form && window.crypto?.subtle) start(form);
