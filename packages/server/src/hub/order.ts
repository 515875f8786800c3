/** Who asks for something that only an administrator may ask for. */
export interface Order {
  /** Its subject; absent: whoever has the admin token. */
  readonly by: string | undefined;
}
