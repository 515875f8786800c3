import { chromium } from "playwright-core";
import { expect, onTestFinished, test, vi } from "vitest";
import { findChromium } from "../tools/chromium.ts";
import { missingBrowser } from "./browser.ts";
import { Program } from "./program.ts";
import { startServer } from "./server.ts";

// Starts two processes and a browser, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

test("[case N3] over `npm run https` a page from another machine gets a camera and joins a room", async ({
  skip,
}) => {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    if (process.env["CI"]) throw new Error(missingBrowser);
    return skip(missingBrowser);
  }
  const server = await startServer({ settings: { DEMO: "on" } });
  const proxy = new Program("tools/https.ts", { PORT: String(server.port), HTTPS_PORT: "0" });
  const line = await proxy.line(/^https:\/\/localhost:\d+/);
  const port = /:(\d+) /.exec(line)?.[1];

  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      // A name that is not this machine's, as for a phone: `localhost` gets a camera without TLS.
      "--host-resolver-rules=MAP laptop.test 127.0.0.1",
      "--use-fake-device-for-media-stream",
    ],
  });
  onTestFinished(() => browser.close());
  // As a person does who goes on in spite of the browser's warning.
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    permissions: ["camera", "microphone"],
  });
  const page = await context.newPage();
  await page.goto(`https://laptop.test:${port}/`);
  const seen = await page.evaluate(async () => {
    const camera = await navigator.mediaDevices.getUserMedia({ video: true });
    return [isSecureContext, camera.getVideoTracks().length];
  });
  expect(seen).toEqual([true, 1]);
  // In words: a function of this file would get the `import` of vitest.
  const join = `import("/client.js").then(({ joinRoom }) => joinRoom({ token: "${server.token}" }))`;
  expect(await page.evaluate(`${join}.then(({ state }) => state)`)).toBe("connected");
  expect(await proxy.end("SIGINT")).toBe("SIGINT");
});
