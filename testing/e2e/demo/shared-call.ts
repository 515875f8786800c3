import { randomUUID } from "node:crypto";
import { afterAll, onTestFailed } from "vitest";
import { startServerForTests } from "../../kit/server-here.ts";
import type { OpenBrowser } from "../client/browsers.ts";
import { type BorrowedTab, borrowTab } from "../client/tab-pool.ts";
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
  /** `release` closes a tab, or gives it to another file. */
  end(release: (tab: BorrowedTab) => Promise<void>): Promise<void>;
}

/**
 * Returns a function that resolves with two connected people in one room, in a given look. All tests of a file share their
 * call, because a call of their own takes more processor time than most tests. A test leaves the call as it was. The call
 * of a failed test ends.
 */
export function useSharedCall(openBrowser: OpenBrowser): (look?: Look) => Promise<Pair> {
  let call: Promise<Call> | undefined;
  const endWith = (release: (tab: BorrowedTab) => Promise<void>) => async () => {
    const ended = await call?.catch(() => undefined);
    call = undefined;
    await ended?.end(release);
  };
  const end = endWith(({ page }) => page.context().close());
  afterAll(endWith((tab) => tab.giveBack()));
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
  const tabs: BorrowedTab[] = [];
  const stops: (() => void)[] = [];
  const visit = async (name: string) => {
    const tab = await borrowTab(await openBrowser(), ["camera", "microphone"]);
    tabs.push(tab);
    const { visitor, stop } = recordComplaints(tab.page, name);
    stops.push(stop);
    await open(visitor, `${server.url}${pathOf("e2e", token)}`);
    await enter(visitor);
    return visitor;
  };
  const pair = [await visit("Ada"), await visit("Bob")] as const;
  const [ada, bob] = pair;
  await Promise.all([sees(ada, bob), sees(bob, ada)]);
  return {
    pair,
    async end(release) {
      for (const stop of stops) stop();
      await Promise.all(tabs.map(release));
      await server.close();
    },
  };
}
