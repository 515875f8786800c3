/**
 * Returns the name that is most similar to a misspelled `name`; `undefined` if none is similar enough. By default, a
 * similar name has at most one mistake in three letters.
 */
export function nearestName(
  name: string,
  names: readonly string[],
  maxMistakes: number = Math.floor(plain(name).length / 3),
): string | undefined {
  const spelled = plain(name);
  const ranked = names
    .map((other) => ({ other, distance: editDistance(spelled, plain(other)) }))
    .sort((one, another) => one.distance - another.distance);
  const [nearest] = ranked;
  return nearest && nearest.distance <= maxMistakes ? nearest.other : undefined;
}

/** Removes the differences between `maxMessageBytes`, `max-message-bytes` and `MAX_MESSAGE_BYTES`. */
function plain(name: string): string {
  return name.replace(/[_\-. ]/g, "").toUpperCase();
}

/**
 * Returns the number of letters that must be added, removed, replaced or exchanged with the next letter to turn one
 * text into another (optimal string alignment distance).
 */
function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    const present = [row];
    rows.push(present);
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isExchanged = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      present.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isExchanged ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
