// Reporting and following: what was chosen is said, the link can be copied.
import "./report.css";

document.addEventListener("change", (event) => {
  const file = event.target as HTMLInputElement;
  const words = document.querySelector<HTMLElement>(".report-photos [data-some]");
  if (!words || !file.matches(".report-file")) return;
  const count = file.files?.length ?? 0;
  words.textContent = count ? `${words.dataset.some} ${count}` : (words.dataset.empty ?? "");
});

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
  if (!button) return;
  void navigator.clipboard?.writeText((button.dataset.copy ?? "").replace(/\?new=1$/, "")).then(() => button.classList.add("is-copied"));
});
