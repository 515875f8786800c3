import type { Content } from "./content.ts";

/**
 * Matches the key of a description or of a candidate in JSON text. Inside a JSON string, the quotes around it would be escaped,
 * so a text that only quotes a description does not match.
 */
const pattern = /"type"\s*:\s*"(offer|answer|pranswer|rollback)"|"(candidate)"\s*:/;

/** The number of characters that are searched. A description that states its type after its text can be longer. */
const searched = 65_536;

/** Returns the kind of a signal, which is one of few words and no part of the content itself. */
export function contentKind({ json }: Content) {
  const [, description, candidate] = pattern.exec(json.slice(0, searched)) ?? [];
  return (description ?? candidate ?? "other") as
    | "offer"
    | "answer"
    | "pranswer"
    | "rollback"
    | "candidate"
    | "other";
}
