// htmx comes with the server's pages, not with the bundle.
interface Htmx {
  ajax(verb: string, path: string, context: { target: string | Element; swap?: string }): Promise<void>;
  trigger(target: string | Element, event: string): void;
  process(target: Element): void;
}

const proxy: Htmx = {
  ajax: (...args) => window.htmx.ajax(...args),
  trigger: (...args) => window.htmx.trigger(...args),
  process: (...args) => window.htmx.process(...args),
};

declare global {
  interface Window {
    htmx: Htmx;
  }
}

export default proxy;
