import type { Identity } from "../auth/identity.ts";
import type { Peer } from "../cluster/directory.ts";
import type { Content } from "../content/content.ts";
import { type Administration, administrationOf } from "./administration.ts";
import { refuseBanned, serveBans } from "./ban.ts";
import { BanExchange } from "./ban-exchange.ts";
import { broadcast, serveBroadcasts } from "./broadcast.ts";
import { type Census, censusOf } from "./census.ts";
import { handleChange } from "./directory-changes.ts";
import { serveIdConflicts } from "./id-conflict.ts";
import { type JoinRequest, join } from "./join.ts";
import type { Joined } from "./joined.ts";
import { serveKicks } from "./kick.ts";
import { leave, lose, shortenGrace } from "./leave.ts";
import { serveNotices } from "./notice.ts";
import { servePeerStatus } from "./peer-status.ts";
import type { Receipt } from "./receipt.ts";
import { type Direct, relay, serveRelays } from "./relay.ts";
import { renew } from "./renew.ts";
import { type ResumeRequest, resume } from "./resume.ts";
import { type Roster, rosterAround } from "./roster.ts";
import { type ConnectedClient, peerOf, type Session } from "./session.ts";
import { createHubState, type HubOptions, type HubState } from "./state.ts";

/**
 * The core of the server: rooms, their peers, and what peers send to each other, on all nodes of a cluster. It knows no
 * protocol. Its operations on one session must be called one after the other; only `relay` and `broadcast` are synchronous.
 */
export interface Hub {
  /** Returns the session of a new connection, which is a visitor until it joins a room. */
  connect(client: ConnectedClient): Session;
  join(session: Session, request: JoinRequest): Promise<Joined>;
  resume(session: Session, request: ResumeRequest): Promise<Joined>;
  roster(session: Session): Promise<Roster>;
  /**
   * Returns `undefined` for a target on this node, where the message is written before. For a target on another node the
   * message has been handed over, and the promise settles with its receipt (`null`), so later requests need not wait for it.
   */
  relay(session: Session, direct: Direct): Receipt | undefined;
  broadcast(session: Session, content: Content): void;
  /** Returns the number of peers that a broadcast of this session reaches; `undefined` for a visitor. */
  broadcastReceivers(session: Session): number | undefined;
  renew(session: Session, identity: Identity): void;
  /** Handles the loss of a session's connection. */
  lose(session: Session): Promise<void>;
  /** Shortens the grace period of an away session, because its client stated that it goes away. */
  shortenGrace(session: Session): void;
  leave(session: Session): Promise<void>;
  /** Leaves without an announcement on this node. */
  leaveSilently(session: Session): Promise<void>;
  /**
   * Refuses a banned identity or address with `kicked`, and a revoked token with `forbidden`. Waits until the node knows the
   * bans of the others. Without an address, only the identity and the token count.
   */
  refuseBanned(identity: Identity, address?: string): Promise<void>;
  /** Returns the peers of a room, in the order in which they joined. */
  peers(room: string): Promise<readonly Peer[]>;
  /** Returns whether an identity has a peer in any room. */
  isPresent(subject: string): Promise<boolean>;
  /** Counts the sessions and rooms of this node. */
  census(): Census;
  /** The grace period of an away session, in milliseconds. */
  readonly graceMs: number;
  readonly administration: Administration;
  /** Forgets all sessions without an announcement on this node at once, and leaves the cluster. Resolves when it has left. */
  close(): Promise<void>;
}

export type { HubOptions } from "./state.ts";

export function createHub(options: HubOptions): Hub {
  const state = createHubState(options);
  const { node, local, settings } = state;
  serve(state);
  const bans = new BanExchange(state);
  return {
    connect: (client) => {
      const { socketId, gateway, address, order, identity, connection } = client;
      const visitor = { kind: "visitor" } as const;
      const session: Session = {
        socketId,
        gateway,
        address,
        order,
        identity,
        connection,
        state: visitor,
        resumable: undefined,
      };
      local.add(session);
      return session;
    },
    join: async (session, request) => join(state, session, request),
    resume: (session, request) => resume(state, session, request),
    roster: async (session) => rosterAround(state, peerOf(session)),
    relay: (session, direct) => relay(state, session, direct),
    broadcast: (session, content) => broadcast(state, session, content),
    broadcastReceivers: ({ state: own }) =>
      own.kind === "peer" ? (node.directory.view(own.peer.room)?.size ?? 1) - 1 : undefined,
    renew,
    lose: (session) => lose(state, session),
    shortenGrace: (session) => shortenGrace(state, session),
    leave: (session) => leave(state, session),
    leaveSilently: (session) => leave(state, session, { isAnnounced: false }),
    refuseBanned: async (identity, address) => {
      await bans.known();
      refuseBanned(state, identity, address);
    },
    peers: async (room) => (await node.directory.list(room)).map(({ peer }) => peer),
    isPresent: (subject) => node.directory.isPresent(subject),
    census: () => censusOf(state),
    graceMs: settings.graceMs,
    administration: administrationOf(state),
    close: () => {
      local.clear();
      state.proofs.close();
      bans.stop();
      return node.close();
    },
  };
}

/** Handles the changes of the directory and the questions of other nodes. */
function serve(state: HubState): void {
  state.node.directory.onChange((change) => handleChange(state, change));
  serveRelays(state);
  serveBroadcasts(state);
  serveIdConflicts(state);
  serveKicks(state);
  serveNotices(state);
  serveBans(state);
  servePeerStatus(state);
}
