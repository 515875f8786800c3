import { expect, test } from "vitest";
import { offerSdp } from "./samples.ts";
import { codecsOf, directionOf, fragmentOf, parseSdp, summaryOf } from "./sdp.ts";
import { sectionsOf } from "./sdp-sections.ts";

const you = { name: "you", isYou: true };

test("a description is split at its m= lines", () => {
  const { session, media } = parseSdp(offerSdp);
  expect(session).toHaveLength(5);
  expect(media.map(({ kind, port }) => [kind, port])).toEqual([
    ["audio", 9],
    ["video", 0],
    ["application", 9],
  ]);
});

test("codecs are in order of preference, without retransmission and error correction", () => {
  const [audio] = parseSdp(offerSdp).media;
  expect(audio && codecsOf(audio)).toEqual(["opus", "PCMU"]);
  expect(audio && directionOf(audio)).toBe("sendonly");
});

test("a summary names each kind once", () => {
  expect(summaryOf(offerSdp)).toBe("audio, video, data");
  expect(summaryOf("m=audio 9 x 0\nm=audio 9 x 0\nm=application 9 x y")).toBe("2 × audio, data");
  expect(summaryOf("")).toBe("");
});

test("the fragment names the ICE generation", () => {
  expect(fragmentOf(offerSdp)).toBe("Fd0Q");
  expect(fragmentOf("v=0")).toBeUndefined();
});

test("each section is a sentence about its author", () => {
  const sentences = sectionsOf(offerSdp, you).map(({ sentence }) => sentence);
  expect(sentences).toEqual([
    "Applies to the whole description, which has 3 sections.",
    "audio, you only send, codec opus, or PCMU.",
    "video, rejected or stopped.",
    "Data channels (SCTP): messages in both directions.",
  ]);
  const [, ofBob] = sectionsOf(offerSdp, { name: "bob", isYou: false });
  expect(ofBob?.sentence).toBe("audio, bob only sends, codec opus, or PCMU.");
});

test("fields have an explanation, and are absent if the description has none", () => {
  const [session, audio, , data] = sectionsOf(offerSdp, you);
  expect(session?.fields.map(({ name }) => name)).toEqual(["version", "bundle"]);
  expect(audio?.fields).toContainEqual({
    name: "ICE ufrag",
    value: "Fd0Q",
    meaning: "identifies the ICE generation; an ICE restart changes it",
  });
  expect(audio?.fields.map(({ name }) => name)).toContain("candidates");
  expect(data?.fields).toContainEqual({
    name: "largest message",
    value: "262144",
    meaning: "in bytes",
  });
});

test("no line of a description is lost", () => {
  const lines = sectionsOf(offerSdp, you).flatMap((section) => section.lines);
  expect(lines.join("\r\n")).toBe(offerSdp.trimEnd());
});

test("a text without media sections has only the first section", () => {
  expect(sectionsOf("hello", you)).toHaveLength(1);
});
