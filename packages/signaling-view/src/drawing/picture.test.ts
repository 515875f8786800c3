import { expect, test } from "vitest";
import { AddressMask } from "../reading/address-mask.ts";
import { namesOf } from "../rows/names.ts";
import { rowModels } from "../rows/row-model.ts";
import { entriesOf, plainExchange } from "../trace/samples.ts";
import { rowHeight } from "./layout.ts";
import { pictureFile } from "./picture.ts";
import { shorten, textWidth } from "./text.ts";

function picture({ name = "bob", filter = "" } = {}): string {
  const entries = entriesOf(plainExchange);
  const options = { isFolding: true, open: new Set<number>(), startedAtMs: 1_000, filter };
  const mask = new AddressMask();
  return pictureFile({
    models: rowModels(entries, options),
    words: { nameOf: namesOf(new Map([["bob", name]])), mask: (text) => mask.text(text) },
    peerIds: ["bob"],
    selfName: "ada",
    startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  });
}

test("a picture is self-contained", () => {
  expect(picture()).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(picture()).not.toMatch(/var\(|light-dark|href|url\(|<script|undefined|NaN|\[object/);
});

test("a picture names its peer and its start time", () => {
  expect(picture()).toContain("Signaling between ada and bob");
  expect(picture()).toContain("as seen by ada, starting 2026-01-02 03:04:05 UTC");
  expect(picture()).not.toContain(">you<");
});

test("a picture has one row per row of the view, and no address", () => {
  expect(picture().match(/class="time"/g)).toHaveLength(8);
  expect(picture()).toContain("▸ 2 candidates");
  expect(picture()).toContain("relay · udp · ip-1:50003");
  expect(picture()).toContain(`translate(16 ${54 + 40 + 7 * rowHeight})`);
});

test("a name cannot inject markup", () => {
  const text = picture({ name: '</text><script>"' });
  expect(text).not.toContain("<script");
});

test("texts are truncated to a width", () => {
  expect(shorten("candidate", 1_000)).toBe("candidate");
  expect(shorten("candidate", 32)).toBe("cand…");
  expect(shorten("candidate", 3)).toBe("");
  expect(shorten("candidate", textWidth("candidate"))).toBe("candidate");
});
