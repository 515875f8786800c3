import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { setDefaultAutoSelectFamilyAttemptTimeout } from "node:net";

type Found = (error: Error | null, addresses: LookupAddress[] | string, family?: number) => void;

/** Longer than any delay of a busy process, so that only a refusal leads to the next address, in milliseconds. */
const patienceMs = 60_000;

/**
 * Lets a host name have several addresses in this process. As with a name of several addresses in the DNS, Node.js connects to
 * the first one that does not refuse.
 */
export function nameAddresses(host: string, addresses: readonly string[]): void {
  setDefaultAutoSelectFamilyAttemptTimeout(patienceMs);
  const others = dns.lookup;
  const all = addresses.map((address) => ({ address, family: 4 }));
  const lookup = (name: string, options: LookupOptions, found: Found) => {
    if (name === host && options.all) process.nextTick(found, null, all);
    else others(name, options, found);
  };
  Reflect.set(dns, "lookup", lookup);
}
