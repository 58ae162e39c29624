// The two parts of Bootstrap that earn their place: menus and hints. The rest stays in the package.
import { Dropdown, Tooltip } from "@tabler/core/dist/js/tabler.esm.js";

export function startBootstrap(): void {
  // Menus attach themselves by `data-bs-toggle`; naming the class keeps it in the bundle.
  void Dropdown;
  const all = () =>
    document.querySelectorAll<HTMLElement>("[data-hint]").forEach((element) => {
      if (!Tooltip.getInstance(element)) new Tooltip(element, { title: element.dataset.hint ?? "" });
    });
  all();
  document.body.addEventListener("htmx:afterSettle", all);
}
