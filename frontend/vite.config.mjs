// The bundle: every folder `frontend/<name>/<name>.ts` becomes one entry; pages load the entries they name.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { fonts } from "./build/fonts.mjs";
import { gzip } from "./build/gzip.mjs";
import { sprite } from "./build/sprite.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

const entries = readdirSync(here, { withFileTypes: true })
  .filter((folder) => folder.isDirectory() && existsSync(join(here, folder.name, `${folder.name}.ts`)))
  .map((folder) => join(here, folder.name, `${folder.name}.ts`));

export default defineConfig({
  root: here,
  base: "/static/bundle/",
  publicDir: false,
  plugins: [sprite(here), fonts(here), gzip()],
  build: {
    outDir: join(here, "dist"),
    emptyOutDir: true,
    manifest: true,
    target: ["es2022", "chrome111", "safari16", "firefox115"],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: entries },
  },
});
