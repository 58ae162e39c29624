// Reporting and following: what was chosen is said, the link can be copied.
import "./report.css";

const file = document.querySelector<HTMLInputElement>(".report-file");
file?.addEventListener("change", () => {
  const words = document.querySelector<HTMLElement>(".report-photos [data-some]");
  if (!words) return;
  const count = file.files?.length ?? 0;
  words.textContent = count ? `${words.dataset.some} ${count}` : (words.dataset.empty ?? "");
});

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
  if (!button) return;
  void navigator.clipboard?.writeText((button.dataset.copy ?? "").replace(/\?new=1$/, "")).then(() => button.classList.add("is-copied"));
});

// One tap sends one report, however long the photos take.
document.querySelector<HTMLFormElement>("form[data-draft]")?.addEventListener("submit", (event) => {
  const button = (event.target as HTMLFormElement).querySelector<HTMLButtonElement>("button[type=submit]");
  if (button) window.setTimeout(() => (button.disabled = true));
});
window.addEventListener("pageshow", () => document.querySelectorAll<HTMLButtonElement>("button[type=submit]").forEach((b) => (b.disabled = false)));
