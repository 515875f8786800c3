/** The clients of a Redis outage, in a separate process. The process ends with its parent process. */
import { setTimeout } from "node:timers/promises";
import { ServerChannel, SignalingError } from "simple-webrtc-signaling-client";
import { StockPeer } from "./stock-peer.ts";

/** The clients to connect, and their messages. */
export interface OutagePlan {
  /** Of the two servers. */
  readonly urls: readonly [string, string];
  readonly token: string;
  readonly rooms: number;
  /** Messages between peers of one server, per second. */
  readonly nearPerSecond: number;
  /** Messages between peers of two servers, per second. */
  readonly farPerSecond: number;
  /** The size of a message to the other server, in bytes. */
  readonly farBytes: number;
}

/** The commands of the parent process: `check` waits until the rooms are whole, `report` begins the next report. */
export type OutageOrder = OutagePlan | "check" | "report";

/** The messages to the parent process. */
export type OutageWord = "assembled" | "whole" | OutageReport;

/** The observations since the report before. */
export interface OutageReport {
  /** The time until the arrival of each message to a peer of the same server, in milliseconds. */
  readonly nearMs: readonly number[];
  /** The codes of refused messages to peers of the same server. */
  readonly nearRefusals: readonly string[];
  /** The time until the arrival of each message to a peer of the other server, in milliseconds. */
  readonly farMs: readonly number[];
  /** The time until the refusal of each message to a peer of the other server, in milliseconds. */
  readonly farRefusedMs: readonly number[];
  /** Codes of these refusals other than `unavailable`. */
  readonly farOtherCodes: readonly string[];
  /** Leaves of present peers: `<receiver> received the leave of <peer>`. */
  readonly falseLeaves: readonly string[];
  /** Channels that closed, lost their connection or began another session, and stock peers that were disconnected. */
  readonly losses: readonly string[];
  /** Sentences about peers that are missing in a roster. */
  readonly wrongRosters: readonly string[];
}

interface Member {
  readonly channel: ServerChannel;
  readonly present: Set<string>;
}

/** The members of a room: two on the first server, two on the second one, and a stock peer on one of them. */
interface Room {
  readonly name: string;
  readonly members: readonly Member[];
  readonly stock: StockPeer;
}

interface Content {
  readonly sentAtMs: number;
  readonly isFar: boolean;
  readonly filler: string;
}

/** Interval of sending, in milliseconds; several messages are sent at a time if necessary. */
const talkMs = 10;

/** Begins the names of peers that join and leave while the rooms are checked. */
const newcomer = "newcomer";

const repeatMs = 20;

let rooms: readonly Room[] = [];
let farFiller = "";
let report = newReport();
let checks = 0;

function newReport() {
  return {
    nearMs: [] as number[],
    nearRefusals: [] as string[],
    farMs: [] as number[],
    farRefusedMs: [] as number[],
    farOtherCodes: [] as string[],
    falseLeaves: [] as string[],
    losses: [] as string[],
  };
}

async function assemble(plan: OutagePlan): Promise<void> {
  farFiller = "x".repeat(plan.farBytes);
  rooms = await Promise.all(
    Array.from({ length: plan.rooms }, (_, number) => roomOf(number, plan)),
  );
  const near = rooms.flatMap(({ members: [ada, bob, cleo, dora] }) => [
    sendingOf({ from: ada, to: bob, isFar: false }),
    sendingOf({ from: cleo, to: dora, isFar: false }),
  ]);
  const far = rooms.flatMap(({ members: [ada, , cleo] }) => [
    sendingOf({ from: ada, to: cleo, isFar: true }),
    sendingOf({ from: cleo, to: ada, isFar: true }),
  ]);
  repeat(near, plan.nearPerSecond);
  repeat(far, plan.farPerSecond);
}

async function roomOf(number: number, { urls, token }: OutagePlan): Promise<Room> {
  const room = `room ${number}`;
  const [one, two] = urls;
  const names = [
    ["ada", one],
    ["bob", one],
    ["cleo", two],
    ["dora", two],
  ] as const;
  const members = names.map(([name, url]) =>
    memberOf({ url, token, room, peerId: `${name} ${number}` }),
  );
  const url = urls[number % 2] ?? one;
  const [stock] = await Promise.all([
    StockPeer.join({ url, token, room, peerId: `stock ${number}` }),
    ...members.map(({ channel }) => channel.connect()),
  ]);
  return { name: room, members, stock };
}

function memberOf(options: ConstructorParameters<typeof ServerChannel>[0]): Member {
  const channel = new ServerChannel(options);
  const { peerId } = channel;
  const present = new Set<string>();
  let wasReady = false;
  channel.on("ready", (peers) => {
    if (wasReady) report.losses.push(`${peerId} began another session`);
    wasReady = true;
    for (const peer of peers) present.add(peer.peerId);
  });
  channel.on("resumed", (peers) => {
    for (const peer of peers) present.add(peer.peerId);
  });
  channel.on("open", (peer) => present.add(peer.peerId));
  channel.on("close", (of) => {
    present.delete(of);
    if (!of.startsWith(newcomer)) report.falseLeaves.push(`${peerId} received the leave of ${of}`);
  });
  channel.on("state", (state) => {
    if (state === "reconnecting") report.losses.push(`${peerId} lost its connection`);
  });
  channel.on("error", ({ code }) => report.losses.push(`${peerId} closed with ${code}`));
  channel.onMessage(({ message }) => {
    const { sentAtMs, isFar } = message as Content;
    report[isFar ? "farMs" : "nearMs"].push(performance.now() - sentAtMs);
  });
  return { channel, present };
}

interface Way {
  readonly from: Member | undefined;
  readonly to: Member | undefined;
  readonly isFar: boolean;
}

/** Sends one message. Resolves with `undefined`, or with the refusal. */
type Sending = () => Promise<SignalingError | undefined>;

function sendingOf({ from, to, isFar }: Way): Sending {
  return async () => {
    const sentAtMs = performance.now();
    const content: Content = { sentAtMs, isFar, filler: isFar ? farFiller : "" };
    try {
      await from?.channel.sendTo(to?.channel.peerId ?? "", content);
      return undefined;
    } catch (error) {
      if (!(error instanceof SignalingError)) throw error;
      noteRefusal(error, { isFar, tookMs: performance.now() - sentAtMs });
      return error;
    }
  };
}

function noteRefusal(
  { code }: SignalingError,
  { isFar, tookMs }: { readonly isFar: boolean; readonly tookMs: number },
): void {
  if (!isFar) report.nearRefusals.push(code);
  else if (code === "unavailable") report.farRefusedMs.push(tookMs);
  else report.farOtherCodes.push(code);
}

/** Sends messages in turn, at a rate. */
function repeat(messages: readonly Sending[], perSecond: number): void {
  const startMs = performance.now();
  let sent = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) / 1_000) * perSecond);
    // Missed intervals are not made up for.
    sent = Math.max(sent, due - perSecond);
    for (; sent < due; sent += 1) void messages[sent % messages.length]?.();
  }, talkMs);
}

/** Resolves when all servers reach each other again, and let new peers join. */
async function check(plan: OutagePlan): Promise<void> {
  checks += 1;
  const untilReached = async (from: Member | undefined, to: Member | undefined) => {
    const send = sendingOf({ from, to, isFar: true });
    while (await send()) await setTimeout(repeatMs);
  };
  const reaching = rooms.flatMap(({ members: [ada, , cleo] }) => [
    untilReached(ada, cleo),
    untilReached(cleo, ada),
  ]);
  const joining = plan.urls.map(async (url, server) => {
    const peerId = `${newcomer} ${checks}.${server}`;
    const peer = await StockPeer.join({ url, token: plan.token, room: "room 0", peerId });
    peer.leave();
  });
  await Promise.all([...reaching, ...joining]);
}

function finishedReport(): OutageReport {
  const finished = report;
  report = newReport();
  for (const { stock } of rooms) {
    for (const { of } of stock.leaves.splice(0)) {
      if (!of.startsWith(newcomer))
        finished.falseLeaves.push(`${stock.peerId} received the leave of ${of}`);
    }
    if (!stock.isConnected) finished.losses.push(`${stock.peerId} was disconnected`);
  }
  return { ...finished, wrongRosters: rooms.flatMap(wrongRostersIn) };
}

function wrongRostersIn({ members, stock }: Room): readonly string[] {
  const all = [stock.peerId, ...members.map(({ channel }) => channel.peerId)];
  return members.flatMap(({ channel: { peerId }, present }) => {
    const missing = all.filter((other) => other !== peerId && !present.has(other));
    return missing.length > 0 ? [`${peerId} misses ${missing.join()}`] : [];
  });
}

const say = (word: OutageWord) => process.send?.(word);

let plan: OutagePlan | undefined;

async function perform(order: OutageOrder): Promise<void> {
  if (order === "report") say(finishedReport());
  else if (order === "check") {
    if (plan) await check(plan);
    say("whole");
  } else {
    plan = order;
    await assemble(order);
    say("assembled");
  }
}

process.on("message", (order: OutageOrder) => void perform(order));
process.on("disconnect", () => process.exit());
