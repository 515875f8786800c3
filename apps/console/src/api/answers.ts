/** The answers of the admin routes, as far as the page shows them. The server's `/admin/openapi.json` describes them. */
export interface Page {
  /** The `after` of the next page; absent in the last page. */
  readonly next?: string;
}

export interface NodePage extends Page {
  readonly nodes: readonly NodeSummary[];
}

export interface NodeSummary {
  readonly node: string;
  readonly isHere: boolean;
  /** Absent: the server does not answer. */
  readonly status?: {
    readonly version: string;
    readonly startedAt: string;
    readonly state: string;
    readonly rooms: number;
    readonly visitors: number;
    readonly peers: number;
    readonly away: number;
  };
}

export interface RoomPage extends Page {
  readonly rooms: readonly { readonly room: string; readonly peers: number }[];
}

export interface PeerPage extends Page {
  readonly peers: readonly PeerSummary[];
}

export interface PeerSummary {
  readonly peerId: string;
  readonly socketId: string;
  readonly subject?: string;
  readonly joinedAt: string;
}

export interface PeerStatus extends PeerSummary {
  readonly room: string;
  readonly node: string;
  readonly state: "connected" | "away";
  readonly metadata: unknown;
  readonly awayUntil?: string;
  readonly sessionId?: string;
  readonly connection?: {
    readonly gateway: string;
    readonly address: string;
    readonly openedAt: string;
    readonly expiresAt?: string;
    readonly limits: readonly LimitLevel[];
  };
}

export interface LimitLevel {
  readonly limit: string;
  readonly of: string;
  readonly left: number;
  readonly burst: number;
  readonly perSecond: number;
}

export interface BanPage extends Page {
  readonly bans: readonly Ban[];
}

export interface Ban {
  readonly kind: string;
  readonly value: string;
  readonly until: string;
  readonly actor?: string;
}

/** An event of the stream. Its fields depend on its type. */
export interface StreamEvent {
  readonly type: string;
  readonly at: string;
  readonly node: string;
  readonly [field: string]: unknown;
}
