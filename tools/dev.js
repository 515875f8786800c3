// Builds the files for browsers, runs the server from its source, and repeats both when a file changes.
import "./check-node.js";
import { watch } from "node:fs";
import { start } from "./child.js";
import { webSources } from "./web-sources.js";

const serverSources = ["packages/server/src", "config"];

/** Delay after the last change, in milliseconds, because editors write a file in several steps. */
const settleMs = 100;

const tsx = ["--import", "tsx", "--conditions=@simple-webrtc-signaling/source"];

/** The folders that have changed since the last build. @type {Set<string>} */
const changed = new Set();
/** @type {ReturnType<typeof start> | undefined} */
let server;
let hasRestarted = false;
let work = begin();
watchSources();

async function begin() {
  const code = await build();
  if (code !== 0) process.exit(code);
  startServer();
}

function build() {
  return start(process.execPath, [...tsx, "tools/build-web.ts"]).ended;
}

/** A server that ends before any change cannot run: its port is in use, or a setting is wrong. It has printed the reason. */
function startServer() {
  const cli = ["packages/server/src/cli.ts", "--config", "config/dev.env"];
  const started = start(process.execPath, [...tsx, ...cli]);
  server = started;
  void started.ended.then((code) => {
    if (!hasRestarted) process.exit(code);
    if (server === started) say("The server has ended. It starts again when a file changes.");
  });
}

function watchSources() {
  /** @type {NodeJS.Timeout | undefined} */
  let settling;
  for (const folder of [...webSources, ...serverSources]) {
    watch(folder, { recursive: true }, (_event, file) => {
      if (file?.includes("node_modules")) return;
      changed.add(folder);
      clearTimeout(settling);
      settling = setTimeout(() => {
        work = work.then(update);
      }, settleMs);
    });
  }
}

/** A failed build has printed the reason; the server continues with the previous build. */
async function update() {
  if (changed.size === 0) return;
  say(`Changed: ${[...changed].join(", ")}`);
  const isWeb = webSources.some((folder) => changed.has(folder));
  changed.clear();
  if (isWeb && (await build()) !== 0) return;
  hasRestarted = true;
  const previous = server;
  server = undefined;
  previous?.child.kill();
  await previous?.ended;
  startServer();
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
