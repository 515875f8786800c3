const moods = ["quiet", "bright", "early", "gentle", "golden", "clear", "brave", "distant"];
const places = ["harbour", "meadow", "orchard", "island", "river", "garden", "summit", "lantern"];

/** Between 0 and 1, as `Math.random`. */
type Random = () => number;

/** A room name that is easy to say and that nobody else is likely to use. */
export function suggestRoom(random: Random = Math.random): string {
  return `${pick(moods, random)}-${pick(places, random)}-${100 + Math.floor(random() * 900)}`;
}

/** A peer id that people can read in the signaling view: the name, and four characters to be unique. */
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

/** One or two letters to stand for somebody without a picture. */
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
