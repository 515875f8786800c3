import { svg } from "lit";
import type { RowModel } from "../rows/row-model.ts";
import type { Words } from "../rows/words.ts";
import { diagramCss } from "./diagram-css.ts";
import { headHeight, layoutOf, rowHeight } from "./layout.ts";
import { heads } from "./lifelines.ts";
import { markup } from "./markup.ts";
import { lightColors } from "./palette.ts";
import { drawRow } from "./row-drawing.ts";

export interface PictureOptions {
  readonly models: readonly RowModel[];
  readonly words: Words;
  readonly peerIds: readonly string[];
  /** The peer whose view it is. */
  readonly selfName: string;
  readonly startedAtMs: number;
}

/** The same on every screen. */
const diagramWidth = 760;
const titleHeight = 54;
const margin = 16;

const names = new Intl.ListFormat("en");

/** Returns the diagram as an SVG file without dependencies, in light colors. */
export function pictureFile({ models, words, ...about }: PictureOptions): string {
  const layout = layoutOf({ ...about, nameOf: words.nameOf, width: diagramWidth });
  const width = layout.width + 2 * margin;
  const height = titleHeight + headHeight + models.length * rowHeight + margin;
  const rows = models.map((model, index) => {
    const y = titleHeight + headHeight + index * rowHeight;
    return svg`<g transform="translate(${margin} ${y})">${drawRow(model, layout, words)}</g>`;
  });
  const title = titleOf(about, words);
  const drawing = svg`
    <rect class="background" width=${width} height=${height} rx="10" />
    <text class="title" x=${margin + 8} y="27">${title}</text>
    <text class="note" x=${margin + 8} y="46">${noteOf(about)}</text>
    <g transform="translate(${margin} ${titleHeight})">${heads(layout)}</g>
    ${rows}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    markup(svg`<title>${title}</title>`),
    `<style>${standaloneCss()}</style>`,
    `${markup(drawing)}</svg>\n`,
  ]
    .join("\n")
    .replace(/\n\s+/g, "\n");
}

type About = Omit<PictureOptions, "models" | "words">;

function titleOf({ selfName, peerIds }: About, { nameOf }: Words): string {
  return `Signaling between ${names.format([selfName, ...peerIds.map(nameOf)])}`;
}

function noteOf({ selfName, startedAtMs }: About): string {
  const start = new Date(startedAtMs).toISOString().slice(0, 19).replace("T", " ");
  return `as seen by ${selfName}, starting ${start} UTC`;
}

/** Not every viewer of SVG knows custom properties. */
function standaloneCss(): string {
  const colors = lightColors();
  return diagramCss.replace(/var\(--view-([\w-]+)\)/g, (_, name) => colors.get(name) ?? "black");
}
