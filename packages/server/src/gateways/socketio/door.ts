import type { IncomingMessage } from "node:http";
import { addressKeyOf } from "../../limits/client-address.ts";
import type { Limiter, Turned } from "../../limits/limiter.ts";
import type { Report } from "../../telemetry/fact.ts";
import { turnAway } from "./turn-away.ts";
import { Turnstile } from "./turnstile.ts";

export interface DoorOptions {
  readonly isOpen: () => boolean;
  readonly isAllowedOrigin: (origin: string | undefined) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly limiter: Limiter;
  readonly report: Report;
}

/** A middleware of Engine.IO: it is asked for every request, of every transport, before anything is answered. */
export type EngineMiddleware = (
  request: IncomingMessage,
  response: unknown,
  next: () => void,
) => void;

/** Another node takes it, or this one when it is back. */
const closing: Turned = {
  status: 503,
  refusal: { code: "unavailable", reason: "the server is closing", retryAfterMs: 1_000 },
};

/** Lets requests through that may come; the others are answered here, before a websocket is opened. */
export function door(options: DoorOptions): EngineMiddleware {
  const { limiter, addressOf } = options;
  const turnstile = new Turnstile();
  return (request, response, next) => {
    const address = addressKeyOf(addressOf(request));
    const isNew = isHandshake(request);
    const decide = (turned: Turned | undefined, accept: () => void) => {
      if (turned) turnAway(request, response, turned);
      else accept();
    };
    const wait = () => {
      const { socket } = request;
      // Nobody else listens for that meanwhile.
      socket.on("error", ignore);
      turnstile.pass(() => {
        socket.off("error", ignore);
        // Whoever has given up costs no more; and others have come since.
        if (!socket.destroyed) decide(limiter.crowd(address), next);
      });
    };
    decide(turnedOf({ request, address, isNew }, options), isNew ? wait : next);
  };
}

function ignore(): void {}

interface Arriving {
  readonly request: IncomingMessage;
  readonly address: string;
  readonly isNew: boolean;
}

function turnedOf({ request, address, isNew }: Arriving, options: DoorOptions): Turned | undefined {
  const { isOpen, isAllowedOrigin, limiter, report } = options;
  const { origin } = request.headers;
  if (!isAllowedOrigin(origin)) {
    report({ type: "limit.reached", limit: "origin", of: "server" });
    return { status: 403, refusal: { code: "forbidden", reason: originReason(origin) } };
  }
  if (!isNew) return undefined;
  return isOpen() ? limiter.turn(address) : closing;
}

/** As Engine.IO sees it: the last `sid` counts. */
function isHandshake({ url = "" }: IncomingMessage): boolean {
  const sids = new URL(url, "http://server").searchParams.getAll("sid");
  return !sids.at(-1);
}

function originReason(origin: string | undefined): string {
  return origin === undefined
    ? "this server asks for an Origin"
    : `pages of ${JSON.stringify(origin.slice(0, 128))} may not connect`;
}
