/** Returns an error with a name of the platform's errors (Web IDL §2.8.1). Some platforms lack `DOMException`. */
export function errorNamed(name: string, reason: string): Error {
  return Object.assign(new Error(reason), { name });
}
