import { expect, test } from "vitest";
import type { Label } from "../rows/words.ts";
import { inPill } from "./label.ts";
import { layoutOf } from "./layout.ts";
import { markup } from "./markup.ts";

const label: Label = { main: "connected", soft: "host · udp · round-trip time 12 ms" };

/** A pill between the own lifeline and that of the last peer. */
function pillAt(width: number, { main, soft }: Label = label, peerIds = ["bob"]) {
  const layout = layoutOf({ selfName: "you", peerIds, nameOf: () => "bob", width });
  const lanes = { left: layout.you.x, right: layout.lanes.at(-1)?.x ?? 0 };
  const labeled = { label: { main, ...(soft === undefined ? {} : { soft }) }, layout };
  return { ...lanes, drawing: markup(inPill(labeled, lanes.left, lanes.right)) };
}

/** The edges of the pill in a drawing. */
function edgesOf(drawing: string): readonly [left: number, right: number] {
  const [, x, width] = /<rect class="pill" x="([\d.]+)".*? width="([\d.]+)"/.exec(drawing) ?? [];
  return [Number(x), Number(x) + Number(width)];
}

test.each([320, 390, 500, 1_200])(
  "[case G3] at %i px a pill is no wider than the distance of its lifelines",
  (width) => {
    const { drawing, left, right } = pillAt(width);
    const [start, end] = edgesOf(drawing);
    expect(start).toBeGreaterThan(left);
    expect(end).toBeLessThan(right);
    expect(drawing).toContain("connected");
  },
);

test("[case G3] a label that does not fit between its lifelines has no pill", () => {
  const { drawing } = pillAt(320, { main: "a label that is much too long for that" });
  expect(drawing).not.toContain("pill");
  expect(drawing).toContain("a label");
});

test("[case G3] with eight people the label stands in the part of the diagram that is visible first", () => {
  const peerIds = ["a", "b", "c", "d", "e", "f", "g"];
  for (const width of [320, 390, 500]) {
    const { drawing, left, right } = pillAt(width, label, peerIds);
    const [start, end] = edgesOf(drawing);
    expect(right).toBeGreaterThan(width);
    expect(start).toBeGreaterThan(left);
    expect(end).toBeLessThan(width);
  }
});
