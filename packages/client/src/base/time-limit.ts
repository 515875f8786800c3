/** Resolves when the promise settles, or after the given milliseconds. Clears its timer. */
export async function settledWithin(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => {
    // `setTimeout` fires longer delays at once.
    timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1));
  });
  await Promise.race([promise, late]).catch(() => {});
  clearTimeout(timer);
}
