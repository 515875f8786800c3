import { randomUUID } from "node:crypto";
import { afterAll, onTestFailed } from "vitest";
import { startServerForTests } from "../../kit/server-here.ts";
import type { OpenBrowser } from "../client/browsers.ts";
import { newTab } from "../client/tab-pool.ts";
import {
  enter,
  type Look,
  open,
  pathOf,
  printComplaints,
  recordComplaints,
  sees,
  setLook,
  type Visitor,
} from "./visitor.ts";

type Pair = readonly [ada: Visitor, bob: Visitor];

interface Call {
  readonly pair: Pair;
  end(): Promise<void>;
}

/**
 * Returns a function that resolves with two connected people in one room, in a given look. All tests of a file share their
 * call, because a call of their own takes more processor time than most tests. A test leaves the call as it was. The call
 * of a failed test ends.
 */
export function useSharedCall(openBrowser: OpenBrowser): (look?: Look) => Promise<Pair> {
  let call: Promise<Call> | undefined;
  const end = async () => {
    const ended = await call?.catch(() => undefined);
    call = undefined;
    await ended?.end();
  };
  afterAll(end);
  return async (look) => {
    call ??= start(openBrowser);
    onTestFailed(end);
    const { pair } = await call;
    onTestFailed(() => pair.forEach(printComplaints));
    for (const { page } of pair) await setLook(page, look);
    return pair;
  };
}

async function start(openBrowser: OpenBrowser): Promise<Call> {
  const token = randomUUID();
  const server = await startServerForTests({ demo: "on", token });
  const visit = async (name: string) => {
    const page = await newTab(await openBrowser(), ["camera", "microphone"]);
    const { visitor } = recordComplaints(page, name);
    await open(visitor, `${server.url}${pathOf("e2e", token)}`);
    await enter(visitor);
    return visitor;
  };
  const pair = [await visit("Ada"), await visit("Bob")] as const;
  const [ada, bob] = pair;
  await Promise.all([sees(ada, bob), sees(bob, ada)]);
  return {
    pair,
    async end() {
      for (const { page } of pair) await page.context().close();
      await server.close();
    },
  };
}
