import { ServerChannel } from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { startSignaling } from "./signaling.ts";

test("a disconnected channel stays closed, and its peer id is free", async () => {
  const url = await startSignaling();
  const channel = new ServerChannel({ url, peerId: "ada" });
  const states: string[] = [];
  channel.on("state", (state) => states.push(state));
  await channel.connect();
  channel.disconnect();
  expect(states).toEqual(["connected", "closed"]);

  const witness = new ServerChannel({ url, peerId: "bob" });
  onTestFinished(() => witness.disconnect());
  await witness.connect();
  await expect(witness.sendTo("ada", "anybody?")).rejects.toMatchObject({ code: "peer-not-found" });
});
