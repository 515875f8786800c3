import { html, type TemplateResult } from "lit";
import type { Codecs } from "../reading/stats.ts";
import type { Transceiver } from "../trace/inspection.ts";
import { scrollingTable } from "./scrolling-table.ts";

/** The transceivers of a connection in a table. */
export function transceiversTable(transceivers: readonly Transceiver[]): TemplateResult {
  if (transceivers.length === 0) {
    return html`<p>There are no transceivers: the connection carries no audio or video.</p>`;
  }
  return scrollingTable({
    label: "Transceivers",
    columns: ["mid", "kind", "direction", "current direction", "codec in use"],
    rows: transceivers.map(row),
  });
}

function row({ mid, kind, direction, currentDirection, codecs }: Transceiver): TemplateResult {
  return html`<tr>
    <th scope="row">${mid ?? "not negotiated"}</th>
    <td>${kind}</td>
    <td>${direction}</td>
    <td>${currentDirection ?? "not negotiated"}</td>
    <td>${codecWords(codecs)}</td>
  </tr>`;
}

/** For example `VP8`, or `sends VP8, receives H264`. */
export function codecWords(codecs: Codecs | undefined): string {
  const sent = codecs?.sent.join(", ") ?? "";
  const received = codecs?.received.join(", ") ?? "";
  if (sent === "" && received === "") return "none";
  if (sent === received) return sent;
  return [sent && `sends ${sent}`, received && `receives ${received}`].filter(Boolean).join(", ");
}
