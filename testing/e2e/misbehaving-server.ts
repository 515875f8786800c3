import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import { Line } from "./line.ts";
import { type Misbehavior, type MisbehaviorName, misbehaviors } from "./misbehaviors.ts";

export interface MisbehavingServer {
  readonly url: string;
  /** When each connection came, on the clock of `performance.now`. */
  readonly connectedAtMs: readonly number[];
  /** The options of each `ready`. */
  readonly asked: readonly unknown[];
  /** How many TCP connections there are now. */
  connections(): Promise<number>;
}

/**
 * A server that speaks the protocol of the plain WebSocket or Socket.IO (client-transport.ts), over WebSocket, and answers as
 * ours does, but for its manners: one for each connection, the last one for all that follow.
 */
export async function misbehavingServer(
  ...names: readonly [MisbehaviorName, ...MisbehaviorName[]]
): Promise<MisbehavingServer> {
  const connectedAtMs: number[] = [];
  const asked: unknown[] = [];
  const httpServer = createServer((_, response) => response.writeHead(400).end());
  const webSockets = new WebSocketServer({ noServer: true });
  httpServer.on("upgrade", (request, socket, head) => {
    const name = names[Math.min(connectedAtMs.length, names.length - 1)] as MisbehaviorName;
    connectedAtMs.push(performance.now());
    const manner: Misbehavior = misbehaviors[name];
    if (manner.isDeaf) {
      // Without reading, the server would not notice that the client has disconnected.
      socket.resume().on("end", () => socket.end());
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      converse(new Line(webSocket), manner, asked);
    });
  });
  httpServer.listen(0, "127.0.0.1");
  await once(httpServer, "listening");
  onTestFinished(() => {
    for (const webSocket of webSockets.clients) webSocket.terminate();
    httpServer.closeAllConnections();
    httpServer.close();
  });
  const { port } = httpServer.address() as AddressInfo;
  const connections = () => promisify(httpServer.getConnections.bind(httpServer))();
  return { url: `http://127.0.0.1:${port}`, connectedAtMs, asked, connections };
}

function converse(line: Line, manner: Misbehavior, asked: unknown[]): void {
  const { open = (line) => line.open(), welcome = (line) => line.welcome() } = manner;
  const { ready = answer, presence = answer } = manner;
  let rosters = 0;
  line.receive(
    () => welcome(line),
    ({ event, id, data }) => {
      if (event === "presence") {
        rosters += 1;
        return presence(line, id, lateRoster, rosters);
      }
      if (event !== "ready") return line.answer(id, { ok: true, value: null });
      const { session, peerId } = data;
      asked.push(session);
      ready(line, id, valueFor(String(peerId), session));
    },
  );
  open(line);
}

function answer(line: Line, number: number, value: object): void {
  line.answer(number, { ok: true, value });
}

const bob = { peerId: "bob", socketId: "of bob", sessionId: "session of bob", metadata: null };

/** The roster at the revision of an early batch: it has none of the earlier peers. */
const lateRoster = { revision: 9, peers: [] };

function valueFor(peerId: string, session: unknown) {
  const isResumed = session !== true;
  return {
    peerId,
    room: "lobby",
    socketId: "socket",
    peers: isResumed ? [] : [bob],
    revision: 0,
    isResumed,
    session: { id: "session", secret: "secret", graceSeconds: 30 },
  };
}
