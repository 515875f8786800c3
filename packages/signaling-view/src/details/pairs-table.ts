import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CandidatePair, PairEnd } from "../reading/stats.ts";
import { roundTripTime } from "../rows/clock.ts";
import { byteCount } from "../rows/quantities.ts";
import type { Words } from "../rows/words.ts";
import { scrollingTable } from "./scrolling-table.ts";

/** The candidate pairs of a connection in a table. */
export function pairsTable(
  pairs: readonly CandidatePair[],
  { mask }: Pick<Words, "mask">,
): TemplateResult {
  if (pairs.length === 0) {
    return html`<p>There are no candidate pairs. ICE has not started, or the connection is closed.</p>`;
  }
  return scrollingTable({
    label: "Candidate pairs",
    columns: ["state", "local", "remote", "sent", "received", "round trip", "priority"],
    rows: repeat(
      pairs,
      ({ id }) => id,
      (pair) => row(pair, mask),
    ),
  });
}

function row(pair: CandidatePair, mask: Words["mask"]): TemplateResult {
  const { state, isInUse, isNominated, priority, bytesSent, bytesReceived, roundTripMs } = pair;
  return html`<tr class=${isInUse ? "in-use" : ""}>
    <th scope="row">
      ${isInUse ? html`<strong>in use</strong><br />` : nothing}${state}${isNominated ? html`<br />nominated` : nothing}
    </th>
    <td>${end(pair.local, mask)}</td>
    <td>${end(pair.remote, mask)}</td>
    <td class="number">${byteCount(bytesSent)}</td>
    <td class="number">${byteCount(bytesReceived)}</td>
    <td class="number">${roundTripMs === undefined ? "–" : roundTripTime(roundTripMs)}</td>
    <td class="number">${priority}</td>
  </tr>`;
}

function end(candidate: PairEnd | undefined, mask: Words["mask"]): TemplateResult {
  if (!candidate) return html`unknown`;
  const { type, protocol, address, port } = candidate;
  const place = address === undefined ? "address hidden by the browser" : mask(address);
  // An IPv6 address has colons of its own.
  const host = place.includes(":") ? `[${place}]` : place;
  return html`${type} · ${protocol}<br />${host}${port === undefined ? "" : `:${port}`}`;
}
