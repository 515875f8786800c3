import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Call } from "../call/call.ts";
import type { Participant, Picture } from "../call/participant.ts";
import { connectionWords, noConnection, qualityWords, routeWords } from "../call/words.ts";
import { shared } from "../styles/shared.ts";
import "./participant-tile.ts";
import { stageGrid } from "../styles/stage-grid.ts";
import { Watching } from "./watching.ts";

/** One picture on the stage. */
interface Tile {
  readonly key: string;
  readonly isScreen: boolean;
  readonly view: TemplateResult;
}

/** `<call-stage>`: the pictures of all people, and the screens they share, in a grid that fits. */
export class CallStage extends LitElement {
  static override properties = { call: { attribute: false } };

  static override styles = [shared, stageGrid];

  declare call: Call;

  constructor() {
    super();
    new Watching(this, () => [this.call]);
  }

  override render(): TemplateResult {
    const all = [
      ...this.call.participants.flatMap((one) => this.#tilesOf(one)),
      ...this.#ownTiles(),
    ];
    const screens = all.filter(({ isScreen }) => isScreen);
    const people = all.filter(({ isScreen }) => !isScreen);
    return html`
      ${screens.length > 0 ? html`<ul role="list" aria-label="Shared screens" data-room-for=${roomFor(screens.length)}>${items(screens)}</ul>` : nothing}
      <ul role="list" aria-label="People" class=${arrangement(people, screens)} data-room-for=${roomFor(people.length)}>${items(people)}</ul>
    `;
  }

  #tilesOf(participant: Participant): Tile[] {
    const { peer, face, screen, report } = participant;
    const name = this.call.nameOf(peer.id);
    const person = html`<participant-tile
      .label=${name}
      .stream=${face}
      .picture=${participant.pictureOf(face)}
      .status=${statusOf(participant)}
      .quality=${report ? qualityWords(report) : ""}
      .problem=${participant.needsExplanation ? noConnection(name, participant.problem) : undefined}
      .speaker=${this.call.media.speaker}
      .isMuted=${!participant.hasMicrophoneOn}
      .isSpeaking=${participant.isSpeaking}
    ></participant-tile>`;
    return [
      ...(screen
        ? [
            screenTile({
              key: `screen ${peer.id}`,
              label: `${name}’s screen`,
              stream: screen,
              picture: participant.pictureOf(screen),
            }),
          ]
        : []),
      { key: peer.id, isScreen: false, view: person },
    ];
  }

  #ownTiles(): Tile[] {
    const { media, name, isSpeaking } = this.call;
    const person = html`<participant-tile
      .label=${`${name} (you)`}
      .name=${name}
      .stream=${media.isOn("camera") ? media.face : undefined}
      .picture=${media.isOn("camera") ? "present" : "none"}
      .isMine=${true}
      .isMuted=${!media.isOn("microphone")}
      .isSpeaking=${isSpeaking}
    ></participant-tile>`;
    return [
      { key: "me", isScreen: false, view: person },
      ...(media.isOn("screen")
        ? [
            screenTile({
              key: "my screen",
              label: "Your screen",
              stream: media.screen,
              picture: "present",
            }),
          ]
        : []),
    ];
  }
}

/** Beside shared screens people are a strip; of two people the own picture is a small one. */
function arrangement(people: readonly Tile[], screens: readonly Tile[]): "strip" | "pair" | "" {
  if (screens.length > 0) return "strip";
  return people.length === 2 ? "pair" : "";
}

interface SharedScreen {
  readonly key: string;
  readonly label: string;
  readonly stream: MediaStream;
  readonly picture: Picture;
}

/** A screen is shared without sound. */
function screenTile({ key, label, stream, picture }: SharedScreen): Tile {
  const view = html`<participant-tile
    .label=${label}
    .stream=${stream}
    .picture=${picture}
    .isScreen=${true}
    .isMine=${true}
  ></participant-tile>`;
  return { key, isScreen: true, view };
}

function statusOf({ peer, report }: Participant): string {
  if (peer.state !== "connected") return connectionWords(peer.state);
  return report ? routeWords(report) : connectionWords("connected");
}

function items(tiles: readonly Tile[]): unknown {
  return repeat(
    tiles,
    ({ key }) => key,
    ({ view }) => html`<li>${view}</li>`,
  );
}

/** The smallest grid that holds so many pictures; beyond the largest one scrolls. */
function roomFor(tiles: number): number {
  return [1, 2, 3, 4, 6, 8].find((most) => tiles <= most) ?? 12;
}

customElements.define("call-stage", CallStage);
