// The two weights of the Chinese font that reports are set in; the paper needs whole fonts, the screen none.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const WEIGHTS = ["400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"];

export function fonts(here) {
  const from = join(here, "../node_modules/@expo-google-fonts/noto-sans-sc");
  const to = join(here, "fonts");
  return {
    name: "aftercare-fonts",
    closeBundle() {
      mkdirSync(to, { recursive: true });
      for (const weight of WEIGHTS) {
        const target = join(to, weight.split("/").pop());
        if (!existsSync(target)) copyFileSync(join(from, weight), target);
      }
      copyFileSync(join(from, "LICENSE_FONT"), join(to, "LICENSE"));
    },
  };
}
