/** The token of an `Authorization` header (RFC 6750 §2.1); `""` if there is none. */
export function bearerOf(header = ""): string {
  return /^bearer +(.+)$/i.exec(header)?.[1] ?? "";
}
