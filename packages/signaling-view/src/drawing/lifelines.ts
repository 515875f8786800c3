import { type SVGTemplateResult, svg } from "lit";
import type { RowModel } from "../rows/row-model.ts";
import { headHeight, type Lane, type Layout, rowHeight } from "./layout.ts";
import { lineY } from "./marks.ts";
import { shorten } from "./text.ts";

/** The piece of every lifeline beside one row: faint where the peer is not there. */
export function lifelines({ lanes }: Layout, model: RowModel): SVGTemplateResult[] {
  return lanes.map((lane) => {
    if (lane.role === "you") return line(lane.x, "life", 0, rowHeight);
    if (lane.role === "server") return line(lane.x, "life-server", 0, rowHeight);
    return peerLine(lane, model);
  });
}

function peerLine({ x, peerId = "" }: Lane, { row, present }: RowModel): SVGTemplateResult {
  const { kind, peerId: whose } = row.entry;
  const isThere = present.has(peerId);
  const changes = whose === peerId && (kind === "leave" || (kind === "peer" && !isThere));
  if (!changes) return line(x, isThere ? "life" : "life-absent", 0, rowHeight);
  return svg`
    ${line(x, isThere ? "life" : "life-absent", 0, lineY)}
    ${line(x, isThere ? "life-absent" : "life", lineY, rowHeight)}`;
}

function line(x: number, name: string, top: number, bottom: number): SVGTemplateResult {
  return svg`<line class=${name} x1=${x} x2=${x} y1=${top} y2=${bottom} />`;
}

/** The names above the lifelines. */
export function heads({ lanes, headWidth, width }: Layout): SVGTemplateResult {
  const boxes = lanes.map(({ role, name, x }) => {
    const box = svg`<rect class="head-box ${role}" x=${x - headWidth / 2} y="7"
      width=${headWidth} height="24" rx="7" />`;
    return svg`
      <line class=${role === "server" ? "life-server" : "life"} x1=${x} x2=${x} y1="31" y2=${headHeight} />
      ${role === "server" ? "" : box}
      <text class="head-name ${role}" x=${x} y="23"
        >${shorten(name, headWidth - 8, "main")}<title>${name}</title></text>`;
  });
  return svg`<rect class="background" width=${width} height=${headHeight} />${boxes}`;
}
