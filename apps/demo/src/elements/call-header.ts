import { css, html, LitElement, type TemplateResult } from "lit";
import { invitation } from "../address.ts";
import type { Call } from "../call/call.ts";
import { icon } from "../icons.ts";
import { serverFacts } from "../server-facts.ts";
import { shared } from "../styles/shared.ts";
import "./invitation-dialog.ts";
import type { InvitationDialog } from "./invitation-dialog.ts";
import { Watching } from "./watching.ts";

/** How long it says that the link was copied, in milliseconds. */
const copiedMs = 2_500;

/** `<call-header>`: where I am, how it stands, and how others come here. Says `settings` and `help`. */
export class CallHeader extends LitElement {
  static override properties = {
    call: { attribute: false },
    copied: { state: true },
  };

  static override styles = [
    shared,
    css`
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.75rem;
        padding: 0.5rem 0.75rem;
      }

      .where {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.75rem;
        min-inline-size: 0;
      }

      h1 {
        max-inline-size: 100%;
        overflow: hidden;
        font-size: 1.1rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .state {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        font-size: 0.875rem;
        color: var(--soft);
      }

      .state::before {
        content: "";
        inline-size: 0.6rem;
        aspect-ratio: 1;
        border-radius: 50%;
        background: var(--warning);
      }

      .state.connected::before {
        background: var(--accent);
      }

      .state.closed::before {
        background: var(--danger);
      }

      nav {
        display: flex;
        flex: none;
        gap: 0.25rem;
      }
    `,
  ];

  declare call: Call;
  declare copied: string;

  constructor() {
    super();
    this.copied = "";
    new Watching(this, () => [this.call]);
  }

  override render(): TemplateResult {
    const { roomName, state, participants } = this.call;
    return html`<header>
      <div class="where">
        <h1 title=${roomName}>${roomName}</h1>
        <span class="state ${state}" role="status">${stateWords(state, participants.length)}</span>
      </div>
      <nav aria-label="This call">
        <button type="button" title="Copy the link to this room" @click=${this.#invite}>${icon(this.copied ? "done" : "link")} ${this.copied || "Invite"}</button>
        <button class="plain icon-only" type="button" aria-label="Settings" title="Settings" @click=${this.#say("settings")}>${icon("settings")}</button>
        <button class="plain icon-only" type="button" aria-label="Help" title="Help" @click=${this.#say("help")}>${icon("help")}</button>
      </nav>
      <span class="visually-hidden" role="status">${this.copied}</span>
    </header>
    <invitation-dialog></invitation-dialog>`;
  }

  #say(name: string): () => void {
    return () => this.dispatchEvent(new CustomEvent(name));
  }

  readonly #invite = async (): Promise<void> => {
    const { roomName: room, token } = this.call;
    const secret = token === serverFacts.publicToken ? undefined : token;
    const link = invitation(location.href, { room, token: secret });
    try {
      await navigator.clipboard.writeText(link);
      this.copied = "Link copied";
      setTimeout(() => {
        this.copied = "";
      }, copiedMs);
    } catch {
      await this.renderRoot.querySelector<InvitationDialog>("invitation-dialog")?.open(link);
    }
  };
}

function stateWords(state: Call["state"], others: number): string {
  switch (state) {
    case "connected":
      return others === 0 ? "Nobody else is here yet" : `${others + 1} people`;
    case "connecting":
      return "Connecting…";
    case "reconnecting":
      return "Reconnecting to the server; the call goes on";
    case "closed":
      return "No longer connected to the server";
  }
}

customElements.define("call-header", CallHeader);
