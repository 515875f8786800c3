/** The settings of this project's server for an attack. */
export interface Setting {
  readonly environment: Readonly<Record<string, string>>;
  /** The token of its peers; the shared token by default. */
  readonly token?: string;
  readonly origin?: string;
}
