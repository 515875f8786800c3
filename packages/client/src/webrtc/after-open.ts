/** The time in which a new connection carries its first data, in milliseconds. */
const firstDataMs = 200;

/**
 * Runs a task that is not urgent some time after a connection has opened. At once, its work would delay the data channel, whose
 * handshake (SCTP) follows the one of the connection, and the first data.
 */
export function afterOpen(task: () => void): void {
  setTimeout(task, firstDataMs);
}
