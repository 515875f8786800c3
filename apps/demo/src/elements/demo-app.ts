import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { SignalingError } from "simple-webrtc-signaling-client";
import { type Call, joinCall } from "../call/call.ts";
import { LocalMedia } from "../call/local-media.ts";
import { noWebRtc, roomProblem, unexpectedProblem } from "../call/words.ts";
import { addressOf, invitation } from "../page/address.ts";
import { product } from "../page/product.ts";
import { rememberedName, rememberedToken } from "../page/remembered.ts";
import { serverFacts } from "../page/server-facts.ts";
import { shared } from "../styles/shared.ts";
import { proposeRoom } from "../text/names.ts";
import "./call-view.ts";
import "./join-form.ts";
import type { JoinRequest } from "./join-form.ts";

type Scene =
  | { readonly at: "lobby" | "joining"; readonly problem?: string }
  | { readonly at: "call"; readonly call: Call }
  | { readonly at: "left"; readonly room: string };

/** `<demo-app>`: the lobby, the call, and the page after leaving. */
export class DemoApp extends LitElement {
  static override properties = { scene: { state: true } };

  static override styles = [
    shared,
    css`
      :host {
        min-block-size: 100dvh;
      }

      .left {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        place-content: center;
        justify-items: center;
        gap: 1rem;
        min-block-size: 100dvh;
        padding: 1rem;
        overflow-wrap: anywhere;
        text-align: center;
      }
    `,
  ];

  declare scene: Scene;
  readonly #media = new LocalMedia();
  #request: JoinRequest;

  constructor() {
    super();
    const { room, token } = addressOf(location.href);
    this.#request = {
      name: rememberedName.read() ?? "",
      room: room ?? proposeRoom({ isDevelopment: serverFacts.publicToken !== undefined }),
      token: token ?? rememberedToken.read() ?? serverFacts.publicToken ?? "",
    };
    this.scene =
      typeof RTCPeerConnection === "undefined"
        ? { at: "lobby", problem: noWebRtc }
        : { at: "lobby" };
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get("scene");
    if (before && placeOf(before) !== placeOf(this.scene)) void this.#moveFocus();
  }

  override render(): TemplateResult {
    const { scene } = this;
    switch (scene.at) {
      case "call":
        return html`<call-view .call=${scene.call} @leave=${this.#leave} @rejoin=${this.#rejoin} @lobby=${this.#toLobby}></call-view>`;
      case "left":
        return this.#afterwards(scene.room);
      default:
        return html`<join-form
          .request=${this.#request}
          .media=${this.#media}
          .problem=${scene.problem}
          .isJoining=${scene.at === "joining"}
          @join=${this.#submit}
        ></join-form>`;
    }
  }

  #afterwards(room: string): TemplateResult {
    return html`<main class="left" tabindex="-1">
      <h1>You left <bdi>${room}</bdi></h1>
      <p class="soft">Your camera and microphone are off.</p>
      <button class="primary" type="button" @click=${() => this.#enter(this.#request)}>Join again</button>
      <button type="button" @click=${() => this.#show({ at: "lobby" })}>Back to the lobby</button>
    </main>`;
  }

  readonly #submit = ({ detail }: CustomEvent<JoinRequest>): void => {
    void this.#enter(detail);
  };

  async #enter(request: JoinRequest): Promise<void> {
    this.#request = request;
    this.#show({ at: "joining" });
    try {
      const call = await this.#join(request);
      remember(request);
      this.#show({ at: "call", call });
    } catch (error) {
      this.#show({ at: "lobby", problem: problemOf(error) });
    }
  }

  #join({ room: roomName, token, name }: JoinRequest): Promise<Call> {
    return joinCall({
      roomName,
      name,
      token: token === "" ? undefined : token,
      url: serverFacts.url,
      socketPath: serverFacts.socketPath,
      media: this.#media,
    });
  }

  readonly #leave = async (): Promise<void> => {
    if (this.scene.at !== "call") return;
    const { call } = this.scene;
    this.#show({ at: "left", room: call.roomName });
    this.#media.stop();
    await call.leave();
  };

  /** The call is over: the microphone and the camera are off already. */
  readonly #toLobby = async (): Promise<void> => {
    if (this.scene.at !== "call") return;
    const { call } = this.scene;
    this.#show({ at: "lobby" });
    await call.leave();
  };

  /** The server ended the session: the camera and the microphone stay on. */
  readonly #rejoin = async (): Promise<void> => {
    if (this.scene.at === "call") await this.scene.call.leave();
    await this.#enter(this.#request);
  };

  /** For users of a keyboard or a screen reader, the focus moves to the start of the new scene. */
  async #moveFocus(): Promise<void> {
    const view = this.renderRoot.querySelector<LitElement>("call-view, join-form");
    await view?.updateComplete;
    (view?.renderRoot ?? this.renderRoot).querySelector("main")?.focus({ preventScroll: true });
  }

  #show(scene: Scene): void {
    this.scene = scene;
    const topic = scene.at === "call" ? scene.call.roomName : "Video call";
    document.title = `${topic} – ${product.name}`;
  }
}

/** The lobby stays while the page joins. */
function placeOf({ at }: Scene): Scene["at"] {
  return at === "joining" ? "lobby" : at;
}

function problemOf(error: unknown): string {
  if (error instanceof SignalingError) return roomProblem(error);
  return typeof RTCPeerConnection === "undefined" ? noWebRtc : unexpectedProblem(error);
}

/** People copy the address of the page, so it names the room. It contains the token only if it did before. */
function remember({ name, room, token }: JoinRequest): void {
  rememberedName.write(name);
  if (token !== serverFacts.publicToken) rememberedToken.write(token);
  const fromAddress = addressOf(location.href).token;
  history.replaceState(null, "", invitation(location.href, { room, token: fromAddress }));
}

customElements.define("demo-app", DemoApp);
