import type { HubEvent } from "../../src/hub/events.ts";
import type { TestClient, TestHub, Written } from "../../src/hub/testing/test-hubs.ts";

/** One client, which always wants to be in its room. */
export class StormClient {
  readonly peerId: string;
  readonly room: string;
  readonly hasSession: boolean;
  connection: TestClient | undefined;
  node: TestHub | undefined;
  /** The time of the last loss of a connection. */
  lostAtMs = 0;
  /** The last connection with a session, which the next one resumes. */
  session: TestClient | undefined;
  readonly connections: TestClient[] = [];
  sent = 0;

  constructor(peerId: string, room: string, hasSession: boolean) {
    this.peerId = peerId;
    this.room = room;
    this.hasSession = hasSession;
  }

  /** The connection is lost. */
  lose(): void {
    if (this.connection) this.lostAtMs = Date.now();
    this.connection = undefined;
    this.node = undefined;
  }

  get sessionId(): string | undefined {
    return this.connection?.peer?.sessionId;
  }

  /** The ids of the other peers that the client knows, from its rosters and later changes. */
  get known(): string {
    const known = new Map<string, string>();
    for (const one of this.connection?.written ?? []) learn(known, one);
    known.delete(this.peerId);
    return [...known.keys()].sort().join(", ");
  }
}

/** Applies what was written to a client to the peers that it knows, with their sessions. */
function learn(known: Map<string, string>, written: Written): void {
  if ("roster" in written) {
    known.clear();
    for (const { peerId, sessionId } of written.roster.peers) known.set(peerId, sessionId);
    return;
  }
  const { event } = written;
  if (event.type === "roster") {
    for (const { peerId, sessionId } of event.peers) known.set(peerId, sessionId);
  } else if (event.type === "joined") known.set(event.peerId, "");
  else if (event.type === "left") known.delete(event.peerId);
  else if (event.type === "presence") learnBatch(known, event.batch);
}

function learnBatch(
  known: Map<string, string>,
  { joined, left }: Extract<HubEvent, { type: "presence" }>["batch"],
): void {
  for (const { peerId, sessionId } of left) {
    if (known.get(peerId) === sessionId) known.delete(peerId);
  }
  for (const { peerId, sessionId } of joined) known.set(peerId, sessionId);
}
