import type { Kind } from "../trace/entry.ts";

/** A color in light and in dark. */
type Shades = readonly [light: string, dark: string];

/** The page's own tokens come first, where it has them. */
export const surfaces = {
  ink: { token: "--ink", shades: ["#1d2430", "#e8ebf0"] },
  soft: { token: "--soft", shades: ["#5a6472", "#a2acba"] },
  paper: { token: "--paper", shades: ["#f6f7f9", "#14181f"] },
  card: { token: "--card", shades: ["#ffffff", "#1c222b"] },
  /** The background of a row: that of the card, unless the row is selected. */
  ground: { token: "--card", shades: ["#ffffff", "#1c222b"] },
  line: { token: "--line", shades: ["#d5dae1", "#39424f"] },
  accent: { token: "--accent", shades: ["#2459c4", "#86aeff"] },
} as const satisfies Record<string, { token: string; shades: Shades }>;

/** One color for each sort of step. All can be read as text on `card`. */
export const tones = {
  presence: ["#4a5666", "#b4bdca"],
  offer: ["#2459c4", "#86aeff"],
  answer: ["#16744a", "#66d19c"],
  candidate: ["#7443b8", "#c0a2f7"],
  trouble: ["#a84a12", "#f2a36e"],
  error: ["#bb2a3f", "#ff919d"],
  link: ["#0c7078", "#62cdd6"],
} as const satisfies Record<string, Shades>;

export type Tone = keyof typeof tones;

export const toneOf: Readonly<Record<Kind, Tone>> = {
  join: "presence",
  channel: "presence",
  peer: "presence",
  leave: "presence",
  offer: "offer",
  answer: "answer",
  candidate: "candidate",
  "end-of-candidates": "candidate",
  refusal: "trouble",
  "candidate-error": "trouble",
  "ignored-offer": "trouble",
  "rolled-back": "trouble",
  "dropped-candidate": "trouble",
  "ice-restart": "trouble",
  connection: "link",
  route: "link",
  track: "link",
  error: "error",
  failed: "error",
};

/** The values of `var(--view-…)` in a saved picture: always the light colors. */
export function lightColors(): ReadonlyMap<string, string> {
  const ofSurfaces = Object.entries(surfaces).map(
    ([name, { shades }]) => [name, shades[0]] as const,
  );
  const ofTones = Object.entries(tones).map(([name, [light]]) => [name, light] as const);
  return new Map<string, string>([...ofSurfaces, ...ofTones]);
}

/** Declares `--view-…` for both schemes, where the browser knows `light-dark()`, else for light. */
export function declarations({ isBoth }: { readonly isBoth: boolean }): string {
  const color = ([light, dark]: Shades) => (isBoth ? `light-dark(${light}, ${dark})` : light);
  const ofSurfaces = Object.entries(surfaces).map(
    ([name, { token, shades }]) => `--view-${name}: var(${token}, ${color(shades)});`,
  );
  const ofTones = Object.entries(tones).map(
    ([name, shades]) => `--view-${name}: ${color(shades)};`,
  );
  return [...ofSurfaces, ...ofTones].join("\n");
}
