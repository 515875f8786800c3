import { expect, test, vi } from "vitest";
import { channelTo } from "./channel-to.ts";
import { misbehavingServer } from "./misbehaving-server.ts";

test("[case S10] a connection that is lost during `ready` counts once: the first retry starts at once", async () => {
  // The longest pauses: one that was counted twice would be a second before the first retry, and four before the next.
  vi.spyOn(Math, "random").mockReturnValue(1);
  const lost = "closes before ready";
  const { url, connectedAtMs } = await misbehavingServer(lost, lost, "behaves well");
  await channelTo(url, 600_000).channel.connect();
  const [first = 0, second = 0, third = 0] = connectedAtMs;
  expect(connectedAtMs).toHaveLength(3);
  expect(second - first).toBeLessThan(1_000);
  expect(third - second).toBeGreaterThanOrEqual(1_000);
});
