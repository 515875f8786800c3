import { expect, onTestFinished, test } from "vitest";
import { Program } from "../kit/command.ts";
import { startServer } from "../kit/server-program.ts";
import { useBrowser } from "./client/browsers.ts";

// Starts two processes and a browser, which takes seconds on a busy machine.
const openBrowser = useBrowser("chromium");

test("[case N3] over `npm run https` a page from another machine gets a camera and joins a room", async () => {
  const server = await startServer({ settings: { DEMO: "on" } });
  const proxy = new Program("tools/https.ts", { PORT: String(server.port), HTTPS_PORT: "0" });
  const line = await proxy.line(/^https:\/\/localhost:\d+/);
  const port = /:(\d+) /.exec(line)?.[1];

  // As a user does who ignores the warning of the browser.
  const context = await (await openBrowser()).newContext({
    ignoreHTTPSErrors: true,
    permissions: ["camera", "microphone"],
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`https://laptop.test:${port}/`);
  const seen = await page.evaluate(async () => {
    const camera = await navigator.mediaDevices.getUserMedia({ video: true });
    return [isSecureContext, camera.getVideoTracks().length];
  });
  expect(seen).toEqual([true, 1]);
  // As text: a function of this file would refer to the `import` of vitest.
  const join = `import("/client.js").then(({ joinRoom }) => joinRoom({ token: "${server.token}" }))`;
  expect(await page.evaluate(`${join}.then(({ state }) => state)`)).toBe("connected");
  expect(await proxy.end("SIGINT")).toBe("SIGINT");
});
