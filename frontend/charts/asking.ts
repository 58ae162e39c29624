// The form above the charts: what nobody touched is left out, so that a named period stays named.
export function startAsking(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-asked]");
  if (!form) return;
  const days = [...form.querySelectorAll<HTMLInputElement>("input[type=date]")];
  const period = form.querySelector<HTMLInputElement>("input[name=period]");
  const source = form.querySelector<HTMLSelectElement>("select[name=source]");
  form.addEventListener("submit", () => {
    const touched = days.some((day) => day.value !== day.defaultValue);
    const moved = source ? !source.selectedOptions[0]?.defaultSelected : false;
    if (!touched && period?.value) days.forEach((day) => (day.disabled = true));
    if (period && (touched || moved || !period.value)) period.disabled = true;
    form.querySelectorAll("select").forEach((pick) => (pick.disabled = !pick.value));
  });
  addEventListener("pageshow", () => form.querySelectorAll<HTMLInputElement>(":disabled").forEach((e) => (e.disabled = false)));
}
