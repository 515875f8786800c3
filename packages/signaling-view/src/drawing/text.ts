/** How wide a letter of the diagram's font is on average, in pixels: nothing can be measured here. */
export const letterWidth = { main: 7.3, soft: 6.3 } as const;

type Face = keyof typeof letterWidth;

export function textWidth(text: string, face: Face = "soft"): number {
  return text.length * letterWidth[face];
}

/** Cuts a text to a width. */
export function shorten(text: string, width: number, face: Face = "soft"): string {
  // A width that is the sum of its parts may be too small by a rounding error.
  const most = Math.floor(width / letterWidth[face] + 0.01);
  if (text.length <= most) return text;
  return most < 2 ? "" : `${text.slice(0, most - 1).trimEnd()}…`;
}
