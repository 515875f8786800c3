/** A view of the page. The fragment of the URL contains it, so a link can lead to it. */
export type Place =
  | { readonly at: "overview" | "bans" }
  | { readonly at: "room"; readonly room: string }
  | { readonly at: "peer"; readonly room: string; readonly peerId: string };

/** Returns the place of a fragment; the overview for an unknown one. */
export function placeIn(fragment: string): Place {
  const [area, room, peerId] = fragment.replace(/^#\/?/, "").split("/").map(decoded);
  if (area === "bans") return { at: "bans" };
  if (area !== "rooms" || !room) return { at: "overview" };
  return peerId ? { at: "peer", room, peerId } : { at: "room", room };
}

/** Returns the fragment of a room, or of a peer in it. */
export function linkTo(room: string, peerId?: string): string {
  const names = peerId === undefined ? [room] : [room, peerId];
  return `#/rooms/${names.map(encodeURIComponent).join("/")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
