/** The labels of addresses that identify no machine. */
const nobody = new Map([
  ["0.0.0.0", "ip-none"],
  ["::", "ip-none"],
  ["127.0.0.1", "ip-loopback"],
  ["::1", "ip-loopback"],
]);

const v4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;
/** Matches anything that looks like IPv6. The URL parser decides whether it is. */
const v6 = /(?<![\w.:-])[\da-f]*:[\da-f.:]*(?:%[\w-]+)?(?![\w:])/gi;
// Each pattern begins where a word does, and counts how long one may be: peers may send anything.
const multicastName = /(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.local\b/gi;
const candidateAddress = /(candidate:\S{1,64} \d{1,10} \S{1,16} \d{1,10} )(\S+)/g;
const relatedAddress = /(\braddr )(\S+)/g;
const fingerprint = /(\ba=fingerprint:\S{1,32} ).*/g;
/** These let a reader of the trace take part in the exchange, and are of no use otherwise. */
const secrets = /(\ba=(?:ice-pwd|crypto|identity):).*/g;

const removed = "(removed)";

export interface MaskOptions {
  /** Leave addresses and fingerprints as they are. Secrets are removed in any case. */
  readonly withAddresses?: boolean;
}

/** Gives each address a name of its own, `ip-1`, `ip-2`, …, and always the same one. */
export class AddressMask {
  readonly #labels = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** In a text of any kind: a description, a candidate, a sentence. */
  text(text: string, { withAddresses = false }: MaskOptions = {}): string {
    const safe = text.replace(secrets, `$1${removed}`);
    if (withAddresses) return safe;
    return safe
      .replace(fingerprint, `$1${removed}`)
      .replace(multicastName, (name) => this.#label("mdns", name.toLowerCase()))
      .replace(v6, (token) => this.#labelOfV6(token))
      .replace(v4, (address) => this.#label("ip", address))
      .replace(candidateAddress, (_, before, address) => before + this.#labelOfAny(address))
      .replace(relatedAddress, (_, before, address) => before + this.#labelOfAny(address));
  }

  /** In all texts of a value that is made of JSON. */
  deep(value: unknown, options: MaskOptions = {}): unknown {
    if (typeof value === "string") return this.text(value, options);
    if (Array.isArray(value)) return value.map((item) => this.deep(item, options));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.deep(item, options)]),
    );
  }

  /** A candidate may also name a host. */
  #labelOfAny(address: string): string {
    return /^(ip|mdns|host)-\w+$/.test(address) ? address : this.#label("host", address);
  }

  #labelOfV6(token: string): string {
    const address = token.replace(/\.+$/, "");
    const [plain = ""] = address.split("%");
    if (!URL.canParse(`http://[${plain}]`)) return token;
    // The parser writes every spelling of an address in the same way.
    const canonical = new URL(`http://[${plain}]`).hostname.slice(1, -1);
    return this.#label("ip", canonical) + token.slice(address.length);
  }

  #label(sort: "ip" | "mdns" | "host", address: string): string {
    const known = nobody.get(address) ?? this.#labels.get(address);
    if (known) return known;
    const count = (this.#counts.get(sort) ?? 0) + 1;
    this.#counts.set(sort, count);
    this.#labels.set(address, `${sort}-${count}`);
    return `${sort}-${count}`;
  }
}
