// Planning an order: choosing a standard procedure fills in the time and the needs.
interface Needs {
  estimated_minutes: number;
  crew_size: number;
  skills: string[];
  certificate_kind_ids: string[];
}
type Picked = HTMLSelectElement & { tomselect?: { setValue: (values: string[]) => void } };

const form = document.querySelector<HTMLFormElement>("form.form-page");
const procedure = form?.querySelector<HTMLSelectElement>("[data-procedure-url]");

function fill(name: string, values: string[]): void {
  const select = form?.elements.namedItem(name) as Picked | null;
  if (!select) return;
  if (select.tomselect) select.tomselect.setValue(values);
  else for (const option of select.options) option.selected = values.includes(option.value);
}

procedure?.addEventListener("change", async () => {
  if (!procedure.value) return;
  const answer = await fetch(`${procedure.dataset.procedureUrl}?procedure=${encodeURIComponent(procedure.value)}`);
  if (!answer.ok) return;
  const needs = (await answer.json()) as Needs;
  (form!.elements.namedItem("estimated_minutes") as HTMLInputElement).value = String(needs.estimated_minutes);
  fill("crew_size", [String(needs.crew_size)]);
  fill("skills", needs.skills);
  fill("certificate_kind_ids", needs.certificate_kind_ids);
});

export {};
