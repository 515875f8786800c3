import type { NameOf } from "../rows/names.ts";

export const rowHeight = 32;
export const headHeight = 40;

/** A vertical line of the diagram. */
export interface Lane {
  readonly role: "you" | "server" | "peer";
  /** Of a peer. */
  readonly peerId: string | undefined;
  readonly name: string;
  readonly x: number;
}

/** The places of everything in the diagram, in pixels. */
export interface Layout {
  readonly width: number;
  /** The width of the part that is visible before the diagram is scrolled sideways. */
  readonly visibleWidth: number;
  /** The width of the times, on the left. */
  readonly gutter: number;
  readonly lanes: readonly Lane[];
  readonly you: Lane;
  readonly server: Lane;
  /** The width of a name at the head of a lane. */
  readonly headWidth: number;
}

interface Spacing {
  readonly gutter: number;
  readonly leastGap: number;
  readonly rightMargin: number;
}

/** On a phone two peers fit without scrolling. */
const narrow: Spacing = { gutter: 62, leastGap: 62, rightMargin: 34 };
const wide: Spacing = { gutter: 70, leastGap: 78, rightMargin: 46 };
const leastWide = 480;
const mostGap = 300;

export interface LayoutOptions {
  /** The name to show for the peer whose view it is. */
  readonly selfName: string;
  readonly peerIds: readonly string[];
  readonly nameOf: NameOf;
  /** The available width. With many peers the diagram is wider, and scrolls. */
  readonly width: number;
}

/** You on the left, the server next, then the peers in order of their appearance. */
export function layoutOf({ selfName, peerIds, nameOf, width }: LayoutOptions): Layout {
  const { gutter, leastGap, rightMargin } = width < leastWide ? narrow : wide;
  const gaps = Math.max(2, peerIds.length + 1);
  const first = gutter + rightMargin - 6;
  const gap = clamp((width - first - rightMargin) / gaps, leastGap, mostGap);
  const laneAt = (index: number) => Math.round(first + index * gap);
  const you: Lane = { role: "you", peerId: undefined, name: selfName, x: laneAt(0) };
  const server: Lane = { role: "server", peerId: undefined, name: "server", x: laneAt(1) };
  const peers = peerIds.map(
    (peerId, index): Lane => ({ role: "peer", peerId, name: nameOf(peerId), x: laneAt(index + 2) }),
  );
  return {
    // Rounded down: one pixel too many would make the view scroll.
    width: Math.max(Math.floor(width), Math.floor(first + gaps * gap + rightMargin)),
    visibleWidth: Math.floor(width),
    gutter,
    lanes: [you, server, ...peers],
    you,
    server,
    headWidth: Math.min(gap - 6, 140, 2 * rightMargin - 8),
  };
}

export function laneOf(layout: Layout, peerId: string | undefined): Lane {
  return (
    layout.lanes.find((lane) => lane.role === "peer" && lane.peerId === peerId) ?? layout.server
  );
}

/** Returns the peers of some entries, in order of their appearance, then the other ones that are present. */
export function peerIdsOf(
  entries: readonly { readonly peerId?: string }[],
  present: readonly string[] = [],
): string[] {
  const ids = new Set<string>();
  for (const { peerId } of entries) if (peerId !== undefined) ids.add(peerId);
  for (const peerId of present) ids.add(peerId);
  return [...ids];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
