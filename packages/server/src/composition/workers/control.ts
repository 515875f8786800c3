/** The data that a new worker receives from the primary process. */
export interface Welcome {
  readonly type: "welcome";
  /** Signs session secrets on all workers, if no key is configured. */
  readonly key: string;
  /** The token that the primary process generated for this run; `undefined`: a token or another method is configured. */
  readonly token: string | undefined;
  /** The start of the primary process, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Whether this worker writes what all workers would write alike. */
  readonly isFirst: boolean;
}

/** The first message of a worker, which can receive messages from now on. */
export interface Hello {
  readonly type: "hello";
}

/** The orders of the primary process, beside the messages of the cluster. The second `end` closes the server at once. */
export type Control = Welcome | { readonly type: "end" };
