import { connect } from "node:net";
import { atMost, type Figure, note } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { comingFrom, open } from "../endpoint.ts";
import { slowestNewcomer, until } from "../waiting.ts";

const holders = 500;
const mostNewcomerMs = 500;

/** Time limit for other servers. */
const patienceSeconds = 20;

/** An idle connection. Resolves when the server closes it. */
type Hold = (field: Field, number: number) => Promise<{ readonly closed: Promise<void> }>;

/** A WebSocket that sends nothing. */
const silentWebSocket: Hold = async ({ endpoint }, number) => {
  const socket = await open(endpoint, "127.0.0.2", `holder-${number}`);
  return { closed: socket.closed };
};

/** The start of the head of an HTTP request. */
const halfHead: Hold = ({ endpoint }) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(endpoint.url);
    const { localAddress } = comingFrom(endpoint, "127.0.0.2");
    const from = localAddress === undefined ? {} : { localAddress };
    const socket = connect({ host: hostname, port: Number(port), ...from });
    const closed = new Promise<void>((gone) => socket.once("close", () => gone()));
    socket.on("error", reject);
    socket.resume();
    socket.once("connect", () => {
      socket.write("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nhost: here\r\nx-slow: ");
      resolve({ closed });
    });
  });

async function holdOn(field: Field, hold: Hold, mostSeconds: number): Promise<Figure[]> {
  const startedMs = performance.now();
  const sinceStart = () => (performance.now() - startedMs) / 1_000;
  let openedSeconds = 0;
  let lastGoneSeconds = 0;
  let gone = 0;
  const holding = Array.from({ length: holders }, async (_, number) => {
    const held = await hold(field, number);
    openedSeconds = sinceStart();
    void held.closed.then(() => {
      gone += 1;
      lastGoneSeconds = sinceStart();
    });
  });
  const work = Promise.allSettled(holding).then(async (outcomes) => {
    const taken = outcomes.filter(({ status }) => status === "fulfilled").length;
    const wait = Math.max(patienceSeconds, mostSeconds * field.options.patience);
    await until(() => gone === taken, wait);
    return taken;
  });
  const newcomerMs = await slowestNewcomer(field, work);
  const taken = await work;
  const isOver = taken === gone;
  return [
    note("time until all are open", openedSeconds, " s"),
    atMost("connections still open", taken - gone, 0),
    note("last one closed, since the start", isOver ? lastGoneSeconds : "never", " s"),
    atMost(
      "last one closed, since all are open",
      isOver ? lastGoneSeconds - openedSeconds : Number.POSITIVE_INFINITY,
      mostSeconds * field.options.patience,
      " s",
    ),
    atMost(
      "longest connect time of a healthy peer",
      newcomerMs,
      mostNewcomerMs * field.options.patience,
      " ms",
    ),
  ];
}

export const silentHolders: Attack = {
  name: "silent-holders",
  sentence: `${holders} WebSockets are opened at once and send nothing`,
  run: (field) => holdOn(field, silentWebSocket, 6),
};

export const slowHeads: Attack = {
  name: "slow-heads",
  sentence: `${holders} HTTP requests are started at once, and their heads never end`,
  run: (field) => holdOn(field, halfHead, 12),
};
