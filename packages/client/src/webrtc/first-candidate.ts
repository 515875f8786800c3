/** Time limit, in milliseconds, because there may be no candidate at all. */
const mostMs = 2_000;

/**
 * Returns a function that waits for the first candidate of a new connection. If the first offer is rolled back before the first
 * candidate, Chromium (156) never gathers candidates for the connection, even after an ICE restart.
 */
export function firstCandidateOf(connection: RTCPeerConnection): () => Promise<void> {
  const isThere = new Promise<unknown>((resolve) => {
    connection.addEventListener("icecandidate", resolve, { once: true });
  });
  return async () => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isLate = new Promise((resolve) => {
      timer = setTimeout(resolve, mostMs);
    });
    await Promise.race([isThere, isLate]);
    clearTimeout(timer);
  };
}
