// "As the device": follow it while the page is open; light and dark are drawn by the server.
export function startTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (document.documentElement.dataset.theme !== "auto") return;
    document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light";
    document.dispatchEvent(new Event("theme:changed"));
  };
  dark.addEventListener("change", follow);
}
