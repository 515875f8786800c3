const moods = ["quiet", "bright", "early", "gentle", "golden", "clear", "brave", "distant"];
const places = ["harbor", "meadow", "orchard", "island", "river", "garden", "summit", "lantern"];

/** The room that the page proposes to everyone on a server whose token everyone knows. */
export const sharedRoom = "demo";

/** Between 0 and 1, as `Math.random`. */
type Random = () => number;

/**
 * Returns the room that a page proposes whose address names none. On a development server everyone
 * gets the same one, so that two windows of one address meet. On any other server the room is a random
 * one: strangers must not meet by accident.
 */
export function proposeRoom(
  { isDevelopment }: { readonly isDevelopment: boolean },
  random: Random = Math.random,
): string {
  if (isDevelopment) return sharedRoom;
  return `${pick(moods, random)}-${pick(places, random)}-${100 + Math.floor(random() * 900)}`;
}

/** Returns a peer id that is readable in the signaling view: the name and four random characters. */
export function peerIdFor(name: string, random: Random = Math.random): string {
  const readable = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 24);
  const unique = Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, "0");
  return `${readable || "guest"}-${unique}`;
}

/** Returns one or two letters that stand in for a missing picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

function pick(words: readonly string[], random: Random): string {
  return words[Math.floor(random() * words.length)] ?? "";
}
