/** Resolves when the promise is settled, or after so many milliseconds. Leaves no timer behind. */
export async function settledWithin(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => {
    // Timers of longer times fire at once.
    timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1));
  });
  await Promise.race([promise, late]).catch(() => {});
  clearTimeout(timer);
}
