import type { Identity } from "../auth/identity.ts";
import type { Content } from "../content/content.ts";
import type { Peer } from "../directory/directory.ts";
import { type Administration, administrationOf } from "./administration.ts";
import { broadcast } from "./broadcast.ts";
import { type JoinRequest, join } from "./join.ts";
import { type Joined, joinedOf } from "./joined.ts";
import { leave, leaveSilently } from "./leave.ts";
import { lose, shortenGrace } from "./lose.ts";
import { type Direct, relay } from "./relay.ts";
import { renew } from "./renew.ts";
import { type ResumeRequest, resume } from "./resume.ts";
import { type Roster, rosterAround } from "./roster.ts";
import { type ConnectedClient, peerOf, type Session } from "./session.ts";
import { createHubState, type HubOptions } from "./state.ts";

/**
 * The core of the server: rooms, their peers, and what peers send to each other. It knows no protocol. Its operations on one
 * session must be called one after the other; only `relay` and `broadcast` are synchronous.
 */
export interface Hub {
  /** Returns the session of a new connection, which is a visitor until it joins a room. */
  connect(client: ConnectedClient): Session;
  join(session: Session, request: JoinRequest): Promise<Joined>;
  resume(session: Session, request: ResumeRequest): Promise<Joined>;
  roster(session: Session): Promise<Roster>;
  relay(session: Session, direct: Direct): Promise<never> | undefined;
  broadcast(session: Session, content: Content): void;
  /** Returns the number of peers that a broadcast of this session reaches; `undefined` for a visitor. */
  broadcastReceivers(session: Session): number | undefined;
  renew(session: Session, identity: Identity): void;
  /** Handles the loss of a session's connection. */
  lose(session: Session): Promise<void>;
  /** Shortens the grace period of an away session, because its client stated that it goes away. */
  shortenGrace(session: Session): void;
  leave(session: Session): Promise<void>;
  leaveSilently(session: Session): Promise<void>;
  /** Returns the peers of a room, in the order in which they joined. */
  peers(room: string): Promise<readonly Peer[]>;
  /** Returns whether an identity has a peer in any room. */
  isPresent(subject: string): boolean;
  /** The grace period of an away session, in milliseconds. */
  readonly graceMs: number;
  readonly administration: Administration;
  /** Forgets all sessions without an announcement. */
  close(): void;
}

export type { HubOptions } from "./state.ts";

export function createHub(options: HubOptions): Hub {
  const state = createHubState(options);
  return {
    connect: (client) => {
      const session: Session = { ...client, state: { kind: "visitor" }, resumable: undefined };
      state.sessions.add(session);
      return session;
    },
    join: async (session, request) => joinedOf(state, session, await join(state, session, request)),
    resume: async (session, request) =>
      joinedOf(state, session, await resume(state, session, request), { isResumed: true }),
    roster: async (session) => rosterAround(state, peerOf(session)),
    relay: (session, direct) => relay(state, session, direct),
    broadcast: (session, content) => broadcast(state, session, content),
    broadcastReceivers: ({ state: own }) =>
      own.kind === "peer" ? state.localMembers.size(own.peer.room) - 1 : undefined,
    renew,
    lose: (session) => lose(state, session),
    shortenGrace: (session) => shortenGrace(state, session),
    leave: (session) => leave(state, session),
    leaveSilently: (session) => leaveSilently(state, session),
    peers: (room) => state.directory.list(room),
    isPresent: (subject) => state.occupancy.has(subject),
    graceMs: state.graceMs,
    administration: administrationOf(state),
    close: () => {
      state.localMembers.clear();
      for (const resumable of state.resumables.values()) resumable.stopWaiting();
      state.resumables.clear();
      state.ended.close();
    },
  };
}
