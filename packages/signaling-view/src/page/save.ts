import { pictureFile } from "../drawing/picture.ts";
import type { Source } from "../trace/source.ts";
import { traceFile } from "../trace/trace-file.ts";
import type { Content } from "./content.ts";
import type { Choices } from "./controls.ts";

/** The rows as they are shown. */
export function savePicture(content: Content, { trace, selfId }: Source): void {
  const { models, words, shownIds: peerIds } = content;
  const { startedAtMs = Date.now() } = trace;
  const selfName = words.nameOf(selfId);
  const picture = pictureFile({ models, words, peerIds, selfName, startedAtMs });
  download(picture, { name: `${fileName(startedAtMs)}.svg`, type: "image/svg+xml" });
}

/** All events that are kept, also those that are not shown, and the present state of the connections. */
export async function saveTrace(
  { mask }: Content,
  source: Source,
  { withAddresses }: Choices,
): Promise<void> {
  const { trace, selfId } = source;
  const inspections = await source.inspectAll();
  const { entries, letGo, startedAtMs = Date.now() } = trace;
  const file = traceFile({ entries, letGo, startedAtMs, selfId, mask, withAddresses, inspections });
  download(file, { name: `${fileName(startedAtMs)}.json`, type: "application/json" });
}

/** Offers a text to the user as a file. */
function download(text: string, { name, type }: { name: string; type: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** For example `signaling-2026-03-01-14-05-09`. */
function fileName(startedAtMs: number): string {
  return `signaling-${new Date(startedAtMs).toISOString().slice(0, 19).replace(/\D/g, "-")}`;
}
