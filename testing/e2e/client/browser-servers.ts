import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserServer } from "playwright-core";
import type { TestProject } from "vitest/node";
import { type BrowserName, launchers } from "./browser-launchers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of `/chromium` and `/firefox`, which answer with the address of the running browser, and of the empty page `/`. */
    readonly browserServers: string;
  }
}

/** It needs no icon, which a browser would request otherwise. */
const emptyPage = '<!doctype html><link rel="icon" href="data:," />';

/** Starts each browser once for all files, when the first test asks for it. Returns the clean-up of the tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const launched = new Map<BrowserName, Promise<BrowserServer>>();

  const endpointOf = async (name: BrowserName): Promise<string> => {
    const present = launched.get(name) ?? launch(name);
    launched.set(name, present);
    // A start that failed is repeated for the next test.
    present.catch(() => launched.delete(name));
    const browser = await present;
    // A browser that crashed is replaced.
    browser.once("close", () => launched.delete(name));
    return browser.wsEndpoint();
  };

  const server = createServer((request, response) => {
    if (request.url === "/") return void response.end(emptyPage);
    endpointOf(request.url?.slice(1) as BrowserName).then(
      (endpoint) => response.end(endpoint),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  project.provide("browserServers", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  return async () => {
    server.close();
    server.closeAllConnections();
    await Promise.allSettled([...launched.values()].map(async (one) => (await one).kill()));
  };
}

async function launch(name: BrowserName): Promise<BrowserServer> {
  const { find, launch: start, missing } = launchers[name];
  const path = find();
  if (path === undefined) throw new Error(missing);
  return await start(path);
}
