/** Identifies the administrator of an action. */
export interface AdminAction {
  /** The subject of the administrator; `undefined`: the holder of the admin token. */
  readonly actor: string | undefined;
}
