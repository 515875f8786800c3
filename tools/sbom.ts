import { mkdirSync, writeFileSync } from "node:fs";
import { billOfMaterials } from "./bill-of-materials.ts";
import { readLockFile } from "./lock-file.ts";

/** The published packages and the pages that the server includes. */
const folders = [
  "packages/protocol",
  "packages/client",
  "packages/server",
  "packages/signaling-view",
  "apps/demo",
  "apps/console",
];

const file = "dist/sbom.cdx.json";

const bill = billOfMaterials(readLockFile(), folders);
mkdirSync("dist", { recursive: true });
writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`);
process.stdout.write(`${file}\n`);
