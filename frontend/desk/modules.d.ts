declare module "@tabler/core/dist/js/tabler.esm.js" {
  export const Dropdown: unknown;
  export const Tooltip: {
    new (element: Element, options: { title: string }): unknown;
    getInstance(element: Element): unknown;
  };
}
declare module "tom-select/dist/js/tom-select.base.js";
