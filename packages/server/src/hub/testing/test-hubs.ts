import { SignalingError } from "simple-webrtc-signaling-protocol";
import { anonymous, type Identity } from "../../auth/identity.ts";
import { SessionSecrets } from "../../auth/session-secrets.ts";
import type { Peer } from "../../cluster/directory.ts";
import { type MemoryNode, memoryCluster } from "../../cluster/memory-cluster.ts";
import type { Network } from "../../cluster/network.ts";
import type { Fact } from "../../telemetry/fact.ts";
import type { HubEvent } from "../events.ts";
import { createHub, type Hub, type HubOptions } from "../hub.ts";
import type { JoinRequest } from "../join.ts";
import type { Joined } from "../joined.ts";
import type { ResumeRequest } from "../resume.ts";
import type { Roster } from "../roster.ts";
import { type Delivery, presentPeerOf, type Session } from "../session.ts";

export interface TestHub {
  readonly hub: Hub;
  readonly node: MemoryNode;
  readonly facts: readonly Fact[];
}

export interface TestHubsOptions
  extends Partial<Pick<HubOptions, "graceMs" | "longestDelayMs" | "limits" | "isKeyLasting">> {
  readonly count: number;
  /** Returns the network of the next node. */
  readonly network?: () => Network;
}

/** Returns hubs of one cluster in this process, without sockets. */
export function testHubs({ count, network, ...options }: TestHubsOptions): readonly TestHub[] {
  const cluster = memoryCluster(network && { network });
  return Array.from({ length: count }, () => {
    const facts: Fact[] = [];
    const { graceMs = 30_000 } = options;
    const node = cluster.join({ card: {}, graceMs, report: (fact) => facts.push(fact) });
    const hub = createHub({
      node,
      report: (fact) => facts.push(fact),
      secrets: new SessionSecrets({ key: cluster.key }),
      longestDelayMs: 14_000,
      limits: { maxPeersPerRoom: 0, maxRoomsPerIdentity: 0 },
      isKeyLasting: false,
      ...options,
      graceMs,
    });
    return { hub, node, facts };
  });
}

/** Everything that is written to one client, in order. */
export type Written = { readonly roster: Roster } | { readonly event: HubEvent };

let handshakes = 0;

/** A client whose operations run one after the other, like the requests of a connection. */
export class TestClient {
  readonly session: Session;
  readonly written: Written[] = [];
  /** The codes with which the hub disconnected the client. */
  readonly ended: string[] = [];
  delivery: Delivery = "written";
  isAlive = true;
  joined: Joined | undefined;
  readonly #hub: Hub;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ hub }: TestHub, identity: Identity = anonymous) {
    handshakes += 1;
    this.#hub = hub;
    this.session = hub.connect({
      socketId: `socket ${handshakes}`,
      gateway: "websocket",
      address: "192.0.2.1",
      order: { number: handshakes, openedAtMs: Date.now() },
      identity,
      connection: {
        send: (event) => {
          if (this.delivery === "written") this.written.push({ event });
          return this.delivery;
        },
        isAlive: () => Promise.resolve(this.isAlive),
        limits: () => [],
        end: ({ code }) => this.ended.push(code),
      },
    });
  }

  get peer(): Peer | undefined {
    return presentPeerOf(this.session);
  }

  /** Returns the events of one type that the client has received. */
  events<Type extends HubEvent["type"]>(type: Type): readonly Extract<HubEvent, { type: Type }>[] {
    return this.written.flatMap((one) =>
      "event" in one && one.event.type === type
        ? [one.event as Extract<HubEvent, { type: Type }>]
        : [],
    );
  }

  /** Returns the peer ids that joined and left, as a client without a session receives them. */
  get changes(): readonly string[] {
    return this.written.flatMap((one) =>
      "event" in one && (one.event.type === "joined" || one.event.type === "left")
        ? [`${one.event.type} ${one.event.peerId}`]
        : [],
    );
  }

  /** Joins the lobby, with a session or without one. */
  join(peerId: string, over: Partial<JoinRequest> = {}): Promise<Joined> {
    return this.do(async () =>
      this.#accept(
        await this.#hub.join(this.session, { peerId, room: "lobby", metadata: null, ...over }),
      ),
    );
  }

  /** Resumes the session that another connection has. */
  resume(of: TestClient, over: Partial<ResumeRequest["claim"]> = {}): Promise<Joined> {
    return this.do(async () => {
      const { peer, joined } = of;
      const { session } = joined?.session ?? {};
      if (!session) throw new Error("the client has no session");
      const { peerId, room } = peer ?? of.place;
      const claim = { id: session.id, secret: session.secret, attempt: handshakes, ...over };
      return this.#accept(
        await this.#hub.resume(this.session, { peerId, room, metadata: null, claim }),
      );
    });
  }

  place: Pick<Peer, "peerId" | "room"> = { peerId: "", room: "" };

  leave(): Promise<void> {
    return this.do(() => this.#hub.leave(this.session));
  }

  lose(): Promise<void> {
    return this.do(() => this.#hub.lose(this.session));
  }

  look(): Promise<void> {
    return this.do(async () => {
      if (!this.session.resumable || this.session.state.kind !== "peer") return;
      this.written.push({ roster: await this.#hub.roster(this.session) });
    });
  }

  send(target: string, text: string, targetSession?: string): Promise<null> | undefined {
    const content = { json: JSON.stringify(text), attachments: [] };
    const receipt = this.#hub.relay(this.session, { target, targetSession, content });
    return (
      receipt &&
      new Promise((resolve, reject) => {
        receipt.onSettled((refusal) => (refusal ? reject(refusal) : resolve(null)));
      })
    );
  }

  broadcast(text: string): void {
    this.#hub.broadcast(this.session, { json: JSON.stringify(text), attachments: [] });
  }

  /** Does some work after all earlier work of this client. */
  do<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  #accept(joined: Joined): Joined {
    this.joined = joined;
    const { peer } = this;
    if (peer) this.place = { peerId: peer.peerId, room: peer.room };
    if (joined.session) this.written.push({ roster: joined.roster });
    return joined;
  }
}

/** Resolves with the code of a refusal; `ok` without one. Other errors are thrown. */
export async function codeOf(work: () => Promise<unknown> | undefined): Promise<string> {
  try {
    await work();
    return "ok";
  } catch (error) {
    if (error instanceof SignalingError) return error.code;
    throw error;
  }
}
