import { tones } from "./palette.ts";

/** The styles of the diagram, on the page and in a saved picture. */
export const diagramCss = `
text {
  font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-size: 12px;
  fill: var(--view-ink);
}
.life { stroke: var(--view-soft); stroke-width: 1.5; stroke-opacity: 0.55; }
.life-server { stroke: var(--view-soft); stroke-width: 1; stroke-dasharray: 2 4; stroke-opacity: 0.6; }
.life-absent { stroke: var(--view-line); stroke-width: 1; stroke-dasharray: 1 5; }
.time, .delta {
  font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 10.5px;
  fill: var(--view-soft);
}
.label { paint-order: stroke; stroke: var(--view-ground); stroke-width: 5; stroke-linejoin: round; }
.label .main { font-weight: 600; }
.label .soft { fill: var(--view-soft); font-weight: 400; }
.head-box { fill: var(--view-card); stroke: var(--view-line); }
.head-box.you { fill: var(--view-ink); stroke: var(--view-ink); }
.head-name { font-weight: 600; text-anchor: middle; }
.head-name.you { fill: var(--view-card); }
.head-name.server { font-weight: 400; fill: var(--view-soft); }
.shaft { fill: none; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.shaft.thin { stroke-width: 1.25; }
.shaft.direct { stroke-width: 4; stroke-opacity: 0.3; }
.mask { fill: var(--view-ground); }
.pill { fill: var(--view-ground); stroke-width: 1.25; }
.background { fill: var(--view-card); }
.title { font-size: 15px; font-weight: 650; }
.note { fill: var(--view-soft); }
${Object.keys(tones).map(toneCss).join("\n")}
`;

function toneCss(tone: string): string {
  const color = `var(--view-${tone})`;
  return `.${tone} .shaft, .${tone} .pill { stroke: ${color}; }
.${tone} .solid, .${tone} .main { fill: ${color}; }`;
}
