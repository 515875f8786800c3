import { buildServer } from "./server.ts";

/**
 * Builds the server before the tests, because a server process starts from published files in half of the time of a start
 * from source.
 */
export const setup = buildServer;
