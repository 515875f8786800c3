import { expect, test } from "vitest";
import { offerSdp } from "../reading/samples.ts";
import type { Happening } from "../trace/entry.ts";
import { entriesOf, plainExchange } from "../trace/samples.ts";
import { descriptionBefore, descriptionName, descriptionsOf } from "./descriptions.ts";

const again: readonly Happening[] = [
  { kind: "offer", direction: "sent", sdp: offerSdp, isRestart: true },
  { kind: "answer", direction: "received", sdp: offerSdp },
];
const descriptions = descriptionsOf(entriesOf([...plainExchange, ...again]), "bob");

test("descriptions of a peer have a name with their time", () => {
  expect(descriptions.map((description) => descriptionName(description, 1_000))).toEqual([
    "00:00.010 offer, received",
    "00:00.020 answer, sent",
    "00:00.090 offer, sent",
    "00:00.100 answer, received",
  ]);
  expect(descriptionsOf(entriesOf(plainExchange), "carol")).toEqual([]);
});

test("a description is compared with the one before of the same author, else of the other side", () => {
  const [first, second, third, fourth] = descriptions;
  const before = descriptions.map((one) => descriptionBefore(descriptions, one));
  expect(before).toEqual([undefined, first, second, first]);
  expect([third, fourth]).not.toContain(undefined);
});
