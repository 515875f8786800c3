/** `up`: what the client says to the server. */
export type Direction = "up" | "down" | "both";

export type End = "client" | "server";

/** What a network can do to connections. */
export type Fault =
  | { readonly kind: "pass" }
  | { readonly kind: "delay"; readonly milliseconds: number; readonly direction: Direction }
  | { readonly kind: "blackhole"; readonly direction: Direction }
  | { readonly kind: "reset" }
  | { readonly kind: "half-open"; readonly survivor: End };
