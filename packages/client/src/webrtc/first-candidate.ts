/** Longer than this, in milliseconds, is not waited: there may be no candidate at all. */
const mostMs = 2_000;

/**
 * A wait for the first candidate of a connection that is new. Chromium (156) never gathers any for a
 * connection whose first offer is taken back before there is one, and no ICE restart brings it back.
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
