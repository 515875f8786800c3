import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Action } from "../actions/action.ts";
import { AdminApi, ApiError } from "../api/admin-api.ts";
import { Overview } from "../live/overview.ts";
import { shared } from "../styles/shared.ts";
import "./action-dialog.ts";
import "./bans-view.ts";
import "./overview-view.ts";
import "./peer-view.ts";
import { type Place, placeIn } from "./place.ts";
import "./room-view.ts";
import "./sign-in-form.ts";

/** The parts of the page that exist after a sign-in. */
interface Session {
  readonly api: AdminApi;
  readonly overview: Overview;
}

/** `<console-app>`: the sign-in, the navigation, the current view, and the dialog of all actions. */
export class ConsoleApp extends LitElement {
  static override properties = {
    session: { state: true },
    place: { state: true },
    problem: { state: true },
    isBusy: { state: true },
    result: { state: true },
    isLive: { state: true },
  };

  static override styles = [
    shared,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 1rem;
        padding: 0.5rem clamp(1rem, 3vw, 2rem);
        border-block-end: 1px solid var(--line);
        background: var(--card);
      }

      header strong {
        font-size: 1.05rem;
      }

      nav {
        display: flex;
        gap: 0.25rem;
      }

      .state {
        margin-inline-start: auto;
      }

      @media (max-width: 34rem) {
        .state {
          margin-inline: 0 auto;
        }
      }

      nav a {
        padding: 0.5rem 0.6rem;
        border-radius: 10px;
        color: var(--ink);
        text-decoration: none;
      }

      nav a[aria-current] {
        color: var(--accent);
        font-weight: 600;
      }

      .state::before {
        content: "";
        display: inline-block;
        inline-size: 0.6rem;
        block-size: 0.6rem;
        margin-inline-end: 0.4rem;
        border-radius: 50%;
        background: var(--warning);
      }

      .state.live::before {
        background: var(--accent);
      }

      main {
        max-inline-size: 80rem;
        margin: 0 auto;
        padding: 1rem clamp(1rem, 3vw, 2rem) 3rem;
      }

      .result {
        position: sticky;
        inset-block-end: 0;
        max-inline-size: 80rem;
        margin: 0 auto;
      }

      .result .card {
        margin: 0 clamp(1rem, 3vw, 2rem) 1rem;
        border-color: var(--accent);
      }
    `,
  ];

  declare session: Session | undefined;
  declare place: Place;
  declare problem: string | undefined;
  declare isBusy: boolean;
  declare result: string | undefined;
  declare isLive: boolean;

  constructor() {
    super();
    this.place = placeIn(location.hash);
    this.isBusy = false;
    this.isLive = false;
    window.addEventListener("hashchange", () => {
      this.place = placeIn(location.hash);
      this.result = undefined;
    });
  }

  override render(): TemplateResult {
    const { session } = this;
    if (!session) {
      return html`<sign-in-form .problem=${this.problem} .isBusy=${this.isBusy} @token=${this.#signIn}></sign-in-form>`;
    }
    return html`
      <header>
        <strong>Signaling console</strong>
        <nav aria-label="Console">
          ${this.#link("overview", "#/", "Overview")} ${this.#link("bans", "#/bans", "Bans")}
        </nav>
        <span class="state ${this.isLive ? "live" : ""}" role="status">${this.isLive ? "Live" : "Connecting…"}</span>
        <button type="button" @click=${this.#signOut}>Sign out</button>
      </header>
      <main tabindex="-1" @action=${this.#ask} @denied=${this.#denied}>${this.#view(session)}</main>
      <div class="result" role="status">${this.result === undefined ? nothing : this.#result(this.result)}</div>
      <action-dialog @done=${this.#done}></action-dialog>`;
  }

  /** For users of a keyboard or a screen reader, the focus moves to the start of the new view. */
  override updated(changed: PropertyValues<this>): void {
    const isOther = changed.has("place") && changed.get("place") !== undefined;
    if (isOther || (changed.has("session") && this.session)) {
      this.renderRoot.querySelector("main")?.focus({ preventScroll: true });
    }
  }

  #link(at: Place["at"], fragment: string, name: string): TemplateResult {
    const current = this.place.at === at ? "page" : nothing;
    return html`<a href=${fragment} aria-current=${current}>${name}</a>`;
  }

  #view({ api, overview }: Session): TemplateResult {
    const { place } = this;
    switch (place.at) {
      case "overview":
        return html`<overview-view .api=${api} .overview=${overview}></overview-view>`;
      case "bans":
        return html`<bans-view .api=${api}></bans-view>`;
      case "room":
        return html`<room-view .api=${api} .room=${place.room}></room-view>`;
      case "peer":
        return html`<peer-view .api=${api} .overview=${overview} .room=${place.room} .peerId=${place.peerId}></peer-view>`;
    }
  }

  #result(text: string): TemplateResult {
    const dismiss = () => {
      this.result = undefined;
    };
    return html`<div class="card"><div class="head"><p>${text}</p><button type="button" @click=${dismiss}>Dismiss</button></div></div>`;
  }

  readonly #signIn = async ({ detail: token }: CustomEvent<string>): Promise<void> => {
    const api = new AdminApi(token);
    const overview = new Overview(api, (error) => this.#end(error.message));
    this.isBusy = true;
    this.problem = undefined;
    try {
      await api.ask({ path: ["nodes"], query: { limit: "1" } });
      overview.watch(() => {
        this.isLive = overview.isLive;
      });
      overview.start();
      this.session = { api, overview };
      await overview.readNodes();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.isDenied ? `The server denied access: ${error.message}` : error.message;
    } finally {
      this.isBusy = false;
    }
  };

  readonly #signOut = (): void => this.#end(undefined);

  /** Forgets the token. */
  #end(problem: string | undefined): void {
    this.session?.overview.stop();
    this.session = undefined;
    this.isLive = false;
    this.result = undefined;
    this.problem = problem;
  }

  readonly #ask = ({ detail }: CustomEvent<Action>): void => {
    this.result = undefined;
    void this.renderRoot.querySelector("action-dialog")?.show(detail);
  };

  readonly #denied = ({ detail }: CustomEvent<string>): void => this.#end(detail);

  readonly #done = ({ detail }: CustomEvent<string>): void => {
    this.result = detail;
    void this.session?.overview.readNodes();
    // The view shows the effect at once.
    for (const view of this.renderRoot.querySelectorAll(
      "bans-view, room-view, peer-view, overview-view",
    )) {
      view.dispatchEvent(new CustomEvent("changed"));
    }
  };
}

customElements.define("console-app", ConsoleApp);
