import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Topic } from "../cluster/bus.ts";
import type { Page, PageRequest } from "../cluster/page.ts";
import { addressKeyOf } from "../limits/client-address.ts";
import type { AdminAction } from "./admin-action.ts";
import { askAll, sum } from "./ask-all.ts";
import { type Ban, type BanKey, type BanRecord, banKeyOf, mostBans } from "./ban-list.ts";
import { kickSessions } from "./kick-session.ts";
import type { Session } from "./session.ts";
import type { HubState } from "./state.ts";

export interface BanAction extends AdminAction, BanKey {
  readonly seconds: number;
}

export interface LiftAction extends AdminAction, BanKey {}

/** The result of a ban. */
export interface Banned {
  /** The number of ended sessions, on all nodes. */
  readonly kicked: number;
  readonly untilMs: number;
}

const banTopic: Topic<BanRecord, number> = { name: "ban" };

/** Bans an identity, an address or a token on all nodes, and ends its sessions. */
export async function ban(hub: HubState, { actor, seconds, ...key }: BanAction): Promise<Banned> {
  const nowMs = hub.node.nowMs();
  if (hub.bans.records(nowMs).length >= mostBans) {
    throw new SignalingError(
      "too-large",
      `the server knows ${mostBans} bans, which is the limit; let the authentication refuse these clients`,
    );
  }
  const untilMs = nowMs + seconds * 1_000;
  const record = { ...banKeyOf(key), untilMs, changedAtMs: nowMs, actor, isLifted: false };
  const kicked = sum(await askAll(hub, banTopic, record, changeHere));
  const { kind, value } = record;
  hub.report({ type: "ban.added", kind, value, seconds, sessions: kicked, actor });
  return { kicked, untilMs };
}

/** Lifts a ban on all nodes. Refuses with `peer-not-found` if it is not in effect. */
export async function liftBan(hub: HubState, { actor, ...key }: LiftAction): Promise<void> {
  const nowMs = hub.node.nowMs();
  const { kind, value } = banKeyOf(key);
  const known = hub.bans.get({ kind, value }, nowMs);
  if (!known) {
    throw new SignalingError("peer-not-found", `${kind} ${JSON.stringify(value)} is not banned`);
  }
  // Later than the ban, even if both happen in one millisecond.
  const changedAtMs = Math.max(nowMs, known.changedAtMs + 1);
  await askAll(hub, banTopic, { ...known, changedAtMs, actor, isLifted: true }, changeHere);
  hub.report({ type: "ban.lifted", kind, value, actor });
}

export function listBans({ bans, node }: HubState, request: PageRequest): Page<Ban> {
  return bans.page(request, node.nowMs());
}

/** Lets other nodes change the bans of this node. */
export function serveBans(hub: HubState): void {
  hub.node.bus.serve(banTopic, ({ question }) => changeHere(hub, question));
}

/** Stores a record, and ends the sessions to which it applies. Returns their number. */
export async function changeHere(hub: HubState, record: BanRecord): Promise<number> {
  if (!hub.bans.merge(record) || record.isLifted) return 0;
  return kickSessions(hub, (session) => isBanned(hub, session), { actor: record.actor });
}

function isBanned({ bans, node }: HubState, { identity, address }: Session): boolean {
  return bans.of(identity, address, node.nowMs()) !== undefined;
}

/** Refuses a banned identity or address with `kicked`, and a revoked token with `forbidden`. */
export function refuseBanned(
  { bans, node }: HubState,
  identity: Identity,
  address: string | undefined,
): void {
  const key = address === undefined ? undefined : addressKeyOf(address);
  const found = bans.of(identity, key, node.nowMs());
  if (!found) return;
  if (found.kind === "token") {
    throw new SignalingError("forbidden", "the token was revoked; connect with a new token");
  }
  const until = new Date(found.untilMs).toISOString();
  throw new SignalingError(
    "kicked",
    `this ${found.kind} is banned by an administrator until ${until}; do not reconnect`,
  );
}
