// One SVG file with the Tabler icons whose names the sources quote; the other five thousand stay in the package.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const QUOTED = /["'`]([a-z0-9][a-z0-9-]{0,40})["'`]/g;
const SOURCES = /\.(py|html|ts|js|svg)$/;
const SKIPPED = new Set(["node_modules", "dist", "locale", "migrations", "__pycache__"]);

function* sources(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (SKIPPED.has(name)) continue;
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (SOURCES.test(name)) yield path;
  }
}

function quotedWords(folders) {
  const words = new Set();
  for (const folder of folders)
    for (const path of sources(folder))
      for (const [, word] of readFileSync(path, "utf8").matchAll(QUOTED)) words.add(word);
  return [...words].sort();
}

function symbol(name, file) {
  const inner = readFileSync(file, "utf8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<svg[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/\s+/g, " ")
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}

export function sprite(here) {
  const root = join(here, "..");
  const outline = join(root, "node_modules/@tabler/icons/icons/outline");
  return {
    name: "aftercare-sprite",
    generateBundle() {
      const symbols = quotedWords([join(root, "aftercare"), here])
        .map((name) => [name, join(outline, `${name}.svg`)])
        .filter(([, file]) => existsSync(file))
        .map(([name, file]) => symbol(name, file));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}
