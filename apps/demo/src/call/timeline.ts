import type { Offer } from "../files/control.ts";
import type { ReceivingFile } from "../files/receiving.ts";
import type { SendingFile } from "../files/sending.ts";
import { Watchable } from "../watchable.ts";

/** A file on its way to one person. */
export interface Copy {
  readonly to: string;
  readonly transfer: SendingFile;
}

/** What happened in the call, for the chat to show. */
export type Happening =
  | { readonly kind: "notice"; readonly text: string }
  | {
      readonly kind: "text";
      readonly from: string;
      readonly isMine: boolean;
      readonly text: string;
    }
  | { readonly kind: "sent-file"; readonly offer: Offer; readonly copies: readonly Copy[] }
  | { readonly kind: "received-file"; readonly from: string; readonly transfer: ReceivingFile };

export type Entry = Happening & { readonly atMs: number };

/** Everything that happened in the call, in order. */
export class Timeline extends Watchable {
  readonly #entries: Entry[] = [];
  readonly #now: () => number;
  #announcement = "";
  #announcements = 0;

  constructor(now: () => number = Date.now) {
    super();
    this.#now = now;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** How much people have said and sent. */
  get contributions(): number {
    return this.#entries.filter(({ kind }) => kind !== "notice").length;
  }

  /** What a screen reader should say next. */
  get announcement(): string {
    return this.#announcement;
  }

  /** How many there were: the same may have to be said again. */
  get announcements(): number {
    return this.#announcements;
  }

  add(happening: Happening): void {
    this.#entries.push({ ...happening, atMs: this.#now() });
    const announcement = spoken(happening);
    if (announcement !== undefined) {
      this.#announcement = announcement;
      this.#announcements += 1;
    }
    this.changed();
  }
}

/** Nobody needs to be told what they just did. */
function spoken(happening: Happening): string | undefined {
  if (happening.kind === "notice") return happening.text;
  if (happening.kind === "text" && !happening.isMine) return `${happening.from}: ${happening.text}`;
  if (happening.kind === "received-file") {
    return `${happening.from} offers a file: ${happening.transfer.offer?.name ?? ""}`;
  }
  return undefined;
}
