/** How our own server is set up for an attack. */
export interface Setting {
  readonly environment: Readonly<Record<string, string>>;
  /** What its peers show; the shared token by default. */
  readonly token?: string;
  readonly origin?: string;
}
