// Builds, then becomes the server: one process, so that signals and the exit code are those of the server.
import "./check-node.js";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { start } from "./child.js";

const server = resolve("packages/server/dist/cli.js");

const code = await start(process.execPath, ["--import", "tsx", "tools/build.ts"]).ended;
if (code !== 0) process.exit(code);

process.argv[1] = server;
await import(pathToFileURL(server).href);
