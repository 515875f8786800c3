import { expect, test } from "vitest";
import { rowModels } from "../model/row-model.ts";
import { AddressMask } from "../reading/address-mask.ts";
import { entriesOf, offerSdp, plainExchange } from "../testing.ts";
import type { Happening } from "../trace/entry.ts";
import { clockTime, deltaTime, span, spokenTime } from "./clock.ts";
import { labelOf } from "./labels.ts";
import { namesOf } from "./names.ts";
import { spoken } from "./sentences.ts";
import type { Words } from "./words.ts";

const mask = new AddressMask();
const words: Words = { nameOf: namesOf(undefined), mask: (text) => mask.text(text) };
const modelsOf = (happenings: readonly Happening[]) =>
  rowModels(entriesOf(happenings), {
    isFolding: true,
    open: new Set<number>(),
    startedAtMs: 1_000,
    filter: "",
  });
const said = (happening: Happening) => modelsOf([happening]).map((row) => spoken(row, words))[0];

test("an exchange can be read aloud", () => {
  expect(modelsOf(plainExchange).map((model) => spoken(model, words))).toEqual([
    "0.0 s: bob is in the room and said hello",
    "0.0 s: bob sent you an offer: audio, video, data",
    "0.0 s: you sent an answer to bob: audio, video, data",
    "0.0 s: you sent 2 candidates (1 host, 1 srflx) to bob; folded, Right unfolds",
    "0.1 s: bob sent you a candidate (relay · udp · ip-1:50003)",
    "0.1 s: you sent the end of candidates to bob",
    "0.1 s: the connection with bob is connected",
    "0.1 s: the route to bob is a direct route through NAT (srflx · udp · round trip 12 ms)",
  ]);
});

test("labels are short", () => {
  expect(modelsOf(plainExchange).map(({ row }) => labelOf(row, words).main)).toEqual([
    "hello",
    "offer",
    "answer",
    "▸ 2 candidates",
    "candidate",
    "end of candidates",
    "connected",
    "direct route through NAT",
  ]);
});

test.each<[Happening, string]>([
  [{ kind: "ignored-offer" }, "two offers met; you ignored the one of bob"],
  [{ kind: "rolled-back" }, "two offers met; you took yours back in favour of bob"],
  [{ kind: "dropped-candidate" }, "you dropped a late candidate of bob"],
  [{ kind: "ice-restart", attempt: 2 }, "you asked for a new route to bob, attempt 2"],
  [{ kind: "leave" }, "bob left the room"],
  [{ kind: "error", code: "unavailable", reason: "no" }, "error unavailable: no"],
  [
    { kind: "offer", direction: "sent", sdp: offerSdp, isRestart: true },
    "you sent an offer that restarts ICE to bob: audio, video, data",
  ],
])("$kind", (happening, sentence) => {
  expect(said(happening)).toBe(`0.0 s: ${sentence}`);
});

test("ids that nobody chose are shown by their beginning", () => {
  const id = "0d9f3c9e-52a1-4c7b-9a55-3f0a7a4de111";
  expect(namesOf(undefined)(id)).toBe("0d9f3c9e…");
  expect(namesOf(new Map([[id, "Ada"]]))(id)).toBe("Ada");
  expect(namesOf(undefined)(undefined)).toBe("the server");
});

test("times are written as a reader would", () => {
  expect(clockTime(83_045)).toBe("01:23.045");
  expect([span(12.4), span(1_234), span(61_000)]).toEqual(["12 ms", "1.23 s", "1 min 1 s"]);
  expect([deltaTime(undefined), deltaTime(38)]).toEqual(["", "+38 ms"]);
  expect([spokenTime(12_345), spokenTime(72_000)]).toEqual(["12.3 s", "1 min 12.0 s"]);
});
