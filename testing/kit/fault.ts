/** `up`: from the client to the server. */
export type Direction = "up" | "down" | "both";

export type End = "client" | "server";

/** The faults of a network. */
export type Fault =
  | { readonly kind: "pass" }
  | { readonly kind: "delay"; readonly milliseconds: number; readonly direction: Direction }
  | { readonly kind: "blackhole"; readonly direction: Direction }
  | { readonly kind: "reset" }
  | { readonly kind: "half-open"; readonly survivor: End };
