import {
  defaultRoom,
  type ReadyValue,
  type SessionClaim,
  SignalingError,
} from "simple-webrtc-signaling-protocol";
import { peerId as peerIdSchema, readyOptions } from "simple-webrtc-signaling-protocol/schemas";
import type { JoinRequest } from "../../hub/join.ts";
import type { ConnectionContext } from "../connection-context.ts";
import type { IncomingEvent } from "../incoming-event.ts";
import { expiryOf } from "./refresh.ts";
import { rosterFor } from "./roster.ts";

/** Handles `ready(peerId, options?)`, by which a visitor becomes a peer or resumes its session. */
export async function ready(context: ConnectionContext, event: IncomingEvent): Promise<ReadyValue> {
  const { hub, session, limits } = context;
  const [id, options] = event.parameters;
  if (event.attachments.length > 0) {
    throw new SignalingError("bad-message", "the arguments of `ready` contain binary; pass JSON");
  }
  const peerId = peerIdOf(id);
  const { wantsIceServers, claim, wantsSession, ...place } = optionsOf(
    options,
    limits.metadataBytes,
  );
  const request = { peerId, ...place };
  const { roster, session: granted } = claim
    ? await hub.resume(session, { ...request, claim })
    : await hub.join(session, wantsSession ? { ...request, session: true } : request);
  return {
    peerId,
    room: place.room,
    socketId: session.socketId,
    peers: rosterFor(session, roster).peers,
    ...expiryOf(session.identity),
    ...(wantsIceServers ? context.startRenewal() : {}),
    ...(granted && { ...granted, revision: roster.revision }),
    ...(granted && context.countsOutcomes ? { countsOutcomes: true as const } : {}),
  };
}

function peerIdOf(id: unknown): string {
  const parsed = peerIdSchema.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new SignalingError(
    "bad-peer-id",
    'the peer id is not valid; choose 1 to 128 visible characters without white space at either end, and not "all"',
  );
}

interface ParsedOptions extends Omit<JoinRequest, "peerId" | "session"> {
  readonly wantsIceServers: boolean;
  readonly wantsSession: boolean;
  readonly claim: SessionClaim | undefined;
}

function optionsOf(options: unknown, metadataBytes: number): ParsedOptions {
  const parsed = readyOptions.safeParse(options);
  if (!parsed.success) {
    throw new SignalingError(
      "bad-message",
      "the options of `ready` have another form; pass { room?: 1 to 128 visible characters, metadata?: JSON, joinId?: 1 to 128 characters, iceServers?: boolean, session?: boolean or { id, secret, attempt } }",
    );
  }
  const { room, metadata, joinId, iceServers, session } = parsed.data ?? {};
  const bytes = Buffer.byteLength(JSON.stringify(metadata ?? null));
  if (bytes > metadataBytes) {
    throw new SignalingError(
      "too-large",
      `the metadata has ${bytes} bytes, but at most ${metadataBytes} are allowed; send less metadata`,
    );
  }
  return {
    room: room ?? defaultRoom,
    metadata: metadata ?? null,
    joinId: joinId ?? undefined,
    wantsIceServers: iceServers ?? false,
    wantsSession: session === true,
    claim: typeof session === "object" && session !== null ? session : undefined,
  };
}
