/** An event of a stream for administrators, as JSON. It contains no token and no content. */
export interface StreamEvent {
  /** The type of a fact, or one of the types of the stream itself. */
  readonly type: string;
  /** The time, in ISO 8601. */
  readonly at: string;
  /** The node on which it happened. */
  readonly node: string;
  readonly [field: string]: unknown;
}
