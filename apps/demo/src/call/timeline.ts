import type { ReceivingFile } from "../files/receiving.ts";
import type { SendingFile } from "../files/sending.ts";
import { Watchable } from "../watchable.ts";

/** A file that is sent to one person. */
export interface Copy {
  readonly to: string;
  readonly transfer: SendingFile;
}

/** An event of the call that the chat shows. */
export type Happening =
  | { readonly kind: "notice"; readonly text: string }
  | {
      readonly kind: "text";
      readonly from: string;
      readonly isMine: boolean;
      readonly text: string;
    }
  | { readonly kind: "sent-file"; readonly copies: readonly Copy[] }
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

  /** The number of chat messages and files. */
  get contributions(): number {
    return this.#entries.filter(({ kind }) => kind !== "notice").length;
  }

  /** The latest text for screen readers to announce. */
  get announcement(): string {
    return this.#announcement;
  }

  /** The number of announcements so far: the same text may have to be announced again. */
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

/** Users need no announcement of their own actions. */
function spoken(happening: Happening): string | undefined {
  if (happening.kind === "notice") return happening.text;
  if (happening.kind === "text" && !happening.isMine) return `${happening.from}: ${happening.text}`;
  if (happening.kind === "received-file") {
    return `${happening.from} sent a file: ${happening.transfer.name}`;
  }
  return undefined;
}
