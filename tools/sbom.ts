import { mkdirSync, writeFileSync } from "node:fs";
import { billOfMaterials } from "./bill-of-materials.ts";
import { readLockFile } from "./lock-file.ts";

/** What is published, and the page that is built into the server. */
const folders = ["packages/protocol", "packages/client", "packages/server", "apps/demo"];

const file = "dist/sbom.cdx.json";

const bill = billOfMaterials(readLockFile(), folders);
mkdirSync("dist", { recursive: true });
writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`);
process.stdout.write(`${file}\n`);
