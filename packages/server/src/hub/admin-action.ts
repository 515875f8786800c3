/** Who asks for something that only an administrator may ask for. */
export interface AdminAction {
  /** Its subject; absent: whoever has the admin token. */
  readonly actor: string | undefined;
}
