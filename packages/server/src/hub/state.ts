import type { SessionSecrets } from "../auth/session-secrets.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import type { Claim } from "../cluster/directory.ts";
import type { Report } from "../telemetry/fact.ts";
import { BanList } from "./ban-list.ts";
import { EndedSessions, type EndingRecord } from "./ended-sessions.ts";
import { LocalSessions } from "./local-sessions.ts";
import { Presence } from "./presence.ts";
import { SessionProofs } from "./session-proofs.ts";

/** The state on which the operations of the hub work, one object for each subject. */
export interface HubState {
  /** The peers of all rooms, on all nodes, and the way to the other nodes. */
  readonly node: ClusterNode;
  /** The sessions of this node. */
  readonly local: LocalSessions;
  readonly presence: Presence;
  readonly proofs: SessionProofs;
  readonly bans: BanList;
  readonly settings: HubSettings;
  readonly report: Report;
}

export interface HubSettings {
  /** The grace period of an away session, in milliseconds. */
  readonly graceMs: number;
  /** The maximum delay of a request in the network, in milliseconds: with a longer delay the heartbeat fails. */
  readonly longestDelayMs: number;
  /** The limits of all rooms and identities; 0 disables a limit. */
  readonly limits: Pick<Claim, "maxPeersPerRoom" | "maxRoomsPerIdentity">;
}

export interface HubOptions extends HubSettings {
  readonly node: ClusterNode;
  readonly report: Report;
  readonly secrets: SessionSecrets;
  /** Whether earlier processes can have had the same key. */
  readonly isKeyLasting: boolean;
  /** The record of ended sessions for later processes with this key. */
  readonly endingRecord?: EndingRecord | undefined;
}

export function createHubState(options: HubOptions): HubState {
  const { node, report, secrets, graceMs, isKeyLasting, endingRecord } = options;
  const local = new LocalSessions();
  const ended = new EndedSessions({ keepMs: graceMs, record: endingRecord });
  const gatheringEndsAtMs = () =>
    isKeyLasting ? (node.epochStartedAtMs ?? Number.NEGATIVE_INFINITY) + graceMs : 0;
  return {
    node,
    local,
    presence: new Presence(local.members),
    proofs: new SessionProofs({ secrets, ended, gatheringEndsAtMs }),
    bans: new BanList(),
    settings: options,
    report,
  };
}
