import { readFileSync } from "node:fs";
import { join } from "node:path";
import { io } from "socket.io-client";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { findPython } from "../../tools/python.ts";
import { Command } from "../kit/command.ts";
import { startServerForPrograms } from "../kit/server-here.ts";

// The test starts several processes, and a busy machine takes seconds for each.
const path = join(import.meta.dirname, "../../examples/plain-websocket/chat.py");
const python = findPython();
const missing =
  "there is no Python with websockets: install python3-websockets, or set PYTHON_PATH";
beforeEach(({ skip }) => skip(python === undefined && !process.env["CI"], missing));

test("[F1] [F2] a Python program on a plain WebSocket exchanges messages with a Socket.IO client", async () => {
  if (python === undefined) throw new Error(missing);
  const { url, token, environment } = await startServerForPrograms();
  const ada = io(url, { auth: { token }, reconnection: false });
  onTestFinished(() => void ada.close());
  await new Promise<void>((resolve) => ada.on("connect", resolve));
  await ada.emitWithAck("ready", "ada");
  const opened = new Promise((resolve) =>
    ada.on("message", (envelope) => envelope.action === "open" && resolve(envelope.from)),
  );
  const program = new Command(python, ["-u", path], { environment });
  await program.line(/^In the room: ada$/);
  expect(await opened).toBe("python");
  const answer = new Promise((resolve) =>
    ada.on("message", (envelope) => envelope.from === "python" && resolve(envelope.message)),
  );
  ada.emit("messageOne", { target: "python", message: "Good morning" });
  await program.line(/^ada says: Good morning$/);
  expect(await answer).toBe("Hello ada");
  ada.close();
  await program.line(/^ada: Peer has left the signaling server$/);
});

test("the example has at most 40 lines", () => {
  expect(readFileSync(path, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(40);
});
