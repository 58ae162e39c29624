// A compressed copy beside every text file of the bundle, so that no request pays for compression.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const TEXT = /\.(js|css|svg|json|wasm|map)$/;

export function gzip() {
  return {
    name: "aftercare-gzip",
    enforce: "post",
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        if (entry.isFile() && TEXT.test(entry.name) && !path.includes(".vite")) {
          writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
        }
      }
    },
  };
}
