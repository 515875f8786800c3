import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Guide = "nginx" | "haproxy" | "caddy";

/** Returns the text of a guide in `docs/deploy/`. */
export function guideText(guide: Guide): string {
  return readFileSync(join(import.meta.dirname, `../../../docs/deploy/${guide}.md`), "utf8");
}

/** Returns the configuration of a guide in `docs/deploy/` that begins with a text. */
export function guideBlock(guide: Guide, beginning: string): string {
  const blocks = guideText(guide).matchAll(new RegExp(`\`\`\`${guide}\n(.*?)\`\`\``, "gs"));
  for (const [, block = ""] of blocks) if (block.startsWith(beginning)) return block;
  throw new Error(`docs/deploy/${guide}.md has no block that begins with ${beginning}`);
}
