import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startServerProcess, urlOf } from "./server-process.ts";
import { peer } from "./stock-client.ts";

const developmentConfiguration = fileURLToPath(new URL("../../../config/dev.env", import.meta.url));

test.each(["SIGTERM", "SIGINT"] as const)(
  "[V5] a second %s ends the process within 2 s with code 0",
  async (signal) => {
    const server = startServerProcess(["--auth", "none", "--host", "127.0.0.1", "--port", "0"]);
    const url = await urlOf(server);
    const ada = await peer(url, "ada");
    server.signal(signal);
    await server.line(/draining/);
    server.signal(signal);
    const startMs = performance.now();
    expect((await ada.received())[0]).toBe("disconnect");
    expect(await server.exit).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(2_000);
    expect(server.lines.join()).not.toContain("drained");
  },
);

test("[V4] with DRAIN_SECONDS=0, as in config/dev.env, the first signal ends the process within 2 s", async () => {
  const server = startServerProcess(["--config", developmentConfiguration], { PORT: "0" });
  const ada = await peer(await urlOf(server), "ada", { auth: { token: "SIGNALING123" } });
  server.signal("SIGINT");
  const startMs = performance.now();
  expect((await ada.received())[0]).toBe("disconnect");
  expect(await server.exit).toBe(0);
  expect(performance.now() - startMs).toBeLessThan(2_000);
  expect(server.lines.join()).not.toContain("drain");
});
