// Imported first: an old Node.js would fail with a SyntaxError. This file names the required version instead.
import { createRequire } from "node:module";

createRequire(import.meta.url)("../packages/server/node-version.cjs");
