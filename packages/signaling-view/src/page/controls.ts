import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { NameOf } from "../rows/names.ts";
import { menu } from "./menu.ts";

/** The choices of the user. */
export interface Choices {
  /** The id of the only peer to show; `""` for all. */
  readonly filter: string;
  readonly isFolding: boolean;
  readonly withAddresses: boolean;
  /** Whether the details of the selected row are shown. */
  readonly withDetails: boolean;
  /** Whether the connection to a peer is shown instead of the diagram. */
  readonly isInspecting: boolean;
  /** The id of the peer whose connection is shown; `""` before a choice. */
  readonly inspected: string;
}

export interface ControlsState extends Choices {
  /** Whether a saved trace is shown instead of the room. */
  readonly isSaved: boolean;
  readonly problem: string;
  readonly isPaused: boolean;
  /** The number of events since the pause. */
  readonly waiting: number;
  readonly isEmpty: boolean;
  readonly peerIds: readonly string[];
  readonly nameOf: NameOf;
}

export interface ControlsActions {
  readonly togglePause: () => void;
  readonly clear: () => void;
  readonly choose: (choices: Partial<Choices>) => void;
  readonly savePicture: () => void;
  readonly saveTrace: () => void;
  readonly openTrace: (file: File) => void;
  readonly backToRoom: () => void;
}

export function controls(state: ControlsState, actions: ControlsActions): TemplateResult {
  return html`
    <div class="controls" role="group" aria-label="Signaling view">
      ${state.isSaved ? back(actions) : live(state, actions)}
      ${inspection(state, actions)}
      ${state.isInspecting ? nothing : switches(state, actions)}
      ${state.peerIds.length > 1 ? choiceOfPeer(state, actions) : nothing}
      ${menu("Trace", html`${exporting(state, actions)} ${opening(actions)}`)}
      <p class="problem" role="status">${state.problem}</p>
    </div>`;
}

function live(state: ControlsState, actions: ControlsActions): TemplateResult {
  const { isPaused, waiting, isEmpty } = state;
  const more = waiting > 0 ? ` (${waiting} new)` : "";
  return html`
    <button type="button" class=${isPaused ? "is-on" : ""} @click=${actions.togglePause}>
      ${isPaused ? `Resume${more}` : "Pause"}
    </button>
    <button type="button" ?disabled=${isEmpty} @click=${actions.clear}>Clear</button>`;
}

function back({ backToRoom }: ControlsActions): TemplateResult {
  return html`
    <button type="button" class="is-on" @click=${backToRoom}>Close file</button>`;
}

function inspection({ isInspecting }: ControlsState, { choose }: ControlsActions): TemplateResult {
  return html`
    <button type="button" aria-pressed=${isInspecting} @click=${() => choose({ isInspecting: !isInspecting })}
      title="Show the connection to a peer: problems, bit rates, candidate pairs, transceivers">Connection</button>`;
}

function switches(state: ControlsState, { choose }: ControlsActions): TemplateResult {
  const { isFolding, withDetails } = state;
  return html`
    <button type="button" aria-pressed=${isFolding} @click=${() => choose({ isFolding: !isFolding })}
      title="Show consecutive candidates as one row">Group candidates</button>
    <button type="button" aria-pressed=${withDetails} @click=${() => choose({ withDetails: !withDetails })}
      title="Explain the selected row and show its content">Details</button>`;
}

/** Several peers are shown in the diagram, but only one connection. */
function choiceOfPeer(state: ControlsState, { choose }: ControlsActions): TemplateResult {
  const { isInspecting, peerIds, nameOf } = state;
  const chosen = isInspecting ? state.inspected : state.filter;
  const change = ({ target }: Event) => {
    const { value } = target as HTMLSelectElement;
    choose(isInspecting ? { inspected: value } : { filter: value });
  };
  const option = (id: string, name: string) =>
    html`<option value=${id} ?selected=${id === chosen}>${name}</option>`;
  const select = html`
    <select aria-label=${isInspecting ? "Peer" : "Peers to show"} @change=${change}>
      ${isInspecting ? nothing : option("", "All peers")}
      ${peerIds.map((id) => option(id, nameOf(id)))}
    </select>`;
  // After a choice of the user, another attribute `selected` has no effect.
  return html`${keyed(isInspecting, select)}`;
}

function exporting(state: ControlsState, actions: ControlsActions): TemplateResult {
  const show = (event: Event) =>
    actions.choose({ withAddresses: (event.target as HTMLInputElement).checked });
  return html`
    <label>
      <input type="checkbox" .checked=${state.withAddresses} @change=${show}
        aria-describedby="addresses-note" />Show IP addresses
    </label>
    <p id="addresses-note">If this is off, IP addresses appear as ip-1, ip-2, … here and in saved files.</p>
    <button type="button" ?disabled=${state.isEmpty} @click=${actions.savePicture}>Save picture (SVG)</button>
    <button type="button" ?disabled=${state.isEmpty} @click=${actions.saveTrace}>Save trace (JSON)</button>`;
}

function opening({ openTrace }: ControlsActions): TemplateResult {
  const choose = ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement;
    const file = input.files?.[0];
    if (file) openTrace(file);
    // Otherwise the same file could not be chosen again.
    input.value = "";
  };
  return html`
    <label class="file">
      <input type="file" accept=".json,.gz,.txt,application/json,application/gzip" @change=${choose}
        aria-describedby="file-note" />Open a file…
    </label>
    <p id="file-note">A saved trace, or a dump of chrome://webrtc-internals.</p>`;
}
