/** The effect of a key on the rows. */
export type RowCommand =
  | { readonly type: "go"; readonly index: number }
  | { readonly type: "open" | "close" | "toggle" };

const pageRows = 10;

interface Place {
  readonly index: number;
  readonly count: number;
}

/** The keys of a list of rows: arrows, page keys, home, end; right and left open and close a fold. */
export function commandOf(key: string, { index, count }: Place): RowCommand | undefined {
  const go = (to: number): RowCommand => ({
    type: "go",
    index: Math.min(Math.max(to, 0), count - 1),
  });
  const commands: Readonly<Record<string, RowCommand>> = {
    ArrowDown: go(index + 1),
    ArrowUp: go(index - 1),
    PageDown: go(index + pageRows),
    PageUp: go(index - pageRows),
    Home: go(0),
    End: go(count - 1),
    ArrowRight: { type: "open" },
    ArrowLeft: { type: "close" },
    Enter: { type: "toggle" },
    " ": { type: "toggle" },
  };
  return Object.hasOwn(commands, key) ? commands[key] : undefined;
}
