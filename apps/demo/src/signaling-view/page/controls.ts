import { html, nothing, type TemplateResult } from "lit";
import type { NameOf } from "../words/names.ts";

/** What the reader chose to see. */
export interface Choices {
  /** The peer to look at; `""`: all. */
  readonly filter: string;
  readonly isFolding: boolean;
  readonly withAddresses: boolean;
}

export interface ControlsState extends Choices {
  /** A saved trace is shown, not the room. */
  readonly isSaved: boolean;
  readonly problem: string;
  readonly isPaused: boolean;
  /** Steps that came since the pause. */
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
      ${fold(state, actions)}
      ${state.peerIds.length > 1 ? filter(state, actions) : nothing}
      <span class="gap"></span>
      ${exporting(state, actions)}
      ${opening(actions)}
      <p class="problem" role="status">${state.problem}</p>
    </div>`;
}

function live(state: ControlsState, actions: ControlsActions): TemplateResult {
  const { isPaused, waiting, isEmpty } = state;
  const more = waiting > 0 ? ` (${waiting} more)` : "";
  return html`
    <button type="button" class=${isPaused ? "is-on" : ""} @click=${actions.togglePause}>
      ${isPaused ? `Resume${more}` : "Pause"}
    </button>
    <button type="button" ?disabled=${isEmpty} @click=${actions.clear}>Clear</button>`;
}

function back({ backToRoom }: ControlsActions): TemplateResult {
  return html`
    <button type="button" class="is-on" @click=${backToRoom}>Close the saved trace</button>`;
}

function fold({ isFolding }: ControlsState, actions: ControlsActions): TemplateResult {
  const change = () => actions.choose({ isFolding: !isFolding });
  return html`
    <button type="button" aria-pressed=${isFolding} @click=${change}
      title="Show candidates that follow one another as one row">Fold</button>`;
}

function filter(state: ControlsState, actions: ControlsActions): TemplateResult {
  const choose = (event: Event) =>
    actions.choose({ filter: (event.target as HTMLSelectElement).value });
  const options = state.peerIds.map(
    (id) => html`<option value=${id} ?selected=${id === state.filter}>${state.nameOf(id)}</option>`,
  );
  return html`
    <select aria-label="Show the exchange with" @change=${choose}>
      <option value="" ?selected=${state.filter === ""}>All peers</option>
      ${options}
    </select>`;
}

function exporting(state: ControlsState, actions: ControlsActions): TemplateResult {
  const show = (event: Event) =>
    actions.choose({ withAddresses: (event.target as HTMLInputElement).checked });
  return html`
    <label title="Here and in what you save. Without it, addresses are shown as ip-1, ip-2, …">
      <input type="checkbox" .checked=${state.withAddresses} @change=${show} />Addresses
    </label>
    <button type="button" ?disabled=${state.isEmpty} @click=${actions.savePicture}
      title="Save the diagram as an SVG file">Save picture</button>
    <button type="button" ?disabled=${state.isEmpty} @click=${actions.saveTrace}
      title="Save every step as a JSON file">Save trace</button>`;
}

function opening({ openTrace }: ControlsActions): TemplateResult {
  const choose = ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement;
    const file = input.files?.[0];
    if (file) openTrace(file);
    // The same file may be chosen again.
    input.value = "";
  };
  return html`
    <label class="file" title="Look at a trace that was saved">
      <input type="file" accept=".json,application/json" @change=${choose} />Open trace
    </label>`;
}
