// Imported before anything else: an old Node.js would fail with a SyntaxError somewhere, this says which one is needed.
import { createRequire } from "node:module";

createRequire(import.meta.url)("../packages/server/node-version.cjs");
