/** Settles like the work; rejects after the time limit, so that no test waits forever. */
export async function within<Value>(
  seconds: number,
  what: string,
  work: Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`${what}: not done within ${seconds} s`));
    timer = setTimeout(fail, seconds * 1_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
