/** Returns the name to show for a peer; without an id, for the server. */
export type NameOf = (peerId: string | undefined) => string;

/** Generated ids are long: their beginning is enough to tell them apart. */
const random = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export function namesOf(names: ReadonlyMap<string, string> | undefined): NameOf {
  return (peerId) => {
    if (peerId === undefined) return "the server";
    const name = names?.get(peerId);
    if (name !== undefined) return name;
    return random.test(peerId) ? `${peerId.slice(0, 8)}…` : peerId;
  };
}
