import { type SVGTemplateResult, svg } from "lit";
import { clockTime, deltaTime } from "../rows/clock.ts";
import { labelOf } from "../rows/labels.ts";
import type { RowModel } from "../rows/row-model.ts";
import type { Words } from "../rows/words.ts";
import { above, beside, inPill, type Labeled } from "./label.ts";
import { type Layout, laneOf } from "./layout.ts";
import { lifelines } from "./lifelines.ts";
import { again, arrow, band, cross, dot, lineY, takenBack, textY } from "./marks.ts";
import { toneOf } from "./palette.ts";

type Drawing = SVGTemplateResult | readonly Drawing[];

interface Picture extends Labeled {
  readonly model: RowModel;
}

/** One row: its time, its piece of the lifelines, and what happened. */
export function drawRow(model: RowModel, layout: Layout, words: Words): SVGTemplateResult {
  const { row, sinceStartMs, sinceBeforeMs } = model;
  const label = labelOf(row, words);
  return svg`
    ${lifelines(layout, model)}
    <text class="time" x="8" y=${textY + 1}>${clockTime(sinceStartMs)}</text>
    <text class="delta" x="8" y=${textY + 15}>${deltaTime(sinceBeforeMs)}</text>
    <g class=${toneOf[row.entry.kind]}>${happening({ model, layout, label })}</g>`;
}

function happening(picture: Picture): Drawing {
  const { model, layout } = picture;
  const { entry } = model.row;
  const you = layout.you.x;
  const peer = laneOf(layout, entry.peerId).x;
  switch (entry.kind) {
    case "offer":
    case "answer":
    case "candidate":
    case "end-of-candidates":
    case "refusal":
      return signal(picture, entry.direction === "sent");
    case "join":
      return [arrow(you, layout.server.x), beside(picture, you)];
    case "peer":
      return signal(picture, false);
    case "leave":
      return [signal(picture, false), cross(peer)];
    case "track":
      return [dot(you), beside(picture, you + 4, lineY - 2)];
    case "connection":
    case "route":
      return [band(you, peer), inPill(picture, you, peer)];
    case "channel":
      return [dot(you), beside(picture, you + 4, lineY - 2)];
    case "rolled-back":
      return [takenBack(you), beside(picture, you + 12, lineY - 2)];
    case "ice-restart":
      return [again(you), beside(picture, you + 6, lineY - 2)];
    default:
      return [cross(you, lineY - 6), beside(picture, you + 4, lineY - 2)];
  }
}

/** A message through the server. */
function signal(picture: Picture, isSent: boolean): Drawing {
  const { model, layout } = picture;
  const { row } = model;
  const you = layout.you.x;
  const peer = laneOf(layout, row.entry.peerId).x;
  const isMember = row.type === "entry" && row.isMember;
  const isQuiet = isMember || row.entry.kind === "end-of-candidates";
  const options = { via: layout.server.x, kind: isQuiet ? "thin" : "" } as const;
  const [from, to] = isSent ? [you, peer] : [peer, you];
  return [arrow(from, to, options), above(picture, you, peer)];
}
